"""What a councillor does with their own visits. Whoever changes one locks its row first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from riskassess.actions.safety_words import Heard, listen
from riskassess.actions.visit_alarms import locked, raise_about
from riskassess.actions.visit_check_ins import keep_check_in
from riskassess.actions.visit_whom import try_to_look_up
from riskassess.models import AlarmReason, Sharing, Visit
from riskassess.visits.circle import buddies
from riskassess.visits.lifecycle import SEEN, VisitState
from riskassess.visits.policies import check_move, check_own, check_window
from riskassess.visits.steps import begin, keep, make_move, next_look, note
from riskassess.visits.times import longer

MORE = (15, 30, 60)


class Answer(Enum):
    """What became of it. An exception would undo what was noted on the way: a wrong try, or a call for help."""

    DONE = "done"
    WRONG = "wrong"
    LOCKED = "locked"
    TOO_LONG = "too long"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that a visit's owner says of it."""

    kind: str
    place: str
    starts_at: datetime
    expected_end_at: datetime
    phone: str
    if_not_heard: str
    call_phrase: str
    venue: Any = None
    whom: str = ""
    shows_whom: bool = False
    contact_name: str = ""
    contact_phone: str = ""
    notes: str = ""
    grace_minutes: int | None = None
    sharing: str = Sharing.ALL


@transaction.atomic
def plan_visit(*, by: User, plan: Plan, named: Iterable[User] = ()) -> Visit:
    """One that has begun already counts as under way. A second press of the button makes no second plan.

    Whoever is visited is looked up at once. Where that is not possible any more today the plan is kept nonetheless.
    """
    now = timezone.now()
    check_window(plan.starts_at, plan.expected_end_at, now)
    User.objects.select_for_update().get(pk=by.pk)  # two presses at once
    same = {"starts_at": plan.starts_at, "expected_end_at": plan.expected_end_at, "place": plan.place}
    if found := Visit.objects.own(by).open().filter(**same).first():
        return found
    fields = vars(plan) | {"grace_minutes": plan.grace_minutes or settings.VISIT_GRACE_MINUTES}
    visit = Visit(councillor=by, **fields)
    visit.next_at = next_look(visit)
    visit.save(force_insert=True)
    visit.buddies.set(one for one in named if one in buddies(by))
    record(by=by, verb="visit planned", on=visit)
    note(visit, "Planned", by=by, now=now)
    try_to_look_up(by=by, visit=visit)
    if visit.starts_at <= now:
        start_visit(by=by, visit=visit)
    visit.refresh_from_db()
    return visit


@transaction.atomic
def start_visit(*, by: User, visit: Visit) -> Visit:
    """They say that it has begun: sooner than planned, or when they are asked. Said twice, it is said once."""
    visit, now = locked(visit), timezone.now()
    check_own(by, visit)
    if visit.state == VisitState.PLANNED:
        visit.confirmed_at = now
        begin(visit, by=by, now=now)
    elif visit.state == VisitState.UNDER_WAY and visit.confirmed_at is None:
        visit.confirmed_at = now
        keep(visit)
        note(visit, "Said that it has begun", by=by, now=now)
    return visit


@transaction.atomic
def cancel_visit(*, by: User, visit: Visit) -> Visit:
    """Only before its start time. Afterwards somebody else could press the button: then it takes the word."""
    visit, now = locked(visit), timezone.now()
    check_own(by, visit)
    if visit.state == VisitState.CANCELLED:
        return visit
    check_move(visit, "cancel")
    if visit.starts_at <= now:
        raise ActionDenied("Its start time has come. Say instead that you are safe and the visit is over.")
    make_move(visit, "cancel", by=by, now=now)
    return visit


@transaction.atomic
def end_visit(*, by: User, visit: Visit, word: str = "") -> Answer:
    """With the word for help it ends in the same way for whoever looks, and people are called."""
    check_own(by, visit)
    heard = listen(to=by, word=word)
    visit, now = heard_about(by, visit, heard)
    is_taken = heard.counts and visit.state in SEEN
    if is_taken:
        make_move(visit, "end", by=by, now=now)
    keep_check_in(visit, heard, is_taken=is_taken, now=now)
    return Answer.DONE if heard.counts else refused(heard)


@transaction.atomic
def give_more_time(*, by: User, visit: Visit, minutes: int, seen_end: datetime, word: str = "") -> Answer:
    """`seen_end` is the end as their page showed it: a second press finds another, and changes nothing."""
    check_own(by, visit)
    heard = listen(to=by, word=word)
    visit, now = heard_about(by, visit, heard)
    later = longer(visit.starts_at, visit.expected_end_at, now, minutes)
    is_stale = visit.expected_end_at != seen_end
    answer = asked_for_more(visit, heard, is_possible=is_stale or later > max(now, visit.expected_end_at))
    is_taken = answer is Answer.DONE and not is_stale
    if is_taken:
        visit.expected_end_at, visit.confirmed_at = later, visit.confirmed_at or now
        make_move(visit, "more time", by=by, now=now)
    keep_check_in(visit, heard, is_taken=is_taken, now=now)
    return answer


def asked_for_more(visit: Visit, heard: Heard, *, is_possible: bool) -> Answer:
    if not heard.counts:
        return refused(heard)
    if visit.state not in SEEN:
        return Answer.OVER
    return Answer.DONE if is_possible else Answer.TOO_LONG


def heard_about(by: User, visit: Visit, heard: Heard) -> tuple[Visit, datetime]:
    """The row is held from here. What was said counts whatever state the visit is in, and whatever was tried."""
    visit, now = locked(visit), timezone.now()
    if visit.state == VisitState.PLANNED and (visit.starts_at <= now or heard.counts):
        begin(visit, by=None, now=now)
    return visit, now


def refused(heard: Heard) -> Answer:
    return Answer.WRONG if heard is Heard.WRONG else Answer.LOCKED


@transaction.atomic
def ask_for_call(*, by: User, visit: Visit) -> Visit:
    """Somebody is to ring them now, with a reason to leave."""
    visit, now = locked(visit), timezone.now()
    check_own(by, visit)
    if visit.is_open:
        raise_about(visit, AlarmReason.CALL, by=by, now=now)
    return visit
