"""Reminding of what has to be done: one turn at a time, each told once, and to those who may hear of it."""

import logging
from datetime import datetime, time

from django.db import DatabaseError, transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions.deadlines import go_on, note_breach
from councilsafe.duty.audience import EVERYBODY
from councilsafe.duty.hearers import hearers
from councilsafe.duty.models import Deadline, DeadlineStep
from councilsafe.duty.schedule import Telling, next_morning, not_at_night
from councilsafe.duty.signals import deadline_climbed
from councilsafe.duty.turns import counts_for, next_look, turn_to_tell
from councilsafe.notifications.actions import tell

logger = logging.getLogger(__name__)

SWEEP_SIZE = 500


def remind_due_deadlines() -> int:
    """Look at every deadline that is due, however long it has been due. One that fails holds up no other, and is tried
    again by the next sweep. Returns how many were looked at.
    """
    due_now = Deadline.objects.due(timezone.now()).values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(try_to_remind(pk) for pk in list(due_now))


def try_to_remind(pk: int) -> bool:
    try:
        return remind(deadline_id=pk)
    except (DatabaseError, ValueError, LookupError):
        logger.exception("Deadline %s could not be looked at. The next sweep tries again.", pk)
        return False


@transaction.atomic
def remind(*, deadline_id: int) -> bool:
    """Tell whose turn it is, note what was missed, and let go on what was paused. Says whether there was anything.

    Who finds the row locked leaves it to the one who has it.
    """
    now = timezone.now()
    due_now = Deadline.objects.due(now).filter(pk=deadline_id).select_related("owner")
    deadline = due_now.select_for_update(of=("self",), skip_locked=True, no_key=True).first()
    if deadline is None:
        return False
    if deadline.is_paused:
        go_on(deadline, now)
    note_breach(deadline, now)
    take_turn(deadline, now)
    deadline.save()
    return True


def take_turn(deadline: Deadline, now: datetime) -> None:
    """A turn that has to wait keeps nobody from noting a breach, and gives way to the turn after it."""
    number = turn_to_tell(deadline, now)
    told = told_by(deadline, number) if number is not None and counts_for(deadline, number) else {}
    waits = number is not None and wait_until(deadline, number, list(told), now)
    if number is not None and waits:
        deadline.next_at = next_look(deadline, after=number, not_before=waits)
        return
    if number is not None:
        tell_all(deadline, number, told, now)
        deadline.turn = number
    deadline.next_at = next_look(deadline)


def told_by(deadline: Deadline, number: int) -> dict[User, Telling]:
    return hearers(deadline, deadline.schedule.turn(number))


def wait_until(deadline: Deadline, number: int, people: list[User], now: datetime) -> datetime | None:
    """Nobody is told at night, nor twice in a day of one thing, unless it is urgent. None: now."""
    if deadline.schedule.turn(number).is_urgent or not people:
        return None
    if told_today(deadline, people, now):
        return next_morning(now)
    morning = not_at_night(now)
    return morning if morning > now else None


def told_today(deadline: Deadline, people: list[User], now: datetime) -> bool:
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    same = DeadlineStep.objects.filter(deadline__about_ref=deadline.about_ref, deadline__kind=deadline.kind)
    return same.filter(recipient__in=people, told_at__gte=midnight).exists()


def tell_all(deadline: Deadline, number: int, told: dict[User, Telling], now: datetime) -> None:
    for person, telling in told.items():
        tell_one(deadline, number, person, telling, now)
    above = [person for person in told if person.pk != deadline.owner_id]
    if above:
        record(by=None, verb="deadline told above", on=deadline, detail=f"{deadline.kind}, told {len(above)} above")
        deadline_climbed.send(Deadline, deadline=deadline, people=above)


def tell_one(deadline: Deadline, number: int, person: User, telling: Telling, now: datetime) -> None:
    is_late = deadline.due_at < now
    kind = telling.late_kind if telling.late_kind and is_late else telling.kind
    which = {"deadline": deadline, "setting": deadline.setting, "turn": number, "recipient": person}
    DeadlineStep.objects.create(**which, kind=kind, why=telling.why, told_at=now)
    tell(
        to=person,
        kind=kind,
        about_ref=deadline.about_ref,
        path=telling.path or deadline.path,
        key=f"deadline:{deadline.reference}:{deadline.setting}:{number}:{person.reference}",
        why=telling.why,
        can_wait=telling.can_wait and not is_late,
        urgent=telling.urgent,
        privately=deadline.audience != EVERYBODY,
    )
