"""Two reports about the same: one case goes on, the other is closed and says which. Reopening it takes that back."""

from django.db import transaction

from councilsafe.accounts.models import User
from incidents import actions as incidents
from incidents.models import Incident
from triage.actions.together import score_linked
from triage.actions.work import acknowledge, close
from triage.models import Case
from triage.policies import check_work


@transaction.atomic
def close_as_duplicate(*, by: User, case: Case, of: Incident, reason: str) -> Case:
    """The reporter is told which report goes on, and why this one does not. Answers the case where nobody had."""
    check_work(by, case)
    incidents.mark_duplicate(by=by, incident=case.incident, of=of, reason=reason)
    acknowledge(by=by, case=case)
    closed = close(by=by, case=case, reason=f"It is about the same as {of.reference}, which goes on. {reason}")
    score_linked(incidents=[case.incident_id, of.pk])
    return closed
