"""Keeping the week as it usually is. Planning from it is `plan_shifts`."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.models import RotaSlot, RotaWeek
from councilsafe.duty.weeks import Slot, slot_of


class NameTaken(ActionDenied):
    """Another week has this name."""


class SlotTaken(ActionDenied):
    """A part of this time has somebody already."""


@transaction.atomic
def add_week(*, by: User, name: str, slots: Iterable[Slot] = ()) -> RotaWeek:
    try:
        with transaction.atomic():
            week = RotaWeek.objects.create(name=name)
    except IntegrityError as error:
        raise NameTaken("Another week has this name already") from error
    RotaSlot.objects.bulk_create(RotaSlot(week=week, **columns(slot)) for slot in slots)
    record(by=by, verb="usual week added", on=week)
    return week


@transaction.atomic
def remove_week(*, by: User, week: RotaWeek) -> None:
    """What was planned from it stays."""
    record(by=by, verb="usual week removed", on=hold(week))
    week.delete()


@transaction.atomic
def add_slot(*, by: User, week: RotaWeek, slot: Slot) -> RotaSlot:
    kept = hold(week).slots.select_related("first", "second")
    if any(slot.overlaps(slot_of(other)) for other in kept):
        raise SlotTaken("This week has somebody in this time already")
    added = RotaSlot.objects.create(week=week, **columns(slot))
    record(by=by, verb="usual week changed", on=week)
    return added


@transaction.atomic
def remove_slot(*, by: User, slot: RotaSlot) -> None:
    record(by=by, verb="usual week changed", on=hold(slot.week))
    slot.delete()


def hold(week: RotaWeek) -> RotaWeek:
    """Of two who change the same week at once, the second waits here."""
    found = RotaWeek.objects.select_for_update().filter(pk=week.pk).first()
    if found is None:
        raise ActionDenied("Somebody has just removed this week.")
    return found


def columns(slot: Slot) -> dict[str, object]:
    names = ("weekday", "starts", "ends", "days", "first", "second")
    return {name: getattr(slot, name) for name in names}
