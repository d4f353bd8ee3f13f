from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.models import Shift
from councilsafe.duty.weeks import moment_at
from councilsafe.govuk.fields import DateInputField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look

HINT_DAY = "For example, 27 11 2026"
HINT_TIME = "For example, 9:00 or 5pm"
TIME_FORMATS = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I %p"]
TIME_ERRORS = {"invalid": "Enter a time, like 9:00 or 5pm"}


class TimeField(forms.TimeField):
    """A time of day as people write it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M")
        given = {"help_text": HINT_TIME, "widget": widget, "error_messages": TIME_ERRORS, **options}
        super().__init__(input_formats=TIME_FORMATS, **given)


class OfficerField(forms.ModelChoiceField):
    """Somebody who can be on duty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(User.objects.who_may(Permission.WORK_CASES), to_field_name="reference", **options)


class TimesForm(GovukForm):
    """From one day and time to another."""

    start_day = DateInputField(label="Day it starts", help_text=HINT_DAY)
    start_time = TimeField(label="Time it starts")
    end_day = DateInputField(label="Day it ends", help_text=HINT_DAY)
    end_time = TimeField(label="Time it ends")
    looks: ClassVar = {"start_time": Look(width=10), "end_time": Look(width=10)}

    @property
    def times(self) -> dict[str, datetime]:
        answers = self.cleaned_data
        return {
            "starts_at": moment_at(answers["start_day"], answers["start_time"]),
            "ends_at": moment_at(answers["end_day"], answers["end_time"]),
        }


class ShiftForm(TimesForm):
    """A shift, and who answers in it."""

    first = OfficerField(label="First officer")
    second = OfficerField(
        label="Second officer (optional)",
        help_text="Is told when the first officer does not answer",
        empty_label="Any other officer",
        required=False,
    )
    submit_label = "Save shift"

    def __init__(self, *args: Any, shift: Shift | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=as_answers(shift) if shift else None, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            self.check_by_itself()
        return cleaned

    def check_by_itself(self) -> None:
        """Whether the time is free is for the action to say, because somebody may be quicker."""
        plan = self.plan()
        if plan["second"] == plan["first"]:
            self.add_error("second", "The second officer must be somebody else than the first")
        if plan["ends_at"] <= plan["starts_at"]:
            self.add_error("end_day", "The shift must end after it starts")

    def plan(self) -> dict[str, Any]:
        """What the actions need to know."""
        return {**self.times, "first": self.cleaned_data["first"], "second": self.cleaned_data["second"]}


class RemoveShiftForm(GovukForm):
    submit_label = "Remove shift"
    submit_classes = "govuk-button--warning"


def times_as_answers(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return {
        "start_day": starts.date(),
        "start_time": starts.time(),
        "end_day": ends.date(),
        "end_time": ends.time(),
    }


def as_answers(shift: Shift) -> dict[str, Any]:
    return {
        **times_as_answers(shift.starts_at, shift.ends_at),
        "first": shift.first.reference,
        "second": shift.second.reference if shift.second else "",
    }
