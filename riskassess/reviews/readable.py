"""What opened a review, as one reader may know it: in words, and with a link where they may follow it.

The floors above add what is theirs to `LINKS` when they start (`triage/receivers.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.models import Incident
from riskassess.models import Cause, ProfileNote, RegisterEntry, ReviewCause, RiskReview, Tension
from riskassess.models.profiles import known_of

# What joined a review while somebody was writing it, in words for them.
JOINED = {
    Cause.INCIDENT: "Something else happened",
    Cause.PATTERN: "Reports were found to belong together",
    Cause.TENSION: "It became known that something is coming up",
    Cause.REGISTER: "Somebody was entered in the register",
    Cause.ROLE: "It was noted that their role has changed",
    Cause.ASKED: "The councillor asked for another look",
}

# By cause: the addresses of those of the references that this reader may open.
LINKS: dict[str, Callable[[User, list[str]], dict[str, str]]] = {}


@dataclass(frozen=True)
class ReadableCause:
    cause: ReviewCause
    href: str = ""
    words: str = ""  # of whoever asked


def causes_for(user: User, review: RiskReview) -> list[ReadableCause]:
    """Who sees no cases learns the day and no reference."""
    causes = sorted(review.causes.visible_to(user).as_known_to(user), key=lambda one: one.cause)
    links: dict[str, str] = {}
    for cause, ones in groupby(causes, key=lambda one: one.cause):
        if find := LINKS.get(cause):
            links |= find(user, [one.about_ref for one in ones])
    asked = [one.about_ref for one in causes if one.cause in (Cause.ROLE, Cause.ASKED)]
    notes = dict(ProfileNote.objects.filter(reference__in=asked).values_list("reference", "words"))
    found = [ReadableCause(one, links.get(one.about_ref, ""), notes.get(one.about_ref, "")) for one in causes]
    return sorted(found, key=lambda one: one.cause.added_at)


def incidents(user: User, references: list[str]) -> dict[str, str]:
    if not user.may(Permission.SEE_CASES):
        return {}
    found = Incident.objects.team(user).filter(reference__in=references).values_list("reference", flat=True)
    return {reference: reverse("case", args=[reference]) for reference in found}


def entries(user: User, references: list[str]) -> dict[str, str]:
    found = RegisterEntry.objects.visible_to(user).filter(reference__in=references)
    return {one.reference: one.get_absolute_url() for one in found.only("reference")}


def tensions(user: User, references: list[str]) -> dict[str, str]:
    found = Tension.objects.visible_to(user).filter(reference__in=references)
    return {one.reference: one.get_absolute_url() for one in found.only("reference")}


LINKS |= {Cause.INCIDENT: incidents, Cause.REGISTER: entries, Cause.TENSION: tensions}


def joined_in_words(user: User, review: RiskReview, seen: int) -> str:
    """What this reader has not seen yet of why the review is open: each kind of it once."""
    new = list(review.causes.visible_to(user).as_known_to(user))[seen:]
    said = dict.fromkeys(JOINED[known_of(one)] for one in new)
    return "; ".join([*said] or ["Why this review is open has changed"])
