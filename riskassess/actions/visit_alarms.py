"""Calling people about a visit, and everything that ends such a call."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import answer_alerts, raise_alert, stop_alerts
from councilsafe.duty.audience import Audience
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.notifications.actions import take_back, tell
from councilsafe.notifications.models import OutboxMessage
from riskassess.models import AlarmReason, Visit, VisitAlarm, VisitOutcome
from riskassess.visits.circle import buddies_of
from riskassess.visits.lifecycle import SEEN
from riskassess.visits.policies import check_may_ring, check_watches
from riskassess.visits.steps import make_move, note

ABOUT = "visitalarm"  # what its alerts are about
LADDER = "emergency"
FIRST_CLOCK = Clock(10, Unit.MINUTES)
CALL_CLOCK = Clock(3, Unit.MINUTES)  # somebody waits with a reason to leave
KINDS = {
    AlarmReason.MISSED: "visit.missed",
    AlarmReason.DURESS: "visit.help",
    AlarmReason.CALL: "visit.call",
    AlarmReason.NOT_RIGHT: "visit.not_right",
}
BUDDY = "You are their buddy."
TOLD_BEFORE = "You were told about it before."


def locked(visit: Visit) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("councillor", "venue").get(pk=visit.pk)


# Raising ---------------------------------------------------------------------------------------------------------


def raise_about(visit: Visit, reason: AlarmReason, *, by: User | None, now: datetime) -> VisitAlarm:
    """The visit's row must be held. Those on duty and the buddies are called at the same moment, and once for each."""
    alarm, is_new = VisitAlarm.objects.get_or_create(
        visit=visit, reason=reason, closed_at=None, defaults={"raised_at": now}
    )
    if not is_new:
        return alarm
    record(by=None, verb="visit alarm raised", on=alarm, detail=f"{reason.value} {visit.reference}")
    note(visit, reason.label, by=by, now=now)
    raise_alert(
        kind=KINDS[reason],
        about_type=ABOUT,
        about_ref=alarm.reference,
        path=visit.officers_url,
        ladder=LADDER,
        first_clock=CALL_CLOCK if reason == AlarmReason.CALL else FIRST_CLOCK,
        audience=Audience.of(None, {visit.councillor_id}),
        at=now,
    )
    for buddy in buddies_of(visit):
        tell_one(buddy, alarm, KINDS[reason], BUDDY)
    return alarm


def tell_one(person: User, alarm: VisitAlarm, kind: str, why: str) -> None:
    """A buddy's own page. Whoever watches is told by the ladder."""
    visit = alarm.visit
    tell(
        to=person,
        kind=kind,
        about_ref=alarm.reference,
        path=visit.get_absolute_url(),
        key=f"visit:{alarm.reference}:{kind}:{person.reference}",
        why=why,
        urgent=kind != "visit.over",
        privately=True,
    )


# Ending ----------------------------------------------------------------------------------------------------------


def close(  # noqa: PLR0913  # keyword-only: how it ends
    alarm: VisitAlarm, outcome: str, *, by: User, now: datetime, what: str = "", says_so: bool = True
) -> None:
    """Everybody who was told hears that it is over, except of what becomes something graver."""
    alarm.closed_at, alarm.closed_by, alarm.outcome, alarm.what_happened = now, by, outcome, what
    alarm.save(update_fields=["closed_at", "closed_by", "outcome", "what_happened"])
    record(by=by, verb="visit alarm closed", on=alarm, detail=outcome)
    stop_alerts(by=by, about_ref=alarm.reference, reason="It is known how they are", at=now)
    told = people_told(alarm, but=by)
    take_back(about_ref=alarm.reference, people=told)
    for person in told if says_so else ():
        over_for(person, alarm)


def people_told(alarm: VisitAlarm, but: User) -> list[User]:
    messages = OutboxMessage.objects.filter(about_ref=alarm.reference)
    return list(User.objects.filter(pk__in=messages.values("recipient")).exclude(pk=but.pk).order_by("id"))


def over_for(person: User, alarm: VisitAlarm) -> None:
    is_buddy = person in buddies_of(alarm.visit)
    path = alarm.visit.get_absolute_url() if is_buddy else alarm.visit.officers_url
    key = f"visit:{alarm.reference}:over:{person.reference}"
    tell(to=person, kind="visit.over", about_ref=alarm.reference, path=path, key=key, why=TOLD_BEFORE)


def close_checked_in(visit: Visit, *, by: User, now: datetime, needs_help: bool) -> None:
    """A check-in ends what came of its absence, and a call with a reason to leave; never a call for help. With the word
    for help they end without a word to anybody: the graver alarm has taken their place. `now`: when they checked in."""
    reasons = [AlarmReason.MISSED, AlarmReason.CALL]
    ended = VisitAlarm.objects.open().filter(visit=visit, reason__in=reasons, raised_at__lte=now)
    outcome = VisitOutcome.GRAVER if needs_help else VisitOutcome.CHECKED_IN
    for alarm in ended.select_related("visit"):
        close(alarm, outcome, by=by, now=now, says_so=not needs_help)


# What those do who were called -----------------------------------------------------------------------------------


@transaction.atomic
def answer_visit(*, by: User, visit: Visit) -> Visit:
    """Somebody on watch has it: nobody else is called. Whoever comes second changes nothing."""
    visit, now = locked(visit), timezone.now()
    check_watches(by, visit)
    for alarm in VisitAlarm.objects.open().filter(visit=visit, answered_at=None):
        alarm.answered_at, alarm.answered_by = now, by
        alarm.save(update_fields=["answered_at", "answered_by"])
        answer_alerts(by=by, about_ref=alarm.reference, at=now)
        record(by=by, verb="visit alarm answered", on=alarm)
        note(visit, "Somebody has it in hand", by=by, now=now)
    return visit


@transaction.atomic
def say_rung(*, by: User, visit: Visit, all_right: bool) -> Visit:
    """They were rung. If they are not all right, everybody is called anew, and who answered before does not count."""
    visit, now = locked(visit), timezone.now()
    check_may_ring(by, visit)
    call = VisitAlarm.objects.open().filter(visit=visit, reason=AlarmReason.CALL).select_related("visit").first()
    if call:
        outcome = VisitOutcome.ALL_RIGHT if all_right else VisitOutcome.NOT_RIGHT
        note(visit, str(outcome.label), by=by, now=now)
        close(call, outcome, by=by, now=now, says_so=all_right)
    if not all_right and (call or visit.state in SEEN):
        raise_about(visit, AlarmReason.NOT_RIGHT, by=by, now=now)
    return visit


@transaction.atomic
def account_for(*, by: User, visit: Visit, what_happened: str) -> Visit:
    """It is known how they are. All that was raised ends, and the clock does not look at the visit any more."""
    visit, now = locked(visit), timezone.now()
    check_watches(by, visit)
    alarms = list(VisitAlarm.objects.open().filter(visit=visit).select_related("visit"))
    if not alarms:
        raise ActionDenied("Nothing is open about this visit. Somebody else may have ended it meanwhile.")
    answer_visit(by=by, visit=visit)
    for alarm in alarms:
        alarm.refresh_from_db()
        close(alarm, VisitOutcome.ACCOUNTED, by=by, now=now, what=what_happened)
    if visit.state in SEEN:
        make_move(visit, "account", by=by, now=now)
    return visit
