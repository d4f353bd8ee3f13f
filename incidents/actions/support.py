"""Support with wellbeing: what somebody chose, who helps them, and that it is done (P27).

The audit is of the request and not of the incident: what they chose is not for the readers of the case at large.
"""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.actions import tell
from incidents.models import Incident, Wellbeing
from incidents.support.dates import CHECKS_IN_AFTER, REMINDS_BEFORE, Turn, due_on, turn_on, working_day_after
from incidents.support.helpers import next_helper, people_above
from incidents.support.policies import check_may_choose, check_may_finish

REMINDS_FROM_HOUR = 8  # of the day in London


# Choosing --------------------------------------------------------------------------------------------------------


@transaction.atomic
def choose_wellbeing(*, by: User, incident: Incident, choice: str, may_know_what: bool = False) -> Wellbeing:
    """What `by` wants for themselves. Said twice it is one; anything else takes the place of what was said before.

    Raises ActionDenied to people whose report it is not, and ValueError for a choice that there is not.
    """
    check_may_choose(by, incident)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    chosen = Wellbeing(incident=incident, asked_by=by, choice=Wellbeing.Choice(choice).value)
    chosen.may_know_what = may_know_what and chosen.needs_helper
    before = Wellbeing.objects.open().filter(incident=incident, asked_by=by).first()
    if before and is_the_same(before, chosen):
        return before
    if before:
        end(before, by=by)
    return start(chosen, before)


def is_the_same(before: Wellbeing, chosen: Wellbeing) -> bool:
    """Who asks for a call while a check-in is to come asks for another call."""
    said = (before.choice, before.may_know_what, before.follows_id)
    return said == (chosen.choice, chosen.may_know_what, None)


def start(chosen: Wellbeing, before: Wellbeing | None) -> Wellbeing:
    chosen.due_on = due_on(chosen.choice, timezone.localdate())
    if chosen.needs_helper:
        chosen.goes_to = next_helper(chosen.incident)
    chosen.save()
    record(by=chosen.asked_by, verb="support chosen", on=chosen)
    if before and before.goes_to and before.goes_to != chosen.goes_to:
        tell_helper(before, "support.changed")
    tell_helper(chosen, "support.asked")
    return chosen


def end(wellbeing: Wellbeing, *, by: User, note: str = "") -> None:
    wellbeing.done_at, wellbeing.done_by, wellbeing.note = timezone.now(), by, note
    wellbeing.save(update_fields=["done_at", "done_by", "note"])


def tell_helper(wellbeing: Wellbeing, kind: str, since: str = "") -> None:
    if helper := wellbeing.goes_to:
        path = reverse("support-request", args=[wellbeing.reference])
        key = f"{kind}:{wellbeing.reference}:{since}:{helper.reference}"
        tell(to=helper, kind=kind, about_ref=wellbeing.reference, path=path, key=key)


# Helping ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def finish(*, by: User, request: Wellbeing, note: str = "") -> Wellbeing:
    """The helper has done it; a check-in falls due afterwards, once. The note stays with the helper."""
    request = Wellbeing.objects.select_for_update(of=("self",)).select_related("incident").get(pk=request.pk)
    check_may_finish(by, request)
    if request.done_at:
        return request
    end(request, by=by, note=note)
    record(by=by, verb="check-in done" if request.follows_id else "support given", on=request)
    if not request.follows_id:
        plan_check_in(request)
    return request


def plan_check_in(done: Wellbeing) -> Wellbeing:
    return Wellbeing.objects.create(
        incident=done.incident,
        asked_by=done.asked_by,
        choice=done.choice,
        may_know_what=done.may_know_what,
        goes_to=done.goes_to,
        due_on=working_day_after(timezone.localdate(), CHECKS_IN_AFTER),
        follows=done,
    )


@transaction.atomic
def record_report_read(*, by: User, request: Wellbeing) -> None:
    """The helper opened the report itself, as they may."""
    record(by=by, verb="report read", on=request, detail=request.incident.reference)


@transaction.atomic
def record_request_opened(*, by: User, request: Wellbeing) -> None:
    record(by=by, verb="opened", on=request)


# Reminding -------------------------------------------------------------------------------------------------------


def look_after_support(*, now: datetime) -> None:
    """Find helpers for those who have none, and remind of what is due. Safe to run as often as one likes."""
    for pk in Wellbeing.objects.in_wrong_hands().values_list("pk", flat=True):
        hand_over(request_id=pk)
    if timezone.localtime(now).hour >= REMINDS_FROM_HOUR:
        remind(today=timezone.localdate(now))


@transaction.atomic
def hand_over(*, request_id: int) -> bool:
    """To somebody who may and can, if there is anybody."""
    waiting = Wellbeing.objects.in_wrong_hands().filter(pk=request_id).select_related("incident")
    request = waiting.select_for_update(of=("self",), skip_locked=True).first()
    helper = next_helper(request.incident) if request else None
    if request is None or helper is None:
        return False
    request.goes_to = helper
    request.save(update_fields=["goes_to"])
    record(by=None, verb="support handed over", on=request, detail=helper.reference)
    tell_helper(request, "support.asked")
    return True


def remind(*, today: date) -> int:
    """Of everything whose turn it is, each in its own transaction. Returns how many were told of."""
    due = Wellbeing.objects.to_remind(today, until=today + REMINDS_BEFORE).order_by("due_on", "pk")
    return sum(remind_of(request_id=pk, today=today) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def remind_of(*, request_id: int, today: date) -> bool:
    """Who finds the row locked leaves it to the one who has it."""
    waiting = Wellbeing.objects.to_remind(today, until=today + REMINDS_BEFORE).filter(pk=request_id)
    together = waiting.select_related("asked_by", "goes_to", "incident")
    request = together.select_for_update(of=("self",), skip_locked=True).first()
    if not (request and request.due_on):
        return False
    turn = turn_on(today, request.due_on, timezone.localdate(request.at))
    if turn is None or (not request.needs_helper and today < request.due_on):
        return False
    tell_whose_turn(request, turn)
    request.reminded_on = today
    request.save(update_fields=["reminded_on"])
    return True


def tell_whose_turn(request: Wellbeing, turn: Turn) -> None:
    if not request.needs_helper:
        ask_again(request)
        return
    tell_helper(request, turn.kind, since=turn.since.isoformat())
    if turn.is_late:
        tell_above(request, turn)


def ask_again(request: Wellbeing) -> None:
    """They wanted to be asked later. Once is enough."""
    reference = request.incident.reference
    path = reverse("my-support", args=[reference])
    tell(to=request.asked_by, kind="support.again", about_ref=reference, path=path, key=f"again:{request.reference}")


def tell_above(request: Wellbeing, turn: Turn) -> None:
    """That a request is late, and not whose. `/` is where each of them begins."""
    start = f"support.late:{request.reference}:{turn.since.isoformat()}"
    told = [
        tell(to=person, kind="support.late", about_ref=request.reference, path="/", key=f"{start}:{person.reference}")
        for person in people_above(request)
    ]
    if any(told):
        record(by=None, verb="support late", on=request, detail=f"told {len(told)} above")
