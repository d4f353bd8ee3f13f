"""What follows from a word that was typed, apart from the request in which it was (decision 0028)."""

import logging
from datetime import datetime
from functools import partial

from django.db import DatabaseError, transaction

from councilsafe.notifications.broker import wake
from riskassess.actions.safety_words import Heard
from riskassess.actions.visit_alarms import close_checked_in, locked, raise_about
from riskassess.models import AlarmReason, CheckIn, Visit

logger = logging.getLogger(__name__)

SWEEP_SIZE = 500


def keep_check_in(visit: Visit, heard: Heard, *, is_taken: bool, now: datetime) -> None:
    """The visit's row must be held. The same work whichever word it was; a worker is woken for each of them."""
    CheckIn.objects.create(visit=visit, at=now, calls_help=heard.is_help, ends_calls=is_taken)
    transaction.on_commit(partial(wake, "riskassess.follow_check_ins", visit.pk))


def follow_waiting_check_ins() -> int:
    """What no worker was woken for. One that fails holds up no other. Returns for how many visits it was done."""
    waiting = CheckIn.objects.order_by("visit").values_list("visit", flat=True).distinct()[:SWEEP_SIZE]
    return sum(try_to_follow(pk) for pk in list(waiting))


def try_to_follow(pk: int) -> bool:
    try:
        return follow_check_ins(visit_id=pk)
    except (DatabaseError, ValueError, LookupError):
        logger.exception("A check-in could not be followed. The next sweep tries again.")
        return False


@transaction.atomic
def follow_check_ins(*, visit_id: int) -> bool:
    """All words about one visit in the order in which they came. Safe to run twice, and at once."""
    visit = locked(Visit(pk=visit_id))
    waiting = list(CheckIn.objects.filter(visit=visit).order_by("id"))
    for one in waiting:
        if one.calls_help:
            raise_about(visit, AlarmReason.DURESS, by=None, now=one.at)
    calls_help = any(one.calls_help for one in waiting)
    for one in waiting:
        if one.ends_calls:
            close_checked_in(visit, by=visit.councillor, now=one.at, needs_help=calls_help)
    CheckIn.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    return bool(waiting)
