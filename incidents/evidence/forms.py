from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.evidence.kinds import KINDS
from incidents.evidence.limits import MEGABYTE, MOST_AT_ONCE, MOST_FILE, MOST_INCIDENT
from incidents.evidence.uploads import Received

HINT = (
    f"Photos, screenshots, sound recordings, videos, PDFs and saved emails. Up to {MOST_FILE // MEGABYTE} MB a file, "
    f"{MOST_AT_ONCE} files at a time and {MOST_INCIDENT // MEGABYTE} MB for one report."
)
ACCEPTED = ",".join(["image/*", "audio/*", "video/*", *KINDS, ".eml", ".msg"])


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name)


class FilesField(forms.Field):
    """Several files, as a list of what was received. `receive` then says which of them are kept."""

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"error_messages": {"required": "Choose at least one file"}, **options})

    def clean(self, value: Any) -> list[Received]:
        files = [file for file in value or [] if isinstance(file, Received)]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return files


class FilesForm(GovukForm):
    attached = FilesField(label="Choose the files", help_text=HINT)
    submit_label = "Add the files"


class DiscloseForm(GovukForm):
    to = forms.CharField(
        label="Who was it given to?", help_text="Their name, rank or role, and organisation.", max_length=120
    )
    looks = {"to": Look(width=30)}
    submit_label = "Record it"
