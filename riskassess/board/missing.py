"""What nobody is late with because nobody has begun: each a number that opens its list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from councilsafe.access import Permission, Role
from councilsafe.accounts.models import User
from riskassess.models import RiskReview, Tension, Venue
from riskassess.venues.lifecycle import VenueState

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Missing:
    """`name_of` is what a line of the list says; a row with an address of its own is a link."""

    words: str
    permission: Permission
    rows: Callable[[User, date], QuerySet[Any]]
    name_of: Callable[[Any], str] = str


def without_band(user: User, today: date) -> QuerySet[Any]:
    rows = User.objects.with_role(Role.COUNCILLOR).exclude(pk=user.pk)
    return rows.filter(Q(risk_profile=None) | Q(risk_profile__band=""))


def without_owner(user: User, today: date) -> QuerySet[Any]:
    reviews = RiskReview.objects.visible_to(user).exclude(profile__councillor=user)
    return reviews.in_wrong_hands().select_related("profile__councillor")


def expired(user: User, today: date) -> QuerySet[Any]:
    return Venue.objects.visible_to(user).filter(state=VenueState.APPROVED, review_on__lt=today)


def without_briefing(user: User, today: date) -> QuerySet[Any]:
    return Tension.objects.visible_to(user).without_briefing().filter(starts_on__lte=today + SOON)


MISSING: dict[str, Missing] = {
    "band": Missing("Councillors whose risk nobody has assessed", Permission.SEE_REVIEWS, without_band),
    "owner": Missing(
        "Reviews whose owner has gone",
        Permission.SEE_REVIEWS,
        without_owner,
        lambda review: f"{review.reference}, {review.profile.councillor}",
    ),
    "venues": Missing("Venues whose assessment has run out", Permission.SEE_VENUES, expired),
    "briefings": Missing(
        "Events within two weeks without a briefing",
        Permission.KEEP_TENSIONS,
        without_briefing,
        lambda tension: tension.title,
    ),
}


def missing_for(user: User, today: date) -> list[tuple[str, str, int]]:
    """Key, words and number of what this reader may see, also of what is nothing."""
    shown = [(key, one) for key, one in MISSING.items() if user.may(one.permission)]
    return [(key, one.words, one.rows(user, today).count()) for key, one in shown]
