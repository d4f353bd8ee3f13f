from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.calendar import ONE_DAY
from councilsafe.duty.forms.shifts import HINT_DAY, OfficerField, TimeField
from councilsafe.duty.models import Absence, AbsenceKind
from councilsafe.duty.weeks import moment_at
from councilsafe.govuk.fields import DateInputField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look


class AbsenceForm(GovukForm):
    """Whole days, unless times are given. Whoever plans the rota says whose it is."""

    person = OfficerField(label="Who is away?")
    first_day = DateInputField(label="First day away", help_text=HINT_DAY)
    from_time = TimeField(
        label="From what time? (optional)", help_text="Leave it empty for the whole day", required=False
    )
    last_day = DateInputField(label="Last day away", help_text=HINT_DAY)
    until_time = TimeField(
        label="Until what time? (optional)", help_text="Leave it empty for the whole day", required=False
    )
    kind = forms.ChoiceField(
        label="Why?",
        help_text="Only the person it is about sees this. Everybody else sees “Away”.",
        choices=AbsenceKind.choices,
        widget=forms.RadioSelect,
    )
    looks: ClassVar = {"from_time": Look(width=10), "until_time": Look(width=10)}
    submit_label = "Save"

    def __init__(self, *args: Any, by: User, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial or {"person": by.reference}, **kwargs)
        self.by = by
        if not by.may(Permission.PLAN_ROTA):
            del self.fields["person"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.wanted["ends_at"] <= self.wanted["starts_at"]:
            self.add_error("last_day", "The last day must not be before the first")
        return cleaned

    @property
    def wanted(self) -> dict[str, Any]:
        answers = self.cleaned_data
        person = answers.get("person") or self.by
        return {
            "person": person,
            "starts_at": starting(answers),
            "ends_at": ending(answers),
            "kind": answers["kind"],
        }


def starting(answers: dict[str, Any]) -> datetime:
    return moment_at(answers["first_day"], answers["from_time"] or time())


def ending(answers: dict[str, Any]) -> datetime:
    """The first moment after it. Without a time the last day is away as a whole."""
    until = answers["until_time"]
    return moment_at(answers["last_day"] if until else answers["last_day"] + ONE_DAY, until or time())


def as_answers(absence: Absence) -> dict[str, Any]:
    """As the form asks for it: a whole day has no times."""
    starts, ends = timezone.localtime(absence.starts_at), timezone.localtime(absence.ends_at)
    whole = ends.time() == time()
    return {
        "first_day": starts.date(),
        "from_time": None if starts.time() == time() else starts.time(),
        "last_day": ends.date() - ONE_DAY if whole else ends.date(),
        "until_time": None if whole else ends.time(),
        "kind": absence.kind,
        "seen": absence.drawn,
    }


class ChangeAbsenceForm(AbsenceForm):
    """Without whose it is; without when it began, once it has; and without why, for everybody but themselves."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, *args: Any, by: User, absence: Absence, **kwargs: Any) -> None:
        super().__init__(*args, by=by, initial=as_answers(absence), **kwargs)
        self.absence = absence
        fixed = [
            "person",
            *(("first_day", "from_time") if absence.has_begun(timezone.now()) else ()),
            *(("kind",) if by.pk != absence.person_id else ()),
        ]
        for name in fixed:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.wanted["ends_at"] <= timezone.now():
            self.add_error("last_day", "The last day must be today or later. If they are back already, end it instead")
        return cleaned

    def asked_again(self, absence: Absence) -> "ChangeAbsenceForm":
        """With what was typed, for the absence as it is now."""
        typed = {**dict(self.data.items()), "seen": absence.drawn}
        return ChangeAbsenceForm(typed, by=self.by, absence=absence)

    @property
    def wanted(self) -> dict[str, Any]:
        answers = as_answers(self.absence) | self.cleaned_data
        begun = "first_day" not in self.fields
        starts_at = self.absence.starts_at if begun else starting(answers)
        return {"starts_at": starts_at, "ends_at": ending(answers), "kind": answers["kind"], "seen": answers["seen"]}


class EndAbsenceForm(GovukForm):
    submit_label = "Yes, they are back"
