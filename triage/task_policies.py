"""Who may do what to a task. Each raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from triage.models import Case, CaseTask
from triage.policies import check_owner, check_work
from triage.task_lifecycle import TASK_MOVES


def check_task(user: User, task: CaseTask, name: str) -> None:
    """Anybody who works on the case: a task is done by whoever is there."""
    check_work(user, task.case)
    if task.state not in TASK_MOVES[name].sources:
        raise ActionDenied(f"This task is now “{task.state.label.lower()}”, so that is no longer possible.")


def may_do(user: User, task: CaseTask, name: str) -> bool:
    try:
        check_task(user, task, name)
    except ActionDenied:
        return False
    return True


def check_task_owner(case: Case, to: User) -> None:
    check_owner(case, to)


def check_keep_tasks(user: User) -> None:
    if not user.may(Permission.KEEP_TASKS):
        raise ActionDenied("Only the monitoring officer and the managers say which tasks a case brings with it.")
