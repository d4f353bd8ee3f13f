"""What nobody is late with because nobody has begun: each a number that opens its list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from councilsafe.access import Permission, Role
from councilsafe.accounts.models import User
from riskassess.models import BriefingCopy, Mitigation, RegisterEntry, RiskReview, Tension, Venue
from riskassess.profiles.lifecycle import MitigationState
from riskassess.register.lifecycle import EntryState
from riskassess.venues.lifecycle import VenueState

SOON = timedelta(days=14)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Missing:
    """`name_of` is what a line of the list says, `path_of` where it leads. `field`: the order of the list."""

    words: str
    permission: Permission
    rows: Callable[[User, date], QuerySet[Any]]
    name_of: Callable[[Any], str] = str
    path_of: Callable[[Any], str] = lambda row: row.get_absolute_url()
    field: str = "reference"


def without_band(user: User, today: date) -> QuerySet[Any]:
    rows = User.objects.with_role(Role.COUNCILLOR).exclude(pk=user.pk)
    return rows.filter(Q(risk_profile=None) | Q(risk_profile__band=""))


def without_owner(user: User, today: date) -> QuerySet[Any]:
    reviews = RiskReview.objects.visible_to(user).exclude(profile__councillor=user)
    return reviews.in_wrong_hands().select_related("profile__councillor")


def unanswered(user: User, today: date) -> QuerySet[Any]:
    """Offers whose day has passed, each by the councillor who has not answered."""
    offered = Mitigation.objects.visible_to(user).exclude(profile__councillor=user)
    late = offered.filter(state=MitigationState.OFFERED, due_on__lt=today)
    return late.select_related("profile__councillor")


def never_assessed(user: User, today: date) -> QuerySet[Any]:
    return Venue.objects.visible_to(user).filter(state=VenueState.NEW)


def expired(user: User, today: date) -> QuerySet[Any]:
    return Venue.objects.visible_to(user).filter(state=VenueState.APPROVED, review_on__lt=today)


def not_told(user: User, today: date) -> QuerySet[Any]:
    """In force, and neither a letter nor a reason that two people agreed to."""
    in_force = RegisterEntry.objects.visible_to(user).filter(state=EntryState.IN_FORCE)
    return in_force.filter(told_on=None, untold_approved_by=None)


def without_adjustments(user: User, today: date) -> QuerySet[Any]:
    return RegisterEntry.objects.visible_to(user).filter(state=EntryState.PROVISIONAL, considered="")


def without_briefing(user: User, today: date) -> QuerySet[Any]:
    return Tension.objects.visible_to(user).without_briefing().filter(starts_on__lte=today + SOON)


def unopened(user: User, today: date) -> QuerySet[Any]:
    """Of what begins within a week, or has begun: each member who has not opened it."""
    coming = Tension.objects.visible_to(user).coming().filter(starts_on__lte=today + WEEK)
    copies = BriefingCopy.objects.newest().filter(briefing__tension__in=coming, read_at=None)
    return copies.filter(councillor__is_active=True).select_related("councillor", "briefing__tension")


MISSING: dict[str, Missing] = {
    "band": Missing(
        "Councillors whose risk nobody has assessed", Permission.SEE_REVIEWS, without_band, path_of=lambda user: ""
    ),
    "owner": Missing(
        "Reviews whose owner has gone",
        Permission.SEE_REVIEWS,
        without_owner,
        lambda review: f"{review.reference}, {review.profile.councillor}",
    ),
    "answers": Missing(
        "Offers that councillors have not answered in time",
        Permission.SEE_REVIEWS,
        unanswered,
        lambda one: f"{one.profile.councillor}: {one.what.label}",
        lambda one: one.profile.get_absolute_url(),
    ),
    "venues-new": Missing("Venues that nobody has assessed", Permission.SEE_VENUES, never_assessed),
    "venues": Missing("Venues whose assessment has run out", Permission.SEE_VENUES, expired),
    "letters": Missing("People in the register who have not been told", Permission.SEE_REGISTER, not_told),
    "adjustments": Missing("Proposals without a word about disability", Permission.SEE_REGISTER, without_adjustments),
    "briefings": Missing(
        "Events within two weeks without a briefing",
        Permission.KEEP_TENSIONS,
        without_briefing,
        lambda tension: tension.title,
    ),
    "unopened": Missing(
        "Members who have not opened a briefing for this week",
        Permission.KEEP_TENSIONS,
        unopened,
        lambda copy: f"{copy.councillor}: {copy.briefing.tension.title}",
        lambda copy: copy.briefing.tension.get_absolute_url(),
        "sent_at",
    ),
}


def missing_for(user: User, today: date) -> list[tuple[str, str, int]]:
    """Key, words and number of what this reader may see, also of what is nothing."""
    shown = [(key, one) for key, one in MISSING.items() if user.may(one.permission)]
    return [(key, one.words, one.rows(user, today).count()) for key, one in shown]
