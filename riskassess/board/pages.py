"""The board's numbers and rows, in a number of queries that does not grow."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from councilsafe.duty.clocks import end_of
from councilsafe.duty.models import Absence, Deadline
from riskassess.board.kinds import KINDS


def week_ends(now: datetime) -> datetime:
    """The end of this week's Sunday in London."""
    today = timezone.localdate(now)
    return end_of(today + timedelta(days=6 - today.weekday()))


def by_person(rows: QuerySet[Deadline], now: datetime) -> list[dict[str, Any]]:
    """How many each has, those with the most late first. One query."""
    week = week_ends(now)
    late, soon = Q(due_at__lt=now), Q(due_at__gte=now, due_at__lte=week)
    people = rows.order_by().values("owner", "owner__reference", "owner__name", "owner__is_active")
    counted = people.annotate(late=Count("id", filter=late), soon=Count("id", filter=soon), all=Count("id"))
    return [dict(row) for row in counted.order_by("-late", "-soon", "owner__name", "owner")]


def away_now(now: datetime) -> set[int]:
    return set(Absence.objects.at(now).values_list("person", flat=True))


def note_on(owner: int | None, is_active: bool, away: set[int]) -> str:
    if owner is None or not is_active:
        return "gone"
    return "away" if owner in away else ""


def grouped(rows: Iterable[Deadline], now: datetime, away: set[int]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Of each owner what is due, the earliest first."""
    in_order = sorted(rows, key=lambda row: (owner_of(row), row.owner_id or 0, row.due_at))
    groups = [list(group) for _, group in groupby(in_order, key=lambda row: row.owner_id)]
    week = week_ends(now)
    return [(owner_of(own[0]), note_of(own[0], away), [as_row(row, now, week) for row in own]) for own in groups]


def owner_of(row: Deadline) -> str:
    return row.owner.name if row.owner else "Nobody"


def note_of(row: Deadline, away: set[int]) -> str:
    return note_on(row.owner_id, bool(row.owner and row.owner.is_active), away)


def as_row(row: Deadline, now: datetime, week: datetime) -> dict[str, Any]:
    if row.due_at < now:
        when = ("Late", "govuk-tag--red")
    else:
        when = ("Due this week", "govuk-tag--yellow") if row.due_at <= week else ("Later", "govuk-tag--grey")
    return {"deadline": row, "words": KINDS[row.kind].words, "tag": when[0], "colour": when[1]}


def people_summary(rows: QuerySet[Deadline], now: datetime, away: set[int]) -> list[dict[str, Any]]:
    people = by_person(rows, now)
    for person in people:
        person["note"] = note_on(person["owner"], bool(person["owner__is_active"]), away)
    return people
