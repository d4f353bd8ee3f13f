"""Who has a review in hand, and who may hear of it."""

from collections.abc import Iterable

from django.db.models import Count, Q

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from incidents.models import Conflict
from riskassess.models import RiskReview

ABOUT = "riskreview"  # what its deadlines are about

# Health and safety first. The last two stand in where a council has given nobody one of the others.
ASKED = (Role.SAFETY, Role.MANAGER, Role.MONITORING, Role.OFFICER, Role.ADMIN)


def next_owner(councillor: User, but: Iterable[int] = ()) -> User:
    """Whoever has the fewest reviews open. Nobody is lost for want of an owner: while no role is held by anybody active
    else, a review stands in the councillor's own name until the next sweep finds somebody."""
    for role in ASKED:
        if owner := least_busy(role, but=[councillor.pk, *but]):
            return owner
    return councillor


def least_busy(role: Role, but: list[int]) -> User | None:
    in_hand = Count("risk_reviews", filter=Q(risk_reviews__done_at__isnull=True))
    return User.objects.with_role(role).exclude(pk__in=but).alias(in_hand=in_hand).order_by("in_hand", "id").first()


def people_with_conflicts(review: RiskReview) -> set[int]:
    """The keys of those who must not know of an incident that this review came of."""
    causes = review.causes.values("about_ref")
    return set(Conflict.objects.filter(incident__reference__in=causes).values_list("user", flat=True))


def hearers(reference: str) -> Audience | None:
    review = RiskReview.objects.select_related("profile").filter(reference=reference).first()
    return who_may_hear(review) if review else None


def who_may_hear(review: RiskReview) -> Audience:
    """Not whom it is about, nor anybody who must not know of an incident that it came of."""
    return Audience.of(None, {review.profile.councillor_id, *people_with_conflicts(review)})
