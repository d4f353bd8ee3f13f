"""What stands on the board: each kind of deadline, its words, and which of them a reader may know of.

A room adds its kinds here: what is not here stands on no board. Left out on purpose: support, which is nobody else's
business (P27); what a councillor alone is asked; the day until which somebody may appeal, which nobody can miss; and
visits, whose alarms climb a ladder of their own within minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.models import Deadline
from incidents.models import Conflict
from riskassess.models import (
    Activity,
    LookUp,
    RegisterEntry,
    RiskProfile,
    RiskReview,
    SensitiveInterest,
    Tension,
    Venue,
    VenueCause,
    VenueFinding,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`known_to` gives the references that this reader may open and hear of. `name`: the field that says whom or what
    it is about, where the board may. `page`: where the deadline's own is not for officers, the one that is."""

    words: str
    known_to: Callable[[User], QuerySet[Any]]
    name: str = ""
    page: str = ""


def reviews(user: User) -> QuerySet[Any]:
    return RiskReview.objects.visible_to(user).exclude(profile__councillor=user)


def profiles(user: User) -> QuerySet[Any]:
    return RiskProfile.objects.visible_to(user).exclude(councillor=user)


def interests(user: User) -> QuerySet[Any]:
    """Only to those who decide, and never their own."""
    rows = SensitiveInterest.objects.visible_to(user).exclude(councillor=user)
    return rows if user.may(Permission.DECIDE_INTERESTS) else rows.none()


def venues(user: User) -> QuerySet[Any]:
    """Not while something is open there that this reader must keep out of: as `riskassess.venues.owners.hearers`."""
    kept_away = Conflict.objects.filter(user=user).values("incident__reference")
    open_causes = VenueCause.objects.open().filter(venue=OuterRef("pk"), about_ref__in=kept_away)
    return Venue.objects.visible_to(user).exclude(Exists(open_causes))


def controls(user: User) -> QuerySet[Any]:
    return VenueFinding.objects.filter(assessment__venue__in=Venue.objects.visible_to(user))


def helped(user: User) -> QuerySet[Any]:
    """Asked about by their councillor, and never one's own."""
    return Activity.objects.visible_to(user).exclude(councillor=user).filter(asked_at__isnull=False)


def planned(user: User) -> QuerySet[Any]:
    """Whose it is and that its day has come, as those above are told (`councilsafe.duty.plans`), and nothing of it."""
    rows = Activity.objects.in_force().exclude(councillor=user)
    return rows if user.may(Permission.HELP_ACTIVITIES) else rows.none()


def entries(user: User) -> QuerySet[Any]:
    return RegisterEntry.objects.visible_to(user)


def look_ups(user: User) -> QuerySet[Any]:
    return LookUp.objects.visible_to(user)


def tensions(user: User) -> QuerySet[Any]:
    return Tension.objects.visible_to(user)


KINDS: dict[str, Kind] = {
    "review": Kind("Review of a councillor’s risk", reviews, "profile__councillor__name"),
    "plan.answer": Kind("Offer that a councillor has not answered", profiles, "councillor__name"),
    "plan.place": Kind("Mitigation to put in place", profiles, "councillor__name"),
    "plan.check": Kind("Mitigation to check", profiles, "councillor__name"),
    "interest.decide": Kind("Sensitive interest to decide", interests, "councillor__name"),
    "interest.review": Kind("Sensitive interest to look at again", interests, "councillor__name"),
    "activity.help": Kind("Help with an activity to give", helped, "councillor__name"),
    "activity.review": Kind("Activity that its councillor looks at again", planned, page="activities"),
    "venue.review": Kind("Venue to assess", venues, "name"),
    "venue.control": Kind("Control at a venue to put in place", controls, "assessment__venue__name"),
    "register.decide": Kind("Entry in the register to decide", entries),
    "register.notice": Kind("Letter about an entry to send", entries),
    "register.untold": Kind("Reason for not telling to look at again", entries),
    "register.review": Kind("Entry in the register to review", entries),
    "register.appeal": Kind("Appeal to answer", entries),
    "look-up": Kind("Look-up to answer", look_ups),
    "tension.briefing": Kind("Briefing to send", tensions, "title"),
    "tension.close": Kind("Lessons to write down", tensions, "title"),
}


def on_board(user: User) -> QuerySet[Deadline]:
    """Open, and only what this reader may hear of: by its own audience, and by what it is about. One query."""
    known = Q(pk__in=[])
    for name, kind in KINDS.items():
        known |= Q(kind=name, about_ref__in=kind.known_to(user).values("reference"))
    told = Q(only__isnull=True) | Q(only__contains=[user.pk])
    return Deadline.objects.open().filter(known, told).exclude(barred__contains=[user.pk])
