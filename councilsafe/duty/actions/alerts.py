"""Never letting go of an alert until somebody has answered it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.audience import EVERYBODY, Audience
from councilsafe.duty.calendar import Clock
from councilsafe.duty.clocks import due, next_opening
from councilsafe.duty.ladders import LADDERS, Move, NextOpening, is_faster, next_move
from councilsafe.duty.models import Alert, AlertStep
from councilsafe.duty.rota import Duty, NobodyOnDuty, on_duty
from councilsafe.notifications.actions import call_off, tell

logger = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(minutes=5)  # when there was nobody at all to tell
SWEEP_SIZE = 200
URGENT = ("police", "emergency")  # ladders on which a text message and the team's chat are told too
ON_DUTY = "You are on duty now."
NOBODY_BEFORE = "You are told because nobody before you has answered."


@transaction.atomic
def raise_alert(  # noqa: PLR0913  # keyword-only: all that an alert is
    *,
    kind: str,
    about_type: str,
    about_ref: str,
    path: str,
    ladder: str,
    first_clock: Clock,
    audience: Audience = EVERYBODY,
    at: datetime | None = None,
) -> Alert:
    """Call for a person, beginning with the one on duty now, who has `first_clock` before the next is told.

    While an alert of this kind about the same thing is open there is no second one: the open one is made faster.
    Nobody outside the `audience` is ever called.
    """
    now = at or timezone.now()
    readdress(about_ref=about_ref, audience=audience, first_clock=first_clock, at=now)
    alert, is_new = Alert.objects.get_or_create(
        kind=kind,
        about_ref=about_ref,
        answered_at=None,
        stopped_at=None,
        defaults={
            "about_type": about_type,
            "path": path,
            "ladder": ladder,
            "raised_at": now,
            "next_climb_at": now,
            **audience.columns(),
        },
    )
    if not is_new:
        return quicken(Alert.objects.select_for_update().get(pk=alert.pk), ladder, first_clock, now)
    record(by=None, verb="alert raised", on=alert, detail=f"{ladder} {about_ref}")
    begin(alert, round=0, first_clock=first_clock, now=now)
    return alert


@transaction.atomic
def readdress(*, about_ref: str, audience: Audience, first_clock: Clock, at: datetime | None = None) -> list[Alert]:
    """Others may hear of it from now: the open alerts whose audience changes begin again with who is on duty."""
    changed = [alert for alert in lock_open(about_ref) if alert.audience != audience]
    for alert in changed:
        alert.audience = audience
        alert.save(update_fields=["only", "barred"])
        begin_again(alert, first_clock, at or timezone.now())
    return changed


@transaction.atomic
def raise_to(*, about_ref: str, ladder: str, first_clock: Clock, at: datetime | None = None) -> list[Alert]:
    """Put what is open about something on a faster ladder from now. A slower ladder changes nothing."""
    return [quicken(alert, ladder, first_clock, at or timezone.now()) for alert in lock_open(about_ref)]


@transaction.atomic
def answer_alerts(*, by: User, about_ref: str, at: datetime | None = None) -> list[Alert]:
    """A person has it: nobody else is called. Returns the alerts that this answered."""
    alerts = lock_open(about_ref)
    for alert in alerts:
        alert.answered_at, alert.answered_by, alert.next_climb_at = at or timezone.now(), by, None
        alert.save(update_fields=["answered_at", "answered_by", "next_climb_at"])
        record(by=by, verb="alert answered", on=alert, detail=about_ref)
        call_nobody_else(alert)
    return alerts


@transaction.atomic
def stop_alerts(*, by: User | None = None, about_ref: str, reason: str, at: datetime | None = None) -> list[Alert]:
    """The reason for the call is gone, without anybody having answered. `reason` is required, and is words of ours."""
    alerts = lock_open(about_ref)
    for alert in alerts:
        alert.stopped_at, alert.stop_reason, alert.next_climb_at = at or timezone.now(), reason, None
        alert.save(update_fields=["stopped_at", "stop_reason", "next_climb_at"])
        record(by=by, verb="alert stopped", on=alert, reason=reason, detail=about_ref)
        call_nobody_else(alert)
    return alerts


def call_nobody_else(alert: Alert) -> None:
    """A call that waits for a mail server would come after the answer. That it was to be made stays on record."""
    if number := call_off(key=f"alert:{alert.reference}"):
        record(by=None, verb="calls not sent", on=alert, detail=f"{number} taken back")


@transaction.atomic
def climb(*, alert_id: int) -> bool:
    """Tell the next person, if the alert is still open and due. Says whether it did.

    Safe to run twice or side by side: who has the row has moved its next climb into the future before letting go.
    """
    now = timezone.now()
    alert = Alert.objects.due(now).filter(pk=alert_id).select_for_update(skip_locked=True).first()
    if alert is None:
        return False
    climb_on(alert, now)
    return True


@transaction.atomic
def climb_past(*, reference: str, round: int, rung: int) -> bool:
    """Who was told last cannot be reached: on to the next of the same round at once. Says whether it climbed.

    A new round waits its time. Otherwise a council whose mail is all refused would go round without end.
    """
    told_last = Alert.objects.open().filter(reference=reference, round=round, rung=rung)
    alert, now = told_last.select_for_update().first(), timezone.now()
    if alert is None or not is_another_above(alert, now):
        return False
    record(by=None, verb="alert could not be delivered", on=alert, detail=f"round {round}, rung {rung}")
    climb_on(alert, now)
    return True


def is_another_above(alert: Alert, now: datetime) -> bool:
    try:
        return alert.rung < len(on_duty(now, alert.audience).ladder) - 1
    except NobodyOnDuty:
        return False


def climb_due_alerts() -> int:
    """One move for every alert that is due, however long it has been due. One that fails holds up no other, and is
    tried again by the next sweep. Returns how many moved.
    """
    due_now = Alert.objects.due(timezone.now()).values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(try_to_climb(pk) for pk in due_now)


def try_to_climb(pk: int) -> bool:
    try:
        return climb(alert_id=pk)
    except (DatabaseError, ValueError, LookupError):
        logger.exception("Alert %s could not climb. The next sweep tries again.", pk)
        return False


def lock_open(about_ref: str) -> list[Alert]:
    return list(Alert.objects.open().about(about_ref).select_for_update())


def quicken(alert: Alert, ladder: str, first_clock: Clock, now: datetime) -> Alert:
    """Begin again with the person on duty now, on a faster ladder."""
    if not is_faster(ladder, than=alert.ladder):
        return alert
    alert.ladder = ladder
    record(by=None, verb="alert quickened", on=alert, detail=f"{ladder} {alert.about_ref}")
    return begin_again(alert, first_clock, now)


def begin_again(alert: Alert, first_clock: Clock, now: datetime) -> Alert:
    """In a new round, which climbs no later than was planned before."""
    planned = alert.next_climb_at
    begin(alert, round=alert.round + 1, first_clock=first_clock, now=now)
    if planned and alert.next_climb_at and planned < alert.next_climb_at:
        alert.next_climb_at = max(planned, now)
        alert.save(update_fields=["next_climb_at"])
    return alert


def begin(alert: Alert, *, round: int, first_clock: Clock, now: datetime) -> None:
    make_move(alert, lambda duty: Move(round, (0,), first_clock), now)


def climb_on(alert: Alert, now: datetime) -> None:
    def move(duty: Duty) -> Move:
        ladder = LADDERS[alert.ladder]
        return next_move(ladder, round=alert.round, rung=alert.rung, height=len(duty.ladder), top=duty.top)

    make_move(alert, move, now)


def make_move(alert: Alert, choose: Callable[[Duty], Move], now: datetime) -> None:
    """Tell whom the move names. With nobody to tell the report must not fail: the alert stays, and looks again soon."""
    try:
        duty = on_duty(now, alert.audience)
    except NobodyOnDuty as error:
        logger.critical("Alert %s reaches nobody. %s", alert.reference, error)
        alert.next_climb_at = now + LOOK_AGAIN
    else:
        carry_out(alert, choose(duty), duty, now)
    alert.save(update_fields=["ladder", "round", "rung", "next_climb_at"])


def carry_out(alert: Alert, move: Move, duty: Duty, now: datetime) -> None:
    for rung in move.rungs:
        tell_rung(alert, move.round, rung, duty.ladder[rung], now)
        alert.rung = rung
    alert.round = move.round
    alert.next_climb_at = next_opening(now) if isinstance(move.then, NextOpening) else due(now, move.then)


def tell_rung(alert: Alert, round: int, rung: int, person: User, now: datetime) -> None:
    AlertStep.objects.create(alert=alert, round=round, rung=rung, recipient=person, told_at=now)
    key = f"alert:{alert.reference}:{round}:{rung}"
    why = ON_DUTY if (round, rung) == (0, 0) else NOBODY_BEFORE
    tell(
        to=person,
        kind=alert.kind,
        about_ref=alert.about_ref,
        path=alert.path,
        key=key,
        why=why,
        urgent=alert.ladder in URGENT,
        privately=alert.audience != EVERYBODY,
    )
    record(by=None, verb="alert told", on=alert, detail=f"round {round}, rung {rung}: {person.reference}")
