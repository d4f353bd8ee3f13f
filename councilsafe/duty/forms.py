from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.models import Shift
from councilsafe.govuk.fields import DateInputField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look

TIME_FORMATS = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I %p"]
TIME_ERRORS = {"invalid": "Enter a time, like 9:00 or 5pm"}


class ShiftForm(GovukForm):
    """A shift from one day and time to another, and who answers in it."""

    start_day = DateInputField(label="Day it starts", help_text="For example, 27 11 2026")
    start_time = forms.TimeField(
        label="Time it starts",
        help_text="For example, 9:00 or 5pm",
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M"),
        error_messages=TIME_ERRORS,
    )
    end_day = DateInputField(label="Day it ends", help_text="For example, 27 11 2026")
    end_time = forms.TimeField(
        label="Time it ends",
        help_text="For example, 9:00 or 5pm",
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M"),
        error_messages=TIME_ERRORS,
    )
    first = forms.ModelChoiceField(
        User.objects.who_may(Permission.WORK_CASES), to_field_name="reference", label="First officer"
    )
    second = forms.ModelChoiceField(
        User.objects.who_may(Permission.WORK_CASES),
        to_field_name="reference",
        label="Second officer (optional)",
        help_text="Is told when the first officer does not answer",
        empty_label="Any other officer",
        required=False,
    )
    looks: ClassVar = {"start_time": Look(width=10), "end_time": Look(width=10)}
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
        answers = self.cleaned_data
        return {
            "starts_at": moment(answers["start_day"], answers["start_time"]),
            "ends_at": moment(answers["end_day"], answers["end_time"]),
            "first": answers["first"],
            "second": answers["second"],
        }


class RemoveShiftForm(GovukForm):
    submit_label = "Remove shift"
    submit_classes = "govuk-button--warning"


def moment(day: date, time: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, time))


def as_answers(shift: Shift) -> dict[str, Any]:
    starts, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    return {
        "start_day": starts.date(),
        "start_time": starts.time(),
        "end_day": ends.date(),
        "end_time": ends.time(),
        "first": shift.first.reference,
        "second": shift.second.reference if shift.second else "",
    }
