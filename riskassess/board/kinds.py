"""What stands on the board: each kind of deadline, its words, and which of them a reader may know of.

A room adds its kinds here: what is not here stands on no board.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from councilsafe.accounts.models import User
from councilsafe.duty.models import Deadline
from incidents.models import Conflict
from riskassess.models import RiskReview, Tension, Venue, VenueCause, VenueFinding


@dataclass(frozen=True, slots=True)
class Kind:
    """`known_to` gives the references that this reader may open and hear of."""

    words: str
    known_to: Callable[[User], QuerySet[Any]]


def reviews(user: User) -> QuerySet[Any]:
    return RiskReview.objects.visible_to(user).exclude(profile__councillor=user)


def venues(user: User) -> QuerySet[Any]:
    """Not while something is open there that this reader must keep out of: as `riskassess.venues.owners.hearers`."""
    kept_away = Conflict.objects.filter(user=user).values("incident__reference")
    open_causes = VenueCause.objects.open().filter(venue=OuterRef("pk"), about_ref__in=kept_away)
    return Venue.objects.visible_to(user).exclude(Exists(open_causes))


def controls(user: User) -> QuerySet[Any]:
    return VenueFinding.objects.filter(assessment__venue__in=Venue.objects.visible_to(user))


def tensions(user: User) -> QuerySet[Any]:
    return Tension.objects.visible_to(user)


KINDS: dict[str, Kind] = {
    "review": Kind("Risk review of a councillor", reviews),
    "venue.review": Kind("Assessment of a venue", venues),
    "venue.control": Kind("Something to do at a venue", controls),
    "tension.briefing": Kind("Briefing to send", tensions),
    "tension.close": Kind("Lessons to write down", tensions),
}


def on_board(user: User) -> QuerySet[Deadline]:
    """Open, and only what this reader may hear of: by its own audience, and by what it is about. One query."""
    known = Q(pk__in=[])
    for name, kind in KINDS.items():
        known |= Q(kind=name, about_ref__in=kind.known_to(user).values("reference"))
    told = Q(only__isnull=True) | Q(only__contains=[user.pk])
    return Deadline.objects.open().filter(known, told).exclude(barred__contains=[user.pk])
