"""One page of the queue, and what each of its rows shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Func, IntegerField, OuterRef, Subquery

from councilsafe.accounts.models import User
from councilsafe.govuk.paging import Page, keyset_page
from incidents.models import unread
from triage.countdown import Countdown, countdown
from triage.models import HIGHEST_FIRST, Case, CaseQuerySet, CaseVisit
from triage.queue.filters import narrowed
from triage.queue.news import news_of
from triage.queue.search import Piece, extracts

SHOWN = (
    "tier",
    "state",
    "kind",
    "reported_at",
    "due_at",
    "queue_at",
    "pressing_since",
    "acknowledged_at",
    "act_due_at",
    "acted_at",
    "paused_for",
    "update_due_at",
    "closed_at",
    "revision",
    "incident__reference",
    "incident__restricted",
    "incident__councillor__name",
    "incident__harmed_name",
    "owner__name",
)
SORTS = {"due": "Due first", "tier": "Highest tier first", "newest": "Newest first", "oldest": "Oldest first"}


@dataclass(frozen=True, slots=True)
class Row:
    """`news`: what others did with it since the reader looked. `found`: the words that a search looked for."""

    case: Case
    clock: Countdown
    news: str = ""
    found: Sequence[Piece] = ()


class Order(NamedTuple):
    """By a moment, or by a whole number before it. Each has its index."""

    field: str | tuple[str, str]
    descending: bool


def sort_of(wanted: Mapping[str, Any]) -> str:
    """What falls due first, unless asked otherwise. Nothing falls due in a closed case: there, the newest report."""
    sort = wanted.get("sort") or "due"
    return "newest" if sort == "due" and wanted.get("state", "open") != "open" else sort


def order_of(wanted: Mapping[str, Any]) -> Order:
    sort, is_open = sort_of(wanted), wanted.get("state", "open") == "open"
    if sort == "tier":
        return Order(("highest_first", "queue_at"), False) if is_open else Order(("tier", "reported_at"), True)
    return Order("queue_at", False) if sort == "due" else Order("reported_at", sort == "newest")


def queue_page(reader: User, wanted: Mapping[str, Any], cursor: str | None, now: datetime) -> Page[Case]:
    cases, order = narrowed(Case.objects.visible_to(reader), wanted, reader, now), order_of(wanted)
    return keyset_page(
        listed(cases, reader),
        field=order.field,
        descending=order.descending,
        cursor=cursor,
    )


def rows(page: Page[Case], reader: User, now: datetime, text: str = "") -> list[Row]:
    news = news_of(page.rows, reader)
    found = extracts([case.incident_id for case in page.rows], text) if text else {}
    return [
        Row(case, countdown(case, now), news.get(case.reference, ""), found.get(case.incident_id, ()))
        for case in page.rows
    ]


def listed(cases: CaseQuerySet, reader: User) -> CaseQuerySet:
    """Only what a row shows, in one query. `unknown`: facts that could still raise the tier.

    `unread`: messages of the reporter that the owner has not read. `seen`: its revision when this reader looked last.
    """
    unknown = Func(F("assessment__questions"), function="jsonb_array_length", output_field=IntegerField())
    new = unread("incident", OuterRef(OuterRef("owner")), from_team=False)
    visit = CaseVisit.objects.filter(case=OuterRef("pk"), user=reader)
    together = cases.select_related("incident__councillor", "owner").only(*SHOWN)
    return together.annotate(
        unknown=unknown,
        unread=new,
        highest_first=HIGHEST_FIRST,
        seen=Subquery(visit.values("revision")),
        seen_at=Subquery(visit.values("seen_at")),
    )
