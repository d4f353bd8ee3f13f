"""The states of a task on a case and the moves between them."""

from django.db.models import TextChoices

from councilsafe.access import Permission
from triage.lifecycle import Move


class TaskState(TextChoices):
    OPEN = "open", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "Not needed any more"


TASK_MOVES = {
    "do": Move("Mark as done", (TaskState.OPEN,), TaskState.DONE, Permission.WORK_CASES, "task done"),
    "hand over": Move(
        "Hand over to somebody else", (TaskState.OPEN,), TaskState.OPEN, Permission.WORK_CASES, "task handed over"
    ),
    "drop": Move(
        "Say that it is not needed", (TaskState.OPEN,), TaskState.DROPPED, Permission.WORK_CASES, "task dropped"
    ),
    "take up": Move(
        "Take it up again",
        (TaskState.DONE, TaskState.DROPPED),
        TaskState.OPEN,
        Permission.WORK_CASES,
        "task taken up again",
    ),
}
