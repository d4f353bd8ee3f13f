"""A reminder that reached nobody: those above hear in the place of whoever it was for, once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.audience import EVERYBODY
from councilsafe.duty.hearers import next_above
from councilsafe.duty.models import Deadline, DeadlineStep
from councilsafe.duty.plans import LOST, UNREACHED
from councilsafe.duty.schedule import not_at_night
from councilsafe.notifications.actions import tell
from councilsafe.notifications.models import Channel, OutboxMessage


@transaction.atomic
def tell_above_instead(*, reference: str, setting: int, turn: int, person: str) -> list[User]:
    """Returns who was told. Nobody when it is done or paused, was set anew, or another turn was told since.

    Called while a message is held, so it must not wait for the deadline: whoever holds that might wait for the message.
    Done at the very same moment, it may cost a mail that was not needed. Nobody hears twice of one turn, so it ends
    however many of these messages fail as well.
    """
    deadline = still_told(reference, setting, turn)
    if deadline is None or not deadline.schedule.goes_up:
        return []
    above = next_above(deadline, person, {person, *not_reached(deadline)})
    now = timezone.now()
    told = [one for one in above if tell_instead(deadline, one, now)]
    if told:
        record(by=None, verb="reminder did not arrive", on=deadline, detail=f"{deadline.kind}, told {len(told)} above")
    return told


def still_told(reference: str, setting: int, turn: int) -> Deadline | None:
    """While this is the turn that was told last."""
    found = Deadline.objects.open().filter(reference=reference, setting=setting, turn=turn, paused_at=None)
    return found.select_related("owner").first()


def not_reached(deadline: Deadline) -> set[str]:
    """The references of all whom the turn that was told last did not reach by mail."""
    stem = f"deadline:{deadline.reference}:{deadline.setting}:{deadline.turn}:"
    mails = OutboxMessage.objects.undelivered().filter(key__startswith=stem, channel=Channel.EMAIL)
    return {key.removeprefix(stem) for key in mails.values_list("key", flat=True)}


def tell_instead(deadline: Deadline, person: User, now: datetime) -> bool:
    """False when they have heard of this turn already. At night only what is urgent."""
    turn = {"deadline": deadline, "setting": deadline.setting, "turn": deadline.turn, "recipient": person}
    if not DeadlineStep.objects.get_or_create(**turn, defaults={"kind": LOST, "why": UNREACHED, "told_at": now})[1]:
        return False
    plan = deadline.schedule
    urgent = plan.turn(deadline.turn).is_urgent
    tell(
        to=person,
        kind=LOST,
        about_ref=deadline.about_ref,
        path=(plan.instead and plan.instead.path) or deadline.path,
        key=f"deadline:{deadline.reference}:{deadline.setting}:{deadline.turn}:{person.reference}",
        why=UNREACHED,
        can_wait=not urgent and not_at_night(now) > now,
        urgent=urgent,
        privately=deadline.audience != EVERYBODY,
    )
    return True
