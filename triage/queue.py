"""The queue: which cases, in what order, and what the reader has narrowed it to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Func, IntegerField, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.govuk.paging import Page, keyset_page
from incidents.models import unread
from triage.countdown import Countdown, countdown
from triage.lifecycle import OPEN_STATES, State
from triage.models import TIER_CHOICES, Case, CaseQuerySet
from triage.process import Tier

TIERS = {Tier(value).key: label for value, label in reversed(TIER_CHOICES)}
CLOCKS = {"late": "Late", "today": "Due later today", "later": "Due after today"}
WAITS = {
    "answer": "An answer",
    "plan": "A plan",
    "referral": "A police referral",
    "look": "The next look",
    "update": "An update to the reporter",
}
STATES = {"open": "Open", "closed": "Closed", "all": "Open and closed"}
ME, UNKNOWN_KIND = "me", "unknown"

UPDATE_NEXT = Q(due_at=F("update_due_at"))
ANSWERED = Q(acknowledged_at__isnull=False)
TO_ACT = ANSWERED & Q(act_due_at__isnull=False, acted_at__isnull=True)
WAITING = {
    "answer": Q(acknowledged_at__isnull=True),
    "plan": TO_ACT & Q(tier__lt=Tier.POLICE),
    "referral": TO_ACT & Q(tier__gte=Tier.POLICE),
    "look": ANSWERED & (Q(act_due_at__isnull=True) | Q(acted_at__isnull=False)) & ~UPDATE_NEXT,
}
SHOWN = (
    "tier",
    "state",
    "kind",
    "reported_at",
    "due_at",
    "queue_at",
    "acknowledged_at",
    "act_due_at",
    "acted_at",
    "update_due_at",
    "closed_at",
    "incident__reference",
    "incident__restricted",
    "incident__councillor__name",
    "incident__harmed_name",
    "owner__name",
)


@dataclass(frozen=True, slots=True)
class Row:
    case: Case
    clock: Countdown


@dataclass(frozen=True, slots=True)
class FilterTag:
    """One thing that narrows the list, and the address of the list without it."""

    text: str
    href: str


def queue_page(reader: User, wanted: Mapping[str, Any], cursor: str | None, now: datetime) -> Page[Case]:
    """Open cases by what falls due first; closed ones, and all together, by the newest report."""
    cases = narrowed(Case.objects.visible_to(reader), wanted, reader, now)
    by_due = wanted.get("state", "open") == "open"
    return keyset_page(
        listed(cases), field="queue_at" if by_due else "reported_at", descending=not by_due, cursor=cursor
    )


def rows(page: Page[Case], now: datetime) -> list[Row]:
    return [Row(case, countdown(case, now)) for case in page.rows]


def listed(cases: CaseQuerySet) -> CaseQuerySet:
    """Only what a row shows, in one query. `unknown`: facts that could still raise the tier.

    `unread`: messages of the reporter that the owner has not read.
    """
    unknown = Func(F("assessment__questions"), function="jsonb_array_length", output_field=IntegerField())
    new = unread("incident", OuterRef(OuterRef("owner")), from_team=False)
    together = cases.select_related("incident__councillor", "owner").only(*SHOWN)
    return together.annotate(unknown=unknown, unread=new)


def narrowed(cases: CaseQuerySet, wanted: Mapping[str, Any], reader: User, now: datetime) -> CaseQuerySet:
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


CONDITIONS: dict[str, Callable[[Any, User, datetime], Q]] = {
    "tier": lambda tier, reader, now: Q(tier=Tier.of(tier)),
    "clock": lambda clock, reader, now: due_in(clock, now),
    "waits_for": lambda waits, reader, now: waiting_for(waits, now),
    "owner": lambda owner, reader, now: Q(owner=reader) if owner == ME else Q(owner__reference=owner),
    "kind": lambda kind, reader, now: Q(kind="" if kind == UNKNOWN_KIND else kind),
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
