"""Never letting go of what somebody has to do by a time, until it is done or its reason is gone.

Whoever changes a case, a review or a request holds that first, and its deadlines afterwards.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.audience import EVERYBODY, Audience
from councilsafe.duty.clocks import going_on, time_left
from councilsafe.duty.models import Deadline
from councilsafe.duty.plans import PLANS
from councilsafe.duty.signals import deadline_missed
from councilsafe.duty.turns import next_look
from councilsafe.notifications.actions import call_off

MOVED = "missed, and set anew"
UNPAUSED = {"paused_at": None, "paused_until": None, "pause_reason": "", "left": None}


@transaction.atomic
def set_deadline(  # noqa: PLR0913  # keyword-only: all that a deadline is
    *,
    kind: str,
    about_type: str,
    about_ref: str,
    path: str,
    owner: User | None,
    due_at: datetime,
    plan: str,
    audience: Audience = EVERYBODY,
    at: datetime | None = None,
) -> Deadline:
    """Somebody has to do something by a time, and is reminded of it as the plan says.

    There is one open for a kind and what it is about. Set again to another time it moves, its reminders begin anew, and
    a pause ends. One that was missed stays as it is, to be counted, and another is opened. Set again to the same time,
    only the rest changes: its owner, its audience and where it leads. Nobody outside the `audience` ever hears of it,
    nor anybody whom the floor above names at the moment of telling (`signals.who_may_hear`).
    """
    if plan not in PLANS:
        raise ValueError(f"There is no plan {plan!r}.")
    now = at or timezone.now()
    rest = {"about_type": about_type, "path": path, "owner": owner, "plan": plan, **audience.columns()}
    deadline = lock_one(kind, about_ref)
    if deadline and deadline.due_at != due_at:
        deadline = anew(deadline, due_at, now)
    return change(deadline, rest) if deadline else open_one(kind, about_ref, due_at, now, rest)


@transaction.atomic
def meet_deadline(*, by: User | None, kind: str, about_ref: str, at: datetime | None = None) -> Deadline | None:
    """It is done: nobody is reminded any more. None when there was nothing open. Done late it counts as missed."""
    deadline, now = lock_one(kind, about_ref), at or timezone.now()
    if deadline:
        note_breach(deadline, now)
        finish(deadline, met_at=now, met_by=by)
    return deadline


@transaction.atomic
def drop_deadline(*, kind: str, about_ref: str, reason: str, at: datetime | None = None) -> Deadline | None:
    """The reason for it is gone. `reason` is required, and is words of ours. None when there was nothing open."""
    deadline, now = lock_one(kind, about_ref), at or timezone.now()
    if deadline:
        drop(deadline, reason, now)
    return deadline


@transaction.atomic
def hand_deadline(*, about_ref: str, to: User | None, kinds: list[str] | None = None) -> list[Deadline]:
    """Somebody else has in hand what is open about it: all of it, or only these kinds. They hear the next reminder."""
    found = Deadline.objects.open().about(about_ref).select_for_update(no_key=True)
    changed = [one for one in found if one.owner_id != (to and to.pk) and (kinds is None or one.kind in kinds)]
    for deadline in changed:
        deadline.owner = to
        deadline.save(update_fields=["owner"])
    return changed


@transaction.atomic
def pause_deadline(  # noqa: PLR0913  # keyword-only: all that a pause is
    *, by: User | None, kind: str, about_ref: str, reason: str, until: datetime, at: datetime | None = None
) -> Deadline:
    """Stop the clock until it goes on, at the latest at `until`, with what is left of its time.

    Raises ActionDenied when nothing is open, when it has run out, or when it is paused already.
    """
    deadline, now = lock_one(kind, about_ref), at or timezone.now()
    if deadline is None or deadline.is_paused:
        raise ActionDenied("There is no clock running that could be paused.")
    if deadline.due_at <= now:
        raise ActionDenied("The time for this has run out already. It cannot be paused any more.")
    deadline.left = time_left(now, deadline.due_at, in_working_time=deadline.schedule.in_working_time)
    deadline.paused_at, deadline.paused_until, deadline.pause_reason = now, until, reason
    deadline.next_at = next_look(deadline)
    deadline.save()
    hush(deadline)
    record(by=by, verb="deadline paused", on=deadline, detail=f"until {until.isoformat()}")
    return deadline


@transaction.atomic
def resume_deadline(
    *, by: User | None = None, kind: str, about_ref: str, at: datetime | None = None
) -> Deadline | None:
    """Let the clock go on with what was left. None when nothing is open; one that is not paused stays as it is."""
    deadline = lock_one(kind, about_ref)
    if deadline and deadline.is_paused:
        go_on(deadline, at or timezone.now())
        deadline.save()
        record(by=by, verb="deadline resumed", on=deadline)
    return deadline


def go_on(deadline: Deadline, now: datetime) -> None:
    """At the limit at the latest, however long nothing has run. The reminders begin anew."""
    if deadline.paused_until is None or deadline.left is None:
        return
    moment = min(now, deadline.paused_until)
    deadline.due_at = going_on(moment, deadline.left, in_working_time=deadline.schedule.in_working_time)
    begin_anew(deadline, moment)


def begin_anew(deadline: Deadline, moment: datetime) -> None:
    deadline.set_at, deadline.setting, deadline.turn = moment, deadline.setting + 1, -1
    for name, value in UNPAUSED.items():
        setattr(deadline, name, value)
    deadline.next_at = next_look(deadline)


def open_one(kind: str, about_ref: str, due_at: datetime, now: datetime, rest: dict[str, Any]) -> Deadline:
    """Where two set the first one in the same instant, the second finds that of the first."""
    which = {"kind": kind, "about_ref": about_ref, "met_at": None, "dropped_at": None}
    told = {"due_at": due_at, "set_at": now, **rest}
    next_at = next_look(Deadline(**which, **told))
    deadline, is_new = Deadline.objects.get_or_create(**which, defaults={**told, "next_at": next_at})
    return deadline if is_new else change(deadline, rest)


def change(deadline: Deadline, rest: dict[str, Any]) -> Deadline:
    for name, value in rest.items():
        setattr(deadline, name, value)
    deadline.next_at = next_look(deadline)
    deadline.save()
    return deadline


def anew(deadline: Deadline, due_at: datetime, now: datetime) -> Deadline | None:
    """The same at another time. None where it was missed: it is closed as it is, and another has to be opened.

    What waits to be sent stays where the time comes nearer: it is as true as before, and nobody is told twice in a day.
    """
    note_breach(deadline, now)
    if deadline.breached_at:
        drop(deadline, MOVED, now)
        return None
    if due_at > deadline.due_at:
        hush(deadline)
    deadline.due_at = due_at
    begin_anew(deadline, now)
    return deadline


def note_breach(deadline: Deadline, now: datetime) -> None:
    """Once, whoever comes to it first: the sweep, or whoever does it late."""
    if deadline.is_paused and deadline.paused_until and deadline.paused_until <= now:
        go_on(deadline, now)
    if deadline.is_paused or deadline.breached_at or deadline.due_at >= now or not deadline.schedule.counts:
        return
    deadline.breached_at = deadline.due_at
    record(by=None, verb="deadline missed", on=deadline, detail=deadline.kind)
    deadline_missed.send(Deadline, deadline=deadline)


def drop(deadline: Deadline, reason: str, now: datetime) -> None:
    note_breach(deadline, now)
    finish(deadline, dropped_at=now, drop_reason=reason)


def finish(deadline: Deadline, **how: Any) -> None:
    hush(deadline)
    for name, value in {**UNPAUSED, **how, "next_at": None}.items():
        setattr(deadline, name, value)
    deadline.save()


def hush(deadline: Deadline) -> None:
    """What has not gone of its reminders is not true any more. That somebody was to be told stays on record."""
    call_off(key=f"deadline:{deadline.reference}")


def lock_one(kind: str, about_ref: str) -> Deadline | None:
    """Its key stays as it is, so that telling of it can be written down meanwhile, and waits for nobody."""
    return Deadline.objects.open().filter(kind=kind, about_ref=about_ref).select_for_update(no_key=True).first()
