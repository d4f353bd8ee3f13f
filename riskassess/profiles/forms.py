from typing import Any

from django import forms
from django.utils import timezone

from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from riskassess.models import Mitigation
from riskassess.profiles.kinds import KINDS
from riskassess.profiles.targets import Agreed

OWN_WORDS = "In your own words (optional)"


class OwnWordsForm(GovukForm):
    """`seen` is the plan as it was when the page was drawn: nobody agrees with what they have not read."""

    agreed = forms.ChoiceField(
        label="Do you agree with this plan?",
        choices=Agreed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    own_words = LongTextField(
        label=OWN_WORDS,
        help_text="What worries you, and what would help.",
        max_length=2000,
        required=False,
    )
    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])
    looks = {"agreed": Look(hints={Agreed.NOT_YET: "Somebody will talk with you"})}
    submit_label = "Save"


class AgreementForm(OwnWordsForm):
    """An officer writes down what they were told."""

    on = DateInputField(label="When did they tell you?", past=True)
    looks = {
        "agreed": Look(label="Does the councillor agree with the plan?"),
        "own_words": Look(label="In their own words (optional)", hint="As they said it. They can change it."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].error_messages["required"] = "Select whether the councillor agrees"


class WhyForm(GovukForm):
    """One box that says why, with the words of the page it stands on."""

    reason = LongTextField(label="Why?", max_length=1000)

    def __init__(self, *args: Any, label: str, error: str, hint: str = "", submit: str = "Save", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint
        self.fields["reason"].error_messages["required"] = error
        self.submit_label = submit


class OfferForm(GovukForm):
    kind = forms.ChoiceField(
        label="What do you offer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you offer"},
    )
    note = LongTextField(
        label="Say more (optional)", help_text="The councillor reads this.", max_length=1000, required=False
    )
    submit_label = "Offer it"

    def __init__(self, *args: Any, there: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (key, kind.label) for key, kind in KINDS.items() if key not in there
        ]


class PlaceForm(GovukForm):
    """Only a device has a serial number and a test."""

    on = DateInputField(label="In place since", past=True)
    serial = forms.CharField(
        label="Serial number", max_length=60, error_messages={"required": "Enter the serial number"}
    )
    tested_on = DateInputField(label="Date of the test", help_text="It has to work before it counts.", past=True)
    check_on = DateInputField(label="Date of the next check", required=False)
    note = LongTextField(
        label="Say more (optional)",
        help_text="The councillor reads this: where it is, how to use it, whom to call when it fails.",
        max_length=1000,
        required=False,
    )
    submit_label = "Save"

    def __init__(self, *args: Any, mitigation: Mitigation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check_on"].help_text = longest(mitigation)
        if not mitigation.what.serial:
            del self.fields["serial"], self.fields["tested_on"]


class CheckForm(GovukForm):
    on = DateInputField(label="Date of the check", past=True)
    works = forms.ChoiceField(
        label="Does it work?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it works"},
    )
    note = LongTextField(label="What did you find?", max_length=1000, required=False)
    check_on = DateInputField(label="Date of the next check", required=False)
    looks = {
        "works": Look(hints={"no": "It is due again in a week"}),
        "note": Look(hint="Needed where it does not work."),
    }
    submit_label = "Save"

    def __init__(self, *args: Any, mitigation: Mitigation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check_on"].help_text = longest(mitigation)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("works") == "no" and not self.cleaned_data.get("note"):
            self.add_error("note", "Enter what does not work")
        return self.cleaned_data


def longest(mitigation: Mitigation) -> str:
    months = mitigation.what.check_months
    return f"Leave this empty for the longest time: {months} months after the last check."


def today() -> Any:
    return timezone.localdate()
