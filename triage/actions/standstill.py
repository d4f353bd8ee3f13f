"""Letting a clock that stood still go on, whatever the reason."""

from datetime import datetime

from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import resume_deadline
from triage.actions.clocks import set_next_due
from triage.actions.deadlines import ACT
from triage.models import Case, ClockPause


def end_pause(case: Case, because: ClockPause.Ended, *, by: User | None = None, at: datetime | None = None) -> bool:
    """It goes on with what was left. Says whether it stood still.

    Changes the case in memory: whoever calls has it locked, and saves it.
    """
    now = at or timezone.now()
    if not case.paused_for:
        return False
    goes_on = resume_deadline(by=by, kind=ACT, about_ref=case.reference, at=now)
    case.act_due_at = goes_on.due_at if goes_on else case.act_due_at
    case.paused_for, case.paused_until = "", None
    case.pauses.filter(ended_at=None).update(ended_at=now, ended_by=by, ended_because=because)
    record(by=by, verb="clock goes on", on=case.incident, detail=because.label.lower())
    set_next_due(case)
    return True
