"""One step of a visit, as every action makes it."""

from datetime import datetime, timedelta

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from riskassess.models import Visit, VisitStep
from riskassess.visits.lifecycle import MOVES, OVER, VisitState
from riskassess.visits.policies import check_move

FIELDS = ["state", "starts_at", "expected_end_at", "began_at", "confirmed_at", "asked_at", "over_at", "next_at"]


def next_look(visit: Visit) -> datetime | None:
    """When the clock has to do something about it next."""
    match visit.state:
        case VisitState.PLANNED:
            return visit.starts_at
        case VisitState.UNDER_WAY if visit.confirmed_at or visit.asked_at:
            return visit.expected_end_at
        case VisitState.UNDER_WAY:
            return min(visit.starts_at + timedelta(minutes=visit.grace_minutes), visit.expected_end_at)
        case VisitState.OVERDUE:
            return visit.raises_at
    return None


def make_move(visit: Visit, name: str, *, by: User | None, now: datetime) -> None:
    """The row must be held by now. What is told, and to whom, is for the caller."""
    check_move(visit, name)
    visit.state = MOVES[name].target
    if visit.state in OVER:
        visit.over_at = now
    keep(visit)
    record(by=by, verb=MOVES[name].event, on=visit)
    note(visit, MOVES[name].label, by=by, now=now)


def keep(visit: Visit) -> None:
    visit.next_at = next_look(visit)
    visit.save(update_fields=FIELDS)


def begin(visit: Visit, *, by: User | None, now: datetime) -> None:
    """By the owner's word, or because its start time has come."""
    visit.began_at = visit.began_at or now
    make_move(visit, "start" if by else "begin", by=by, now=now)


def note(visit: Visit, text: str, *, by: User | None, now: datetime) -> None:
    VisitStep.objects.create(visit=visit, at=now, by=by, text=text)
