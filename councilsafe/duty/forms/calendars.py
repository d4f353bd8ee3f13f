from typing import Any

from django import forms

from councilsafe.duty.upload import MOST, TOO_LARGE, TextFileField
from councilsafe.govuk.forms import GovukForm


class ImportForm(GovukForm):
    """The file's text comes into a hidden box, so that it need not be chosen again. `seen` is what was shown of it."""

    file = TextFileField(
        label="Choose a calendar file",
        help_text="A file that ends in .ics, up to 1 MB. Its entries are shifts; people are found by their email "
        "address, or by their name in the title.",
        required=False,
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=MOST)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    submit_label = "Show what would be planned"

    def clean(self) -> dict[str, Any] | None:
        """A file that is chosen now counts, not the one before it."""
        cleaned = super().clean()
        if "text" in self.errors:
            self.errors.pop("text")
            self.add_error("file", TOO_LARGE)
        if not self.errors and not self.words:
            self.add_error("file", "Choose a calendar file")
        return cleaned

    @property
    def words(self) -> str:
        return self.cleaned_data.get("file") or self.cleaned_data.get("text") or ""
