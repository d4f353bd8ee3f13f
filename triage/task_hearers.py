"""Who may hear of a task: whoever may see its case at the moment of telling, and nobody else."""

from typing import Any

from councilsafe.duty import signals
from councilsafe.duty.audience import Audience
from triage.actions.route import readers
from triage.models import CaseTask


def connect() -> None:
    signals.who_may_hear.connect(who_may_hear, dispatch_uid="tasks")


def who_may_hear(*, about_type: str, about_ref: str, **kwargs: Any) -> Audience | None:
    if about_type != "casetask":
        return None
    task = CaseTask.objects.select_related("case__incident").filter(reference=about_ref).first()
    return readers(task.case) if task else None
