"""What officers do with the tasks on a case: add, do, hand over, drop, take up again."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline, meet_deadline
from councilsafe.duty.clocks import end_of
from triage.actions.laying import GIVEN, KIND, begin, give, save, take_up, tell_of_task
from triage.actions.work import locked
from triage.models import Case, CaseTask
from triage.policies import check_work
from triage.task_lifecycle import TASK_MOVES
from triage.task_policies import check_task, check_task_owner


class StaleTaskError(Exception):
    """Others changed the task since the page was drawn from which this comes. `task` is as it is now."""

    def __init__(self, task: CaseTask) -> None:
        super().__init__(task.reference)
        self.task = task


def locked_task(task: CaseTask, seen: int | None = None) -> CaseTask:
    """First its case, which everybody who changes anything about it holds; then itself."""
    case = locked(task.case)
    now = CaseTask.objects.select_for_update(of=("self",)).select_related("owner", "done_by").get(pk=task.pk)
    now.case = case
    if seen is not None and now.revision != seen:
        raise StaleTaskError(now)
    return now


def write(task: CaseTask, name: str, *, by: User, reason: str = "") -> None:
    """The audit keeps no free text of an officer but reasons: a task of their own it knows by its reference."""
    detail = task.title if task.template else task.reference
    record(by=by, verb=TASK_MOVES[name].event, on=task.case.incident, reason=reason, detail=detail)


@transaction.atomic
def add_task(*, by: User, case: Case, title: str, owner: User, due_on: date) -> CaseTask:
    case = locked(case)
    check_work(by, case)
    check_task_owner(case, owner)
    task = CaseTask.objects.create(case=case, title=title, owner=owner, due_at=end_of(due_on), set_by=by)
    begin(task)
    record(by=by, verb="task added", on=case.incident, detail=task.reference)
    if owner != by:
        tell_of_task(task, owner, why=GIVEN)
    return task


@transaction.atomic
def do_task(*, by: User, task: CaseTask) -> CaseTask:
    """It is done, and nobody is reminded any more. What is done already stays as it is: a second click does no harm."""
    task = locked_task(task)
    if task.done_at:
        return task
    check_task(by, task, "do")
    task.done_at, task.done_by = timezone.now(), by
    save(task)
    meet_deadline(by=by, kind=KIND, about_ref=task.reference)
    write(task, "do", by=by)
    return task


@transaction.atomic
def hand_over_task(*, by: User, task: CaseTask, to: User, seen: int | None = None) -> CaseTask:
    """From then on it is theirs, and does not follow the owner of the case."""
    task = locked_task(task, seen)
    check_task(by, task, "hand over")
    check_task_owner(task.case, to)
    if task.owner_id == to.pk:
        return task
    task.who = ""
    give(task, to)
    write(task, "hand over", by=by)
    if to != by:
        tell_of_task(task, to, why=GIVEN)
    return task


@transaction.atomic
def drop_task(*, by: User, task: CaseTask, reason: str, seen: int | None = None) -> CaseTask:
    task = locked_task(task, seen)
    check_task(by, task, "drop")
    task.dropped_at, task.dropped_by, task.drop_reason = timezone.now(), by, reason
    save(task)
    drop_deadline(kind=KIND, about_ref=task.reference, reason="not needed any more")
    write(task, "drop", by=by, reason=reason)
    return task


@transaction.atomic
def take_up_task(*, by: User, task: CaseTask, due_on: date, seen: int | None = None) -> CaseTask:
    """It was not done after all, or has to be done once more."""
    task = locked_task(task, seen)
    check_task(by, task, "take up")
    take_up(task)
    task.due_at = end_of(due_on)
    save(task)
    begin(task)
    write(task, "take up", by=by)
    return task
