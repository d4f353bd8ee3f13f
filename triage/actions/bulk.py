"""One thing done to many cases: to each by its ordinary action and in its own transaction, once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from triage.actions.work import StaleError, acknowledge, assign, close, plan
from triage.models import BulkRun, Case
from triage.policies import check_move, check_work

MOST = 100
CHANGED = "Others changed it after you had chosen it. Look at it first."


@dataclass(frozen=True, slots=True)
class Deed:
    """`check` raises ActionDenied where it cannot be done; `do` is the action that one case's page has."""

    label: str
    check: Callable[[User, Case], None]
    do: Callable[..., Case]


def check_answer(by: User, case: Case) -> None:
    if case.acknowledged_at:
        raise ActionDenied("Somebody has answered it already.")
    check_move(by, case, "acknowledge")


def answer(*, by: User, case: Case, seen: int | None) -> Case:
    """Who comes second is told so, and counts as not done."""
    after = acknowledge(by=by, case=case)
    if after.acknowledged_by_id != by.pk:
        raise ActionDenied(f"{after.acknowledged_by} was quicker and has this case.")
    return after


DEEDS = {
    "acknowledge": Deed("Acknowledge", check_answer, answer),
    "assign": Deed("Hand over", check_work, assign),
    "plan": Deed("Record a plan", lambda by, case: check_move(by, case, "plan"), plan),
    "close": Deed("Close", lambda by, case: check_move(by, case, "close"), close),
}


def do_to_all(
    *, by: User, key: UUID, deed: str, cases: Iterable[tuple[Case, int]], answers: Mapping[str, Any]
) -> BulkRun:
    """Each case with the revision that the officer saw. Asked again with the same key, it does nothing again."""
    chosen = list(cases)[:MOST]
    run, is_new = begin(by=by, key=key, deed=deed, wanted=len(chosen))
    if is_new:
        for case, seen in chosen:
            note(run, case, DEEDS[deed], by=by, answers={**answers, "seen": seen})
        finish(run)
    return run


@transaction.atomic
def begin(*, by: User, key: UUID, deed: str, wanted: int) -> tuple[BulkRun, bool]:
    run, is_new = BulkRun.objects.get_or_create(key=key, by=by, defaults={"deed": deed, "wanted": wanted})
    if is_new:
        record(by=by, verb="done to many", on=run, detail=f"{deed}: {wanted}")
    return run, is_new


@transaction.atomic
def note(run: BulkRun, case: Case, deed: Deed, *, by: User, answers: Mapping[str, Any]) -> None:
    """What became of one case, kept in the transaction in which it was done."""
    try:
        with transaction.atomic():
            deed.check(by, case)
            deed.do(by=by, case=case, **answers)
    except StaleError:
        refused = CHANGED
    except ActionDenied as denied:
        refused = str(denied)
    else:
        refused = ""
    run.outcomes.append({"reference": case.reference, "done": not refused, "words": refused})
    run.save(update_fields=["outcomes"])


@transaction.atomic
def finish(run: BulkRun) -> None:
    run.finished_at = timezone.now()
    run.save(update_fields=["finished_at"])
