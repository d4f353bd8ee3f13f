"""Who has a profile in hand, and who may hear of it."""

from councilsafe.duty.audience import Audience
from incidents.models import Conflict
from riskassess.models import ReviewCause, RiskProfile

ABOUT = "riskprofile"  # what the officers' deadlines are about
ABOUT_OWN = "ownplan"  # and the councillor's own


def people_with_conflicts(profile: RiskProfile) -> set[int]:
    """The keys of those who must not know of an incident that a review of this profile came of."""
    causes = ReviewCause.objects.filter(review__profile=profile).values("about_ref")
    return set(Conflict.objects.filter(incident__reference__in=causes).values_list("user", flat=True))


def hearers(reference: str) -> Audience | None:
    profile = RiskProfile.objects.filter(reference=reference).first()
    return Audience.of(None, {profile.councillor_id, *people_with_conflicts(profile)}) if profile else None


def hearers_of_own(reference: str) -> Audience | None:
    profile = RiskProfile.objects.filter(reference=reference).first()
    return Audience.of({profile.councillor_id}, ()) if profile else None
