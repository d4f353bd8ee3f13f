"""What officers write about an entry, and what somebody who is about to visit says."""

from typing import Any

from django import forms

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from incidents.models import Incident, PersonOfConcern
from riskassess.models import RegisterAppeal, RegisterEntry, conflicted
from riskassess.register.advice import VisitAdvice

NO_NAMES = "Keep to what matters for this decision."


def words(label: str, missing: str, hint: str = NO_NAMES) -> LongTextField:
    return LongTextField(label=label, help_text=hint, max_length=4000, error_messages={"required": missing})


def advice_field(label: str = "Advice before a visit", *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=VisitAdvice.choices,
        widget=forms.RadioSelect,
        required=required,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the advice"),
    )


class LookUpForm(GovukForm):
    name = forms.CharField(label="Name of the person you will visit", max_length=200, required=False)
    address = forms.CharField(label="Address, if you know it", max_length=200, required=False)
    purpose = LongTextField(
        label="Why you will visit, and when",
        help_text="An officer reads this before they ring you.",
        max_length=1000,
        error_messages={"required": "Enter why you will visit, and when"},
    )
    submit_label = "Ask for advice"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not (self.cleaned_data["name"] or self.cleaned_data["address"]):
            self.add_error("name", "Enter a name or an address")
        return cleaned


class WordForm(GovukForm):
    advice = advice_field("What you advised them")
    submit_label = "I have rung them and said this"


class ProposeForm(GovukForm):
    person = forms.ModelChoiceField(
        PersonOfConcern.objects.none(),
        label="Who is it about?",
        widget=forms.RadioSelect,
        to_field_name="reference",
        empty_label=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select who it is about"),
    )
    conduct = words(
        "What they did, to whom, and how you know that it was meant",
        "Enter what they did",
        "Violent, aggressive or abusive behaviour towards staff or councillors, which was deliberate.",
    )
    advice = advice_field()
    submit_label = "Propose the entry"

    def __init__(self, *args: Any, people: list[PersonOfConcern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = PersonOfConcern.objects.filter(pk__in=[one.pk for one in people])  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: f"{person.label} ({person.reference})"  # type: ignore[attr-defined]


class EntryForm(GovukForm):
    """`entry` and `by` are for those that list people or incidents."""

    def __init__(self, *args: Any, entry: RegisterEntry, by: User, **kwargs: Any) -> None:
        self.entry, self.by = entry, by
        super().__init__(*args, **kwargs)


class ConsiderForm(EntryForm):
    text = words(
        "Does a disability play a part, and which adjustments would be reasonable?",
        "Enter what you considered",
        "Say what you looked at and whom you asked. If nothing is known, say so.",
    )
    submit_label = "Save"


class DecideForm(EntryForm):
    approves = forms.TypedChoiceField(
        label="Your decision",
        choices=[("yes", "Approve the entry"), ("no", "Refuse it")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select your decision"},
    )
    reason = words("Reason", "Enter the reason")
    submit_label = "Decide"


class ReasonForm(EntryForm):
    reason = words("Reason", "Enter the reason")
    submit_label = "Save"


class IncidentForm(EntryForm):
    incident = forms.CharField(
        label="Reference of the case", max_length=20, error_messages={"required": "Enter the reference of the case"}
    )
    why = words("What they did, and how you know that it was meant", "Enter what they did")
    submit_label = "Add this incident"

    def clean_incident(self) -> Incident:
        given = self.cleaned_data["incident"].strip()
        if found := Incident.objects.team(self.by).filter(reference__iexact=given).first():
            return found
        raise forms.ValidationError("Enter the reference of a case that you can open")


class LetterForm(EntryForm):
    told_on = DateInputField(label="Date of the letter", past=True)
    submit_label = "Record the letter"


class KeepForm(EntryForm):
    evidence = words("Evidence that it is still needed", "Enter the evidence")
    reason = words("Reason", "Enter the reason")
    advice = advice_field()
    submit_label = "Keep it"


class RemoveForm(EntryForm):
    evidence = words("Evidence that the threat has gone", "Enter the evidence")
    reason = words("Reason", "Enter the reason")
    submit_label = "Remove it"
    submit_classes = "govuk-button--warning"


class AppealForm(EntryForm):
    received_on = DateInputField(label="The day on which it came", past=True)
    grounds = words("What they say", "Enter what they say")
    submit_label = "Record the appeal"


class AnswerForm(EntryForm):
    outcome = forms.ChoiceField(
        label="Your answer",
        choices=RegisterAppeal.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select your answer"},
    )
    reasons = words("Reasons", "Enter the reasons", "The person is told them.")
    advice = advice_field("New advice, if you change it", required=False)
    submit_label = "Answer the appeal"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is chosen beforehand: advice that stays as it was would count as changed."""
        super().__init__(*args, **kwargs | {"initial": {}})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("outcome") == RegisterAppeal.Outcome.CHANGED and not self.cleaned_data.get("advice"):
            self.add_error("advice", "Select the new advice")
        return cleaned


class HandOverForm(EntryForm):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who looks after the review from now on",
        to_field_name="reference",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select who looks after it"),
    )
    submit_label = "Hand it over"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = User.objects.who_may(Permission.DECIDE_REGISTER).exclude(pk__in=conflicted(self.entry))
        self.fields["to"].queryset = may.order_by("name", "id")  # type: ignore[attr-defined]  # a list to choose from
