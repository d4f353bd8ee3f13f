"""What officers are asked when they do something with a case: one small form a page."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.govuk.dates import day
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.evidence.forms import HINT, FilesField
from incidents.models import Incident
from triage.models import TIER_CHOICES, Case, Override, PausedFor
from triage.pauses import latest_end
from triage.policies import possible_owners
from triage.process import Tier

LONGEST = 4000


def select(what: str) -> dict[str, str]:
    """The same words for no choice and for one that is not there, or no longer."""
    return {"required": f"Select {what}", "invalid_choice": f"Select {what}"}


def reason(label: str, hint: str = "", missing: str = "Enter the reason") -> LongTextField:
    return LongTextField(label=label, help_text=hint, max_length=LONGEST, error_messages={"required": missing})


class CaseForm(GovukForm):
    """About a case as it was when the page was drawn: `seen` is that revision of it.

    `theirs` says by field which of the case's own values it would put another in the place of.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    theirs: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, case: Case, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={**(initial or {}), "seen": case.revision}, **kwargs)
        self.case = case

    def asked_again(self, case: Case) -> "CaseForm":
        """With what was typed, for the case as it is now."""
        return type(self)({**dict(self.data.items()), "seen": case.revision}, case=case)

    @property
    def both(self) -> list[tuple[str, str, str]]:
        """Label, what the case has now, and what was typed. For the page that asks again."""
        self.is_valid()
        both = {name: (getattr(self.case, of), self.cleaned_data.get(name)) for name, of in self.theirs.items()}
        return [(str(self.fields[name].label), said(theirs), said(mine)) for name, (theirs, mine) in both.items()]


def said(value: Any) -> str:
    return day(value) if isinstance(value, date) else str(value or "Nothing")


class AssignForm(CaseForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label="Who takes it over", error_messages=select("who takes it over")
    )
    note = reason("What they need to know", missing="Enter what they need to know")
    submit_label = "Hand over"

    theirs = {"to": "owner_name"}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        others = possible_owners(case).exclude(pk=case.owner_id or 0)
        self.fields["to"].queryset = others.order_by("name", "id")  # type: ignore[attr-defined]  # a list to choose from


class OverrideForm(CaseForm):
    tier = forms.TypedChoiceField(
        label="Which tier should it be?",
        coerce=lambda value: Tier(int(value)),
        widget=forms.RadioSelect,
        error_messages=select("a tier"),
    )
    reason = reason("Why", hint="What the process does not see. It stays on the case for ever.")
    submit_label = "Set this tier"

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        others = [(str(value), label) for value, label in reversed(TIER_CHOICES) if value != case.tier]
        self.fields["tier"].choices = others  # type: ignore[attr-defined]  # a list to choose from


class DecideForm(GovukForm):
    """`override` says which proposal the officer has read, so that nobody agrees to another one unseen."""

    override = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Do you agree?",
        choices={Override.Decision.AGREED.value: "Yes, I agree", Override.Decision.REFUSED.value: "No, I do not"},
        widget=forms.RadioSelect,
        error_messages=select("whether you agree"),
    )
    submit_label = "Decide"


class PlanForm(CaseForm):
    theirs = {"text": "plan", "follow_up_on": "follow_up_on"}
    text = LongTextField(
        label="What the council will do",
        help_text="Each step, and who does it.",
        max_length=LONGEST,
        error_messages={"required": "Enter what the council will do"},
    )
    follow_up_on = DateInputField(label="When you will look again", help_text="For example, 27 11 2026", future=True)
    submit_label = "Save the plan"


class PauseForm(CaseForm):
    """Whose word is waited for, and until when at the latest."""

    waits_for = forms.TypedChoiceField(
        label="Who are you waiting for?",
        choices=PausedFor.choices,
        coerce=PausedFor,
        widget=forms.RadioSelect,
        error_messages=select("who you are waiting for"),
    )
    reason = reason("What you are waiting for", hint="It stays on the case. The reporter is told who, and not this.")
    until = DateInputField(label="Until when at the latest", help_text="For example, 27 11 2026", future=True)
    submit_label = "Pause the clock"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("waits_for") and said.get("until"):
            self.check_until(said["waits_for"], said["until"])
        return said

    def check_until(self, waits_for: PausedFor, until: date) -> None:
        latest = latest_end(self.case, waits_for, timezone.now())
        if latest is None:
            self.add_error("waits_for", "The clock has waited for them as long as it may")
        elif until > timezone.localdate(latest):
            self.add_error("until", f"The date must be no later than {day(latest)}")


class ReferForm(CaseForm):
    theirs = {"police_reference": "police_reference"}
    police_reference = forms.CharField(
        label="The police's reference",
        help_text="A crime or incident number. Leave it empty if they gave none; you can add it later.",
        max_length=60,
        required=False,
    )
    submit_label = "The police have been told"
    looks = {"police_reference": Look(width=20)}


class CloseForm(CaseForm):
    reason = reason("Why it is closed", hint="The person who reported it can read this.")
    submit_label = "Close the case"
    submit_classes = "govuk-button--warning"


class ReopenForm(CaseForm):
    reason = reason("Why it is opened again")
    submit_label = "Reopen the case"


class MessageForm(GovukForm):
    body = LongTextField(
        label="Your message",
        help_text="They are told by email that there is a message, and read it here after signing in.",
        max_length=LONGEST,
        error_messages={"required": "Enter a message"},
    )
    attached = FilesField(label="Files (optional)", help_text=HINT, required=False)
    submit_label = "Send"


class DuplicateForm(GovukForm):
    of = forms.CharField(
        label="The reference of the other report",
        help_text="The one that goes on. For example, CS-2B3CD-4EF5G",
        max_length=20,
        error_messages={"required": "Enter the reference of the other report"},
    )
    reason = reason("Why they are the same", hint="The person who reported it can read this.")
    submit_label = "Close this case as a duplicate"
    submit_classes = "govuk-button--warning"
    looks = {"of": Look(width=20)}

    def __init__(self, *args: Any, case: Case, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = Incident.objects.team(reader).exclude(pk=case.incident_id)

    def clean_of(self) -> Incident:
        other = self.others.filter(reference=self.cleaned_data["of"].strip().upper()).first()
        if other is None:
            raise ValidationError("There is no other report with this reference that you may see")
        return other


class NoteForm(GovukForm):
    body = LongTextField(
        label="Your note",
        help_text="For officers who work on this case. The reporter never sees it.",
        max_length=LONGEST,
        error_messages={"required": "Enter a note"},
    )
    submit_label = "Write the note"
