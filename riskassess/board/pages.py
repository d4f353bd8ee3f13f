"""The board's numbers and rows, in a number of queries that does not grow."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.duty.clocks import end_of
from councilsafe.duty.models import Absence, Deadline
from riskassess.board.kinds import KINDS
from riskassess.dates import due_in_words


def week_ends(now: datetime) -> datetime:
    """The end of this week's Sunday in London."""
    today = timezone.localdate(now)
    return end_of(today + timedelta(days=6 - today.weekday()))


def by_person(rows: QuerySet[Deadline], now: datetime) -> list[dict[str, Any]]:
    """How many each has, those with the most late first. One query."""
    late, soon = Q(due_at__lt=now), Q(due_at__gte=now, due_at__lte=week_ends(now))
    people = rows.order_by().values("owner", "owner__reference", "owner__name", "owner__is_active")
    counted = people.annotate(late=Count("id", filter=late), soon=Count("id", filter=soon), all=Count("id"))
    away = away_now(now)
    ordered = counted.order_by("-late", "-soon", "owner__name", "owner")
    return [{**row, "note": note_on(row["owner"], bool(row["owner__is_active"]), away)} for row in ordered]


def away_now(now: datetime) -> set[int]:
    return set(Absence.objects.at(now).values_list("person", flat=True))


def note_on(owner: int | None, is_active: bool, away: set[int]) -> str:
    if owner is None or not is_active:
        return "gone"
    return "away" if owner in away else ""


def names_of(rows: Collection[Deadline], user: User) -> dict[str, str]:
    """Whom or what each is about, by its reference. A query for each kind that is there."""
    names: dict[str, str] = {}
    for kind in {row.kind for row in rows if KINDS[row.kind].name}:
        about = [row.about_ref for row in rows if row.kind == kind]
        known = KINDS[kind].known_to(user).filter(reference__in=about)
        names.update(known.values_list("reference", KINDS[kind].name))
    return names


def lines(rows: Collection[Deadline], user: User, now: datetime) -> list[dict[str, Any]]:
    """`due` is in days, so a day that has not come to its end can already be late by the hour."""
    week, today, names = week_ends(now), timezone.localdate(now), names_of(rows, user)
    return [
        {
            "deadline": row,
            "words": KINDS[row.kind].words,
            "name": names.get(row.about_ref, ""),
            "path": reverse(KINDS[row.kind].page) if KINDS[row.kind].page else row.path,
            "state": state_of(row, now, week),
            "due": due_in_words(today, timezone.localdate(row.due_at - timedelta(microseconds=1))),
        }
        for row in rows
    ]


def state_of(row: Deadline, now: datetime, week: datetime) -> str:
    """As clocks are called: "late", "due-soon" or "on-time"."""
    if row.due_at < now:
        return "late"
    return "due-soon" if row.due_at <= week else "on-time"
