"""What officers do with a case: answer, assign, plan, refer, close, reopen."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import answer_alerts, stop_alerts
from councilsafe.notifications.actions import tell
from incidents.actions import unmark_duplicate
from triage.actions.clocks import act_due, set_next_due
from triage.actions.deadlines import keep_deadlines
from triage.actions.laying import follow, lay_down, put_away
from triage.actions.route import OWNER, give
from triage.actions.standstill import end_pause
from triage.actions.together import score_linked
from triage.actions.updates import tell_reporter
from triage.lifecycle import MOVES
from triage.models import Case, ClockBecause, ClockPause, OwnerBecause
from triage.policies import check_move, check_owner, check_work
from triage.process import Tier


class StaleError(Exception):
    """Others changed the case since the page was drawn from which this comes. `case` is as it is now."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.reference)
        self.case = case


class TooLateError(ActionDenied):
    """Somebody else was quicker."""


def locked(case: Case, seen: int | None = None) -> Case:
    """The case as it is now, held until the transaction ends, so that two people cannot move it at once.

    `seen` is the revision that somebody decided by. Raises StaleError when it is not that any more.
    """
    now = Case.objects.select_for_update(of=("self",)).select_related("incident", "owner").get(pk=case.pk)
    if seen is not None and now.revision != seen:
        raise StaleError(now)
    return now


def move(case: Case, name: str, *, by: User, reason: str = "", detail: str = "") -> None:
    """Make a named move of the lifecycle on a locked, checked case, and write its audit event."""
    case.state = MOVES[name].target
    set_next_due(case)
    case.save()
    keep_deadlines(case, by=by)
    record(by=by, verb=MOVES[name].event, on=case.incident, reason=reason, detail=detail)
    if not case.is_open:
        put_away(case)


@transaction.atomic
def acknowledge(*, by: User, case: Case) -> Case:
    """A person answers: the alarm stops, the case is theirs, and the reporter is told that somebody has it.

    Answering what is answered already changes nothing, so that a second click does no harm.
    """
    case = locked(case)
    check_work(by, case)
    if case.acknowledged_at:
        return case
    check_move(by, case, "acknowledge")
    case.acknowledged_at, case.acknowledged_by = timezone.now(), by
    give(case, by, OwnerBecause.ANSWERED, case.owner)
    tell_reporter(case, f"acknowledged:{case.acknowledged_at.isoformat()}")
    move(case, "acknowledge", by=by)
    follow(case)
    answer_alerts(by=by, about_ref=case.reference)
    return case


@transaction.atomic
def assign(*, by: User, case: Case, to: User, note: str = "", seen: int | None = None) -> Case:
    """Take a case, or hand it over with a note. That does not answer it: the alarm goes on until somebody does."""
    case = locked(case, seen)
    check_work(by, case)
    check_owner(case, to)
    if case.owner_id == to.pk:
        return case
    give(case, to, *((OwnerBecause.TOOK, case.owner) if to == by else (OwnerBecause.GIVEN, by)))
    case.save(update_fields=OWNER)
    keep_deadlines(case)
    follow(case)
    record(by=by, verb="assigned", on=case.incident, reason=note, detail=to.reference)
    if to != by:
        key = f"assigned:{case.reference}:{to.reference}:{timezone.now().isoformat()}"
        tell(to=to, kind="assigned", about_ref=case.reference, path=case.get_absolute_url(), key=key)
    return case


@transaction.atomic
def take(*, by: User, case: Case, seen_owner: int | None) -> Case:
    """Take it from whoever had it when the page was drawn. Of two who take it at once the first has it."""
    case = locked(case)
    if case.owner_id not in (seen_owner, by.pk):
        raise TooLateError(f"{case.owner_name} was quicker and has this case.")
    return assign(by=by, case=case, to=by)


@transaction.atomic
def plan(*, by: User, case: Case, text: str, follow_up_on: date, seen: int | None = None) -> Case:
    """Say what the council will do and when it looks again. Stops the plan clock; a referral clock runs on."""
    case = locked(case, seen)
    check_move(by, case, "plan")
    case.plan, case.follow_up_on, now = text, follow_up_on, timezone.now()
    if case.tier < Tier.POLICE and case.acted_at is None:
        end_pause(case, ClockPause.Ended.ACTED, by=by)
        case.acted_at = now
    tell_reporter(case, f"planned:{now.isoformat()}")
    move(case, "plan", by=by, detail=f"next look {follow_up_on.isoformat()}")
    return case


@transaction.atomic
def refer(*, by: User, case: Case, police_reference: str, seen: int | None = None) -> Case:
    """Record that the police were told, with their reference where they gave one (P17). Stops the referral clock.

    Done again it only brings the reference, unless the case was raised or reopened meanwhile: then it is a new one.
    """
    case = locked(case, seen)
    check_move(by, case, "refer")
    if not (case.referred_at and case.acted_at):
        end_pause(case, ClockPause.Ended.ACTED, by=by)
        case.referred_at = timezone.now()
    case.police_reference = police_reference
    case.acted_at = case.acted_at or case.referred_at
    tell_reporter(case, f"referred:{case.referred_at.isoformat()}:{police_reference}")
    move(case, "refer", by=by)
    return case


@transaction.atomic
def close(*, by: User, case: Case, reason: str, seen: int | None = None) -> Case:
    """Close with a reason, which the reporter is shown (P28)."""
    case = locked(case, seen)
    check_move(by, case, "close")
    end_pause(case, ClockPause.Ended.CLOSED, by=by)
    case.closed_at, case.closed_by, case.close_reason = timezone.now(), by, reason
    tell_reporter(case, f"closed:{case.closed_at.isoformat()}")
    move(case, "close", by=by, reason=reason)
    stop_alerts(about_ref=case.reference, reason="closed")
    return case


@transaction.atomic
def reopen(*, by: User, case: Case, reason: str, seen: int | None = None) -> Case:
    """Open a closed case again; what must be done is due anew, and the reporter is told.

    What was a duplicate is none any more.
    """
    case, now = locked(case, seen), timezone.now()
    check_move(by, case, "reopen")
    was_duplicate = case.incident.duplicate_of_id is not None
    unmark_duplicate(by=by, incident=case.incident, reason=reason)
    case.closed_at = case.closed_by = None
    case.close_reason = ""
    case.clocks_since, case.clocks_because = now, ClockBecause.REOPENED
    case.acted_at, case.act_due_at, case.follow_up_on = None, act_due(case, now), None
    tell_reporter(case, f"reopened:{now.isoformat()}")
    move(case, "reopen", by=by, reason=reason)
    lay_down(case)
    if was_duplicate:
        score_linked(incidents=[case.incident_id])
    return locked(case)
