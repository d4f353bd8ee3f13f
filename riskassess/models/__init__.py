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
from riskassess.models.venue_assessments import (
    Outcome,
    PlanItem,
    VenueAssessment,
    VenueAssessmentQuerySet,
    VenueFinding,
    VenueFindingQuerySet,
    VenuePhoto,
    VenuePhotoQuerySet,
)
from riskassess.models.venues import (
    Venue,
    VenueCause,
    VenueCauseQuerySet,
    VenueIncident,
    VenueIncidentQuerySet,
    VenueQuerySet,
)

__all__ = [
    "Band",
    "Cause",
    "Outcome",
    "PlanItem",
    "ReviewCause",
    "RiskProfile",
    "RiskProfileQuerySet",
    "RiskReview",
    "RiskReviewQuerySet",
    "Venue",
    "VenueAssessment",
    "VenueAssessmentQuerySet",
    "VenueCause",
    "VenueCauseQuerySet",
    "VenueFinding",
    "VenueFindingQuerySet",
    "VenueIncident",
    "VenueIncidentQuerySet",
    "VenuePhoto",
    "VenuePhotoQuerySet",
    "VenueQuerySet",
    "profile_reference",
    "review_reference",
    "visible",
]
