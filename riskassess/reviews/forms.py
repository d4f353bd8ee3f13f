from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from riskassess.actions import checked_next_review
from riskassess.models import Band


class ReviewForm(GovukForm):
    band = forms.ChoiceField(
        label="How high is the risk to this councillor?",
        choices=Band.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select how high the risk is"),
    )
    reasons = LongTextField(
        label="Reasons",
        help_text="The councillor reads this. Say what you looked at and why it is this band. Name nobody else.",
        max_length=4000,
    )
    next_review_on = DateInputField(label="Date of the next review", required=False)
    causes_seen = forms.IntegerField(widget=forms.HiddenInput)
    looks = {
        "band": Look(
            hints={
                Band.LOW: "No more than what councillors can usually expect",
                Band.MEDIUM: "Signs of more than that: it repeats, it comes closer, or it frightens",
                Band.HIGH: "Signs that this person could come to serious harm",
            }
        )
    }
    submit_label = "Save review"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = ", ".join(f"{settings.REVIEW_MONTHS[band]} for {band.label.lower()}" for band in Band)
        hint = f"Leave this empty for the longest time the band allows, in months: {months}."
        self.fields["next_review_on"].help_text = hint

    def clean(self) -> dict[str, Any]:
        super().clean()
        wanted, band = self.cleaned_data.get("next_review_on"), self.cleaned_data.get("band")
        if wanted and band:
            self.check_next_review(wanted, band)
        return self.cleaned_data

    def check_next_review(self, wanted: Any, band: str) -> None:
        try:
            checked_next_review(wanted, band, timezone.localdate())
        except ActionDenied as denied:
            self.add_error("next_review_on", str(denied))

    def show_again(self, reason: str, *, causes_seen: int) -> None:
        """With what was typed, and as of what is shown now."""
        self.add_error(None, reason)
        self.data = dict(self.data.items()) | {"causes_seen": causes_seen}
