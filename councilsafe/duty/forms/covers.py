from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.forms.shifts import OfficerField, TimesForm, times_as_answers
from councilsafe.duty.models import Shift
from councilsafe.govuk import dates
from councilsafe.govuk.forms import GovukForm

AHEAD = timedelta(weeks=8)
A_QUARTER = timedelta(minutes=15)


class ShiftField(forms.ModelChoiceField):
    """A shift of somebody else, named by its people and its times."""

    def label_from_instance(self, obj: Any) -> str:
        people = " and ".join(person.name for person in (obj.first, obj.second) if person)
        return f"{people}: {dates.when(obj.starts_at)} to {dates.when(obj.ends_at)}"


class AskCoverForm(TimesForm):
    """The whole shift, unless one changes the times."""

    asked = OfficerField(label="Who do you ask?")
    in_return = ShiftField(
        Shift.objects.none(),
        to_field_name="reference",
        label="Offer to take a shift of theirs in return (optional)",
        empty_label="Nothing in return",
        required=False,
    )
    field_order = ("asked", "start_day", "start_time", "end_day", "end_time", "in_return")
    submit_label = "Ask your colleague"

    def __init__(self, *args: Any, shift: Shift, by: User, **kwargs: Any) -> None:
        super().__init__(*args, initial=times_as_answers(earliest(shift), shift.ends_at), **kwargs)
        taken = [pk for pk in (by.pk, shift.first_id, shift.second_id) if pk]
        field = cast(forms.ModelChoiceField, self.fields["asked"])
        field.queryset = User.objects.who_may(Permission.WORK_CASES).exclude(pk__in=taken)
        self.offer(by)

    def offer(self, by: User) -> None:
        now = timezone.now()
        others = Shift.objects.filter(starts_at__gt=now, starts_at__lt=now + AHEAD).exclude(first=by)
        others = others.exclude(pk__in=Shift.objects.filter(second=by).values("pk"))
        field = cast(forms.ModelChoiceField, self.fields["in_return"])
        field.queryset = others.select_related("first", "second").order_by("starts_at")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            back, asked = self.cleaned_data["in_return"], self.cleaned_data["asked"]
            if back and asked.pk not in (back.first_id, back.second_id):
                self.add_error("in_return", f"Select a shift of {asked}, or nothing")
        return cleaned

    @property
    def wanted(self) -> dict[str, Any]:
        return {**self.times, "asked": self.cleaned_data["asked"], "in_return": self.cleaned_data["in_return"]}


class MoveForm(GovukForm):
    submit_label = None


def earliest(shift: Shift) -> datetime:
    """Of a shift that goes on already, what comes after the next quarter of an hour."""
    now = timezone.now()
    if shift.starts_at > now:
        return shift.starts_at
    later = now + A_QUARTER
    return later.replace(minute=later.minute - later.minute % 15, second=0, microsecond=0)
