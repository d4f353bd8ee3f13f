"""What the clock does about visits. The rows say when; a sweep that comes late or dies is made good by the next."""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone

from councilsafe.notifications.actions import tell
from riskassess.actions.visit_alarms import raise_about
from riskassess.actions.visit_check_ins import follow_waiting_check_ins
from riskassess.models import AlarmReason, Visit
from riskassess.visits.lifecycle import VisitState
from riskassess.visits.steps import begin, keep, make_move, note

logger = logging.getLogger(__name__)

SWEEP_SIZE = 500
OWNER = "You planned it."


def watch_visits() -> int:
    """Everything that is due, each visit in its own transaction. One that fails holds up no other. Returns how many.

    First what was said: it ends, or calls for, more than a clock knows.
    """
    follow_waiting_check_ins()
    due = list(Visit.objects.due(timezone.now()).values_list("pk", flat=True)[:SWEEP_SIZE])
    return sum(try_to_look(pk) for pk in due)


def try_to_look(pk: int) -> bool:
    try:
        return look_at(visit_id=pk)
    except (DatabaseError, ValueError, LookupError):
        logger.exception("A visit could not be looked at. The next sweep tries again.")
        return False


@transaction.atomic
def look_at(*, visit_id: int) -> bool:
    """All that has become due, however long ago, in one go. Who finds the row held leaves it to whoever holds it."""
    now = timezone.now()
    held = Visit.objects.due(now).select_for_update(of=("self",), skip_locked=True).select_related("councillor")
    visit = held.filter(pk=visit_id).first()
    if visit is None:
        return False
    while visit.next_at and visit.next_at <= now:
        step(visit, now)
    return True


def step(visit: Visit, now: datetime) -> None:
    if visit.state == VisitState.PLANNED:
        begin(visit, by=None, now=now)
    elif visit.state == VisitState.OVERDUE:
        make_move(visit, "raise", by=None, now=now)
        raise_about(visit, AlarmReason.MISSED, by=None, now=now)
    elif now >= visit.expected_end_at:
        make_move(visit, "pass", by=None, now=now)
        nudge(visit, "visit.check_in", now)
    else:
        visit.asked_at = now
        keep(visit)
        note(visit, "Asked whether it takes place", by=None, now=now)
        nudge(visit, "visit.takes_place", now)


def nudge(visit: Visit, kind: str, now: datetime) -> None:
    """Once for each end that was said: more time brings another."""
    key = f"visit:{visit.reference}:{kind}:{visit.expected_end_at:%Y%m%d%H%M%S}"
    tell(
        to=visit.councillor,
        kind=kind,
        about_ref=visit.reference,
        path=visit.get_absolute_url(),
        key=key,
        why=OWNER,
        urgent=True,
        privately=True,
    )
