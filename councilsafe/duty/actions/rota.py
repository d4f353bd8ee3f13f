"""Planning who is on duty."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.models import Shift


class ShiftTaken(ActionDenied):
    """The time, or a part of it, is another shift's."""


@transaction.atomic
def plan_shift(*, by: User, starts_at: datetime, ends_at: datetime, first: User, second: User | None = None) -> Shift:
    check_free(starts_at, ends_at)
    shift = Shift.objects.create(starts_at=starts_at, ends_at=ends_at, first=first, second=second)
    record(by=by, verb="shift planned", on=shift)
    return shift


@transaction.atomic
def change_shift(  # noqa: PLR0913  # keyword-only: the shift as it shall be
    *, by: User, shift: Shift, starts_at: datetime, ends_at: datetime, first: User, second: User | None = None
) -> Shift:
    check_not_over(shift)
    check_free(starts_at, ends_at, but=shift)
    shift.starts_at, shift.ends_at, shift.first, shift.second = starts_at, ends_at, first, second
    shift.save()
    record(by=by, verb="shift changed", on=shift)
    return shift


@transaction.atomic
def remove_shift(*, by: User, shift: Shift) -> None:
    check_not_over(shift)
    record(by=by, verb="shift removed", on=shift)
    shift.delete()


def check_not_over(shift: Shift) -> None:
    if shift.ends_at <= timezone.now():
        raise ActionDenied("This shift is over. It stays as it was, because it shows who was on duty.")


def check_free(starts_at: datetime, ends_at: datetime, *, but: Shift | None = None) -> None:
    """Of two who plan the same time in the same instant, the second one waits here and is told."""
    Shift.objects.hold()
    if any(taken != but for taken in Shift.objects.within(starts_at, ends_at)):
        raise ShiftTaken("There is already a shift in this time")
