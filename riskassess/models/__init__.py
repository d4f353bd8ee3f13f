"""What might happen next: what the council knows of a risk before anything has happened."""

from riskassess.models.profiles import (
    Band,
    Cause,
    ReviewCause,
    RiskProfile,
    RiskProfileQuerySet,
    RiskReview,
    RiskReviewQuerySet,
    profile_reference,
    review_reference,
    visible,
)

__all__ = [
    "Band",
    "Cause",
    "ReviewCause",
    "RiskProfile",
    "RiskProfileQuerySet",
    "RiskReview",
    "RiskReviewQuerySet",
    "profile_reference",
    "review_reference",
    "visible",
]
