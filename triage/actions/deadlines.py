"""What a case owes by when. The engine in `councilsafe/duty` reminds of it; this keeps it in step with the case."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from councilsafe.accounts.models import User
from councilsafe.duty.actions import drop_deadline, meet_deadline, set_deadline
from councilsafe.duty.models import Deadline
from triage.actions.clocks import follow_up_due
from triage.models import Case, CaseQuerySet
from triage.process import Tier

ACT, LOOK, UPDATE = "case.act", "case.look", "case.update"
KINDS = (ACT, LOOK, UPDATE)
CAUGHT_UP_AT_ONCE = 200


class Owed(NamedTuple):
    due_at: datetime
    plan: str


def owed(case: Case) -> dict[str, Owed]:
    """Each clock runs by itself, whichever of them the queue shows. The alarm of a case is apart: it climbs."""
    if not case.is_open:
        return {}
    found: dict[str, Owed] = {}
    if case.act_due_at and case.acted_at is None:
        found[ACT] = Owed(case.act_due_at, "case.referral" if case.tier >= Tier.POLICE else "case.plan")
    if looks := follow_up_due(case):
        found[LOOK] = Owed(looks, "case.look")
    if case.update_due_at:
        found[UPDATE] = Owed(case.update_due_at, "case.update")
    return found


def keep_deadlines(case: Case, *, by: User | None = None) -> None:
    """Set what the locked, saved case owes, and stop what it owes no more. Done again it changes nothing."""
    running = {one.kind: one for one in Deadline.objects.open().about(case.reference).filter(kind__in=KINDS)}
    wanted = owed(case)
    if case.paused_for and ACT in running and ACT in wanted:  # at its limit the engine may have been quicker
        wanted[ACT] = wanted[ACT]._replace(due_at=running[ACT].due_at)
    for kind, what in wanted.items():
        if not stands(running.get(kind), what, case):
            set_one(case, kind, what)
    for kind in running.keys() - wanted.keys():
        stop(case, kind, by)


def stands(deadline: Deadline | None, what: Owed, case: Case) -> bool:
    return deadline is not None and (deadline.due_at, deadline.plan, deadline.owner_id) == (*what, case.owner_id)


def set_one(case: Case, kind: str, what: Owed) -> None:
    set_deadline(
        kind=kind,
        about_type="incident",
        about_ref=case.reference,
        path=case.get_absolute_url(),
        owner=case.owner,
        due_at=what.due_at,
        plan=what.plan,
    )


def stop(case: Case, kind: str, by: User | None) -> None:
    """The plan was made, or the reporter has been told that it is closed. All else has lost its reason."""
    done = case.acted_at is not None if kind == ACT else kind == UPDATE
    if done:
        meet_deadline(by=by, kind=kind, about_ref=case.reference)
    else:
        drop_deadline(kind=kind, about_ref=case.reference, reason="no longer due" if case.is_open else "closed")


def without_deadlines() -> CaseQuerySet:
    """From before there were any. An open case always owes a word to its reporter (P28)."""
    running = Deadline.objects.open().filter(about_ref=OuterRef("incident__reference"), kind=UPDATE)
    return Case.objects.open().filter(~Exists(running))


def catch_up_deadlines() -> int:
    """So many at a time, each in its own transaction. Returns how many were caught up with."""
    found = without_deadlines().order_by("update_due_at", "id").values_list("pk", flat=True)[:CAUGHT_UP_AT_ONCE]
    return sum(catch_up(case_id=pk) for pk in list(found))


@transaction.atomic
def catch_up(*, case_id: int) -> bool:
    """A case that somebody holds is kept in step by them."""
    found = Case.objects.open().filter(pk=case_id).select_related("incident", "owner")
    case = found.select_for_update(of=("self",), skip_locked=True).first()
    if case:
        keep_deadlines(case)
    return case is not None
