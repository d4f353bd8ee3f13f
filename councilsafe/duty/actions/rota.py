"""Planning who is on duty."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions.cover_moves import lapse_all, lapse_misfits
from councilsafe.duty.actions.gaps import look_again
from councilsafe.duty.models import Shift
from councilsafe.duty.proposals import Proposal, sift

GONE = "Somebody has just removed this shift. Look at the rota again."


class ShiftTaken(ActionDenied):
    """The time, or a part of it, is another shift's."""


@transaction.atomic
def plan_shift(*, by: User, starts_at: datetime, ends_at: datetime, first: User, second: User | None = None) -> Shift:
    check_free(starts_at, ends_at)
    shift = Shift.objects.create(starts_at=starts_at, ends_at=ends_at, first=first, second=second)
    record(by=by, verb="shift planned", on=shift)
    look_again(starts_at, ends_at)
    return shift


@transaction.atomic
def plan_shifts(*, by: User, proposals: Sequence[Proposal]) -> list[Shift]:
    """All that can still be planned; what somebody else has planned by now is left as it is."""
    Shift.objects.hold()
    wanted = sift(proposals, timezone.now()).new
    shifts = Shift.objects.bulk_create(Shift(**one.columns()) for one in wanted)
    for shift in shifts:
        record(by=by, verb="shift planned", on=shift)
    if shifts:
        look_again(shifts[0].starts_at, shifts[-1].ends_at)
    return shifts


@transaction.atomic
def change_shift(  # noqa: PLR0913  # keyword-only: the shift as it shall be
    *, by: User, shift: Shift, starts_at: datetime, ends_at: datetime, first: User, second: User | None = None
) -> Shift:
    shift = held(shift)
    check_not_over(shift)
    check_free(starts_at, ends_at, but=shift)
    look_from, look_until = min(starts_at, shift.starts_at), max(ends_at, shift.ends_at)
    shift.starts_at, shift.ends_at, shift.first, shift.second = starts_at, ends_at, first, second
    shift.save(force_update=True)
    record(by=by, verb="shift changed", on=shift)
    lapse_misfits(shift)
    look_again(look_from, look_until)
    return shift


@transaction.atomic
def remove_shift(*, by: User, shift: Shift) -> None:
    shift = held(shift)
    check_not_over(shift)
    record(by=by, verb="shift removed", on=shift)
    lapse_all(shift)
    shift.delete()


def held(shift: Shift) -> Shift:
    """The shift as it is now, which nobody else changes until this transaction is through."""
    Shift.objects.hold()
    found = Shift.objects.filter(pk=shift.pk).select_related("first", "second").first()
    if found is None:
        raise ActionDenied(GONE)
    return found


def check_not_over(shift: Shift) -> None:
    if shift.ends_at <= timezone.now():
        raise ActionDenied("This shift is over. It stays as it was, because it shows who was on duty.")


def check_free(starts_at: datetime, ends_at: datetime, *, but: Shift | None = None) -> None:
    """Of two who plan the same time in the same instant, the second one waits here and is told."""
    Shift.objects.hold()
    if any(taken != but for taken in Shift.objects.within(starts_at, ends_at)):
        raise ShiftTaken("There is already a shift in this time")
