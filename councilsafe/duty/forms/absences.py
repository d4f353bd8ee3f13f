from datetime import time
from typing import Any, ClassVar

from django import forms

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.calendar import ONE_DAY
from councilsafe.duty.forms.shifts import HINT_DAY, OfficerField, TimeField
from councilsafe.duty.models import AbsenceKind
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

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"person": by.reference}, **kwargs)
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
        until = answers["until_time"]
        last = answers["last_day"] if until else answers["last_day"] + ONE_DAY
        return {
            "person": answers.get("person") or self.by,
            "starts_at": moment_at(answers["first_day"], answers["from_time"] or time()),
            "ends_at": moment_at(last, until or time()),
            "kind": answers["kind"],
        }


class EndAbsenceForm(GovukForm):
    submit_label = "Yes, they are back"
