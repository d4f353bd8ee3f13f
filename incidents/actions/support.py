"""Support with wellbeing: what somebody chose, who helps them, and that it is done (P27).

The audit is of the request and not of the incident: what they chose is not for the readers of the case at large.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline, meet_deadline, set_deadline
from councilsafe.duty.clocks import end_of
from councilsafe.notifications.actions import tell
from incidents.models import Incident, Wellbeing, WellbeingQuerySet
from incidents.support.dates import CHECKS_IN_AFTER, due_on, working_day_after
from incidents.support.helpers import next_helper
from incidents.support.policies import check_may_choose, check_may_finish

HELP, AGAIN = "support", "support.again"  # the kinds of its deadlines, and their plans


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
    remind_of(chosen)
    record(by=chosen.asked_by, verb="support chosen", on=chosen)
    if before and before.goes_to and before.goes_to != chosen.goes_to:
        tell_helper(before, "support.changed")
    tell_helper(chosen, "support.asked")
    return chosen


def end(wellbeing: Wellbeing, *, by: User, note: str = "") -> None:
    wellbeing.done_at, wellbeing.done_by, wellbeing.note = timezone.now(), by, note
    wellbeing.save(update_fields=["done_at", "done_by", "note"])
    if wellbeing.taken_back:
        for kind in (HELP, AGAIN):
            drop_deadline(kind=kind, about_ref=wellbeing.reference, reason="they changed their mind")
    else:
        meet_deadline(by=by, kind=HELP, about_ref=wellbeing.reference)


def tell_helper(wellbeing: Wellbeing, kind: str) -> None:
    if helper := wellbeing.goes_to:
        key = f"{kind}:{wellbeing.reference}::{helper.reference}"
        ref = wellbeing.reference
        tell(to=helper, kind=kind, about_ref=ref, path=path_of(wellbeing), key=key, why="You give support.")


def path_of(wellbeing: Wellbeing) -> str:
    return reverse("support-request", args=[wellbeing.reference])


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
    check_in = Wellbeing.objects.create(
        incident=done.incident,
        asked_by=done.asked_by,
        choice=done.choice,
        may_know_what=done.may_know_what,
        goes_to=done.goes_to,
        due_on=working_day_after(timezone.localdate(), CHECKS_IN_AFTER),
        follows=done,
    )
    remind_of(check_in)
    return check_in


@transaction.atomic
def record_report_read(*, by: User, request: Wellbeing) -> None:
    """The helper opened the report itself, as they may."""
    record(by=by, verb="report read", on=request, detail=request.incident.reference)


@transaction.atomic
def record_request_opened(*, by: User, request: Wellbeing) -> None:
    record(by=by, verb="opened", on=request)


# Looking after ---------------------------------------------------------------------------------------------------


def look_after_support(*, now: datetime) -> None:
    """Find helpers for those who have none, and see that each is reminded of. Safe to run as often as one likes."""
    for pk in Wellbeing.objects.in_wrong_hands().values_list("pk", flat=True):
        hand_over(request_id=pk)
    for pk in Wellbeing.objects.never_reminded_of().values_list("pk", flat=True):
        begin_reminding(request_id=pk)


@transaction.atomic
def hand_over(*, request_id: int) -> bool:
    """To somebody who may and can, if there is anybody."""
    request = held(Wellbeing.objects.in_wrong_hands(), request_id)
    helper = next_helper(request.incident) if request else None
    if request is None or helper is None:
        return False
    request.goes_to = helper
    request.save(update_fields=["goes_to"])
    remind_of(request)
    record(by=None, verb="support handed over", on=request, detail=helper.reference)
    tell_helper(request, "support.asked")
    return True


@transaction.atomic
def begin_reminding(*, request_id: int) -> bool:
    if request := held(Wellbeing.objects.never_reminded_of(), request_id):
        remind_of(request)
    return request is not None


def held(requests: WellbeingQuerySet, pk: int) -> Wellbeing | None:
    """Who finds the row locked leaves it to the one who has it."""
    together = requests.filter(pk=pk).select_related("incident", "asked_by", "goes_to")
    return together.select_for_update(of=("self",), skip_locked=True).first()


def remind_of(wellbeing: Wellbeing) -> None:
    """The helper, and those above when it is late; or whoever wanted to be asked again, once and nobody else."""
    if wellbeing.due_on is None:
        return
    helped, incident = wellbeing.needs_helper, wellbeing.incident
    set_deadline(
        kind=HELP if helped else AGAIN,
        about_type="wellbeing" if helped else "own-wellbeing",
        about_ref=wellbeing.reference,
        path=path_of(wellbeing) if helped else reverse("my-support", args=[incident.reference]),
        owner=wellbeing.goes_to if helped else wellbeing.asked_by,
        due_at=end_of(wellbeing.due_on),
        plan=HELP if helped else AGAIN,
    )
