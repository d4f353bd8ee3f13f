"""What a case means for the standing risk of the councillor it was done to."""

from riskassess.actions import reopen
from riskassess.models import Cause, RiskReview
from triage.models import Case
from triage.process import Tier


def open_risk_review(case: Case) -> None:
    """From `council` on the risk profile is due for review. Not while few may know: the review would tell of it."""
    if case.tier >= Tier.COUNCIL and case.incident.councillor and not case.incident.restricted:
        reopen(councillor=case.incident.councillor, cause=Cause.INCIDENT, about_ref=case.reference)


def catch_up_risk_review(case: Case) -> None:
    """Once the team may know."""
    if not RiskReview.objects.about(case.reference).exists():
        open_risk_review(case)
