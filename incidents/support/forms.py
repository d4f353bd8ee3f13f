from typing import Any

from django import forms

from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.models import Consent, Wellbeing

YES_NO = {"yes": "Yes", "no": "No"}
Purpose = Consent.Purpose


class SupportForm(GovukForm):
    choice = forms.ChoiceField(
        label="What would help you now?",
        choices=Wellbeing.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what would help you", "invalid_choice": "Select what would help you"},
    )
    may_know_what = forms.ChoiceField(
        label="May the person who helps you read your report?",
        help_text="Only what you wrote yourself. If you say no, they know that you want to talk, and nothing else.",
        choices=YES_NO,
        initial="no",
        widget=forms.RadioSelect,
        required=False,
    )
    submit_label = "Save"
    looks = {
        "choice": Look(
            hints={
                Wellbeing.Choice.CALL: "On the next working day",
                Wellbeing.Choice.COUNSELLING: "You see them at once. Nobody is told",
                Wellbeing.Choice.PEER: "The wellbeing champion calls you to find somebody you trust",
                Wellbeing.Choice.LATER: "In five working days",
            }
        ),
        "may_know_what": Look(inline=True),
    }

    def clean_may_know_what(self) -> bool:
        return self.cleaned_data["may_know_what"] == "yes"


class DoneForm(GovukForm):
    note = LongTextField(
        label="A note for yourself (optional)",
        help_text="Only you can read it.",
        max_length=2000,
        required=False,
    )
    submit_label = "I have been in touch with them"


def agreement(question: str, hint: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=question, help_text=hint, choices=YES_NO, widget=forms.RadioSelect, required=False)


class SharingForm(GovukForm):
    """One question for each purpose. What is left open stays unanswered, which is not the same as no."""

    group = agreement("May your group leader know of this report?", "The safety lead of your political group.")
    champion = agreement("May the councillor safety champion know of it?", "They speak up for all councillors.")
    police = agreement(
        "Are you content for the council to tell the police?",
        "If somebody may be in danger we tell the police even if you say no. We would tell you that we did.",
    )
    submit_label = "Save"
    looks = {name: Look(inline=True) for name in Purpose.values}

    def __init__(self, *args: Any, answers: dict[str, bool], **kwargs: Any) -> None:
        initial = {purpose: "yes" if given else "no" for purpose, given in answers.items()}
        super().__init__(*args, initial=initial, **kwargs)

    def answers(self) -> dict[str, bool]:
        """Of a valid form: only what was answered."""
        return {purpose: value == "yes" for purpose, value in self.cleaned_data.items() if value}
