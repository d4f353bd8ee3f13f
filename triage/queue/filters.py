"""What the queue can be narrowed to, and what each of these narrows it by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone

from councilsafe.accounts.models import User
from triage.lifecycle import OPEN_STATES, State
from triage.models import TIER_CHOICES, CaseQuerySet, Override, PausedFor
from triage.process import Tier
from triage.queue.search import found_by

TIERS = {Tier(value).key: label for value, label in reversed(TIER_CHOICES)}
CLOCKS = {"late": "Late", "today": "Due later today", "later": "Due after today"}
WAITS = {
    "answer": "An answer",
    "plan": "A plan",
    "referral": "A police referral",
    "reporter": "The reporter, with the clock paused",
    "police": "The police, with the clock paused",
    "look": "The next look",
    "update": "An update to the reporter",
}
STATES = {"open": "Open", "closed": "Closed", "all": "Open and closed"}
NEEDS = {"words": "Somebody to look at its words", "second": "A second officer, who could be you"}
ME, NOBODY, UNKNOWN_KIND = "me", "nobody", "unknown"

UPDATE_NEXT = Q(due_at=F("update_due_at"))
ANSWERED = Q(acknowledged_at__isnull=False)
TO_ACT = ANSWERED & Q(act_due_at__isnull=False, acted_at__isnull=True)
WAITING = {
    "answer": Q(acknowledged_at__isnull=True),
    "plan": TO_ACT & Q(tier__lt=Tier.POLICE, paused_for=""),
    "referral": TO_ACT & Q(tier__gte=Tier.POLICE, paused_for=""),
    "reporter": TO_ACT & Q(paused_for=PausedFor.REPORTER),
    "police": TO_ACT & Q(paused_for=PausedFor.POLICE),
    "look": ANSWERED & (Q(act_due_at__isnull=True) | Q(acted_at__isnull=False)) & ~UPDATE_NEXT,
}


@dataclass(frozen=True, slots=True)
class FilterTag:
    """One thing that narrows the list, and the address of the list without it."""

    text: str
    href: str


def narrowed(cases: CaseQuerySet, wanted: Mapping[str, Any], reader: User, now: datetime) -> CaseQuerySet:
    """Without a word about the state: open cases. A search looks through the closed ones too."""
    cases = cases.filter(in_state(wanted.get("state", "open")))
    for name, value in wanted.items():
        if value and name in CONDITIONS:
            cases = cases.filter(CONDITIONS[name](value, reader, now))
    return cases


def in_state(state: str) -> Q:
    return {"open": Q(state__in=OPEN_STATES), "closed": Q(state=State.CLOSED), "all": Q()}[state]


def due_in(clock: str, now: datetime) -> Q:
    """What is late was due before now; today ends at midnight in local time."""
    tomorrow = midnight(timezone.localdate(now) + timedelta(days=1))
    return {
        "late": Q(due_at__lt=now),
        "today": Q(due_at__gte=now, due_at__lt=tomorrow),
        "later": Q(due_at__gte=tomorrow),
    }[clock]


def waiting_for(waits: str, now: datetime) -> Q:
    """An update that is late is waited for as well, whatever else the case waits for."""
    return UPDATE_NEXT | Q(update_due_at__lt=now) if waits == "update" else WAITING[waits]


def reported_in_week(day: date) -> Q:
    """The week from Monday that the day lies in."""
    monday = day - timedelta(days=day.weekday())
    return Q(reported_at__gte=midnight(monday), reported_at__lt=midnight(monday + timedelta(days=7)))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def owned_by(owner: str, reader: User) -> Q:
    if owner == NOBODY:
        return Q(owner=None)
    return Q(owner=reader) if owner == ME else Q(owner__reference=owner)


def in_need(of: str, reader: User) -> Q:
    if of == "words":
        return Q(pressing_since__isnull=False)
    return Q(pk__in=Override.objects.waiting().exclude(proposed_by=reader).values("case"))


CONDITIONS: dict[str, Callable[[Any, User, datetime], Q]] = {
    "tier": lambda tier, reader, now: Q(tier=Tier.of(tier)),
    "clock": lambda clock, reader, now: due_in(clock, now),
    "waits_for": lambda waits, reader, now: waiting_for(waits, now),
    "owner": lambda owner, reader, now: owned_by(owner, reader),
    "needs": lambda of, reader, now: in_need(of, reader),
    "kind": lambda kind, reader, now: Q(kind="" if kind == UNKNOWN_KIND else kind),
    "q": lambda text, reader, now: found_by(text, reader),
    "week": lambda day, reader, now: reported_in_week(day),
}


def filter_tags(address: QueryDict, words: Mapping[str, str]) -> list[FilterTag]:
    """For each filter that counts (`words`: its name to what it says) a link to the list without it."""
    return [FilterTag(text, without(address, name)) for name, text in words.items()]


def without(address: QueryDict, name: str) -> str:
    rest = address.copy()
    for gone in (name, "cursor"):
        rest.pop(gone, None)
    return f"?{rest.urlencode()}"
