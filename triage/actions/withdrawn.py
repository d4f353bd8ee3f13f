"""What becomes of a case whose report was withdrawn."""

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import stop_alerts
from councilsafe.notifications.actions import tell
from incidents.models import Incident
from triage.actions.standstill import end_pause
from triage.actions.updates import owners, tell_reporter
from triage.actions.work import locked, move
from triage.models import Case, ClockPause
from triage.process import Tier

WITHDRAWN = "Withdrawn by the person who reported it."


@transaction.atomic
def take_back(*, by: User, incident: Incident) -> Case:
    """Close the case, unless somebody may be in danger: then it stays open, and its clocks and alarm go on.

    Either way whoever has it is told.
    """
    case = locked(incident.case)
    if not case.is_open:
        return case
    for officer in owners(case):
        tell(
            to=officer,
            kind="report.withdrawn",
            about_ref=case.reference,
            path=case.get_absolute_url(),
            key=f"report.withdrawn:{case.reference}:{officer.reference}",
        )
    if case.tier >= Tier.POLICE:
        record(by=None, verb="kept open though withdrawn", on=incident)
    else:
        close_withdrawn(case, by)
    return case


def close_withdrawn(case: Case, by: User) -> None:
    """Nobody has to answer it any more: the reporter answers for it themselves."""
    now = timezone.now()
    end_pause(case, ClockPause.Ended.CLOSED, by=by)
    if case.acknowledged_at is None:
        case.acknowledged_at, case.acknowledged_by = now, by
    case.closed_at, case.closed_by, case.close_reason = now, by, WITHDRAWN
    tell_reporter(case, f"withdrawn:{now.isoformat()}")
    move(case, "withdraw", by=by, reason=case.incident.withdrawn_reason)
    stop_alerts(about_ref=case.reference, reason="withdrawn")
