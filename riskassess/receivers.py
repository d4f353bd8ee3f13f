"""What riskassess answers and writes down when duty asks or tells, in the same transaction."""

from typing import Any

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty import signals
from councilsafe.duty.audience import Audience
from councilsafe.duty.models import Deadline
from riskassess import owners
from riskassess.models import RiskReview

REVIEW = "riskreview"


def connect() -> None:
    signals.who_may_hear.connect(who_may_hear, dispatch_uid="riskassess")
    signals.deadline_climbed.connect(on_deadline_climbed, dispatch_uid="riskassess")


def who_may_hear(*, about_type: str, about_ref: str, **kwargs: Any) -> Audience | None:
    review = find(about_type, about_ref)
    return owners.who_may_hear(review) if review else None


def on_deadline_climbed(*, deadline: Deadline, people: list[User], **kwargs: Any) -> None:
    if review := find(deadline.about_type, deadline.about_ref):
        record(by=None, verb="review escalated", on=review, detail=f"late, told {len(people)} above")


def find(about_type: str, about_ref: str) -> RiskReview | None:
    if about_type != REVIEW:
        return None
    return RiskReview.objects.select_related("profile").filter(reference=about_ref).first()
