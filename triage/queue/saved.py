"""Views of the queue: ours, one's own, and those that colleagues share, each with how many cases it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from councilsafe.accounts.models import User
from triage.models import Case, FirstView, SavedView
from triage.queue.filters import narrowed

OURS = {
    "mine": ("Mine", "owner=me"),
    "nobodys": ("Nobody’s", "owner=nobody"),
    "late": ("Late", "clock=late"),
    "words": ("Words to look at", "needs=words"),
    "second": ("Waiting for me as second officer", "needs=second"),
}
COUNTED = 99
MOST = 20


@dataclass(frozen=True, slots=True)
class View:
    """`key` is the name of one of ours, or the reference of a saved one. `of`: who shares it, where it is not ours."""

    key: str
    name: str
    query: str
    of: str = ""
    is_mine: bool = False
    shared: bool = False


def views_for(reader: User) -> list[View]:
    """Ours first, then one's own, then what colleagues share; the oldest twenty of each."""
    saved = SavedView.objects.visible_to(reader).select_related("owner").order_by("made_at", "pk")
    mine, theirs = saved.filter(owner=reader)[:MOST], saved.exclude(owner=reader)[:MOST]
    ours = [View(key, name, query) for key, (name, query) in OURS.items()]
    return [*ours, *(as_view(one, reader) for one in (*mine, *theirs))]


def as_view(one: SavedView, reader: User) -> View:
    is_mine = one.owner_id == reader.pk
    return View(one.reference, one.name, one.query, "" if is_mine else one.owner.name, is_mine, one.shared)


def first_view(reader: User) -> View | None:
    """What somebody's queue opens with, if they chose a view and it is still there."""
    chosen = FirstView.objects.filter(user=reader).first()
    if chosen is None:
        return None
    if chosen.key in OURS:
        return View(chosen.key, *OURS[chosen.key])
    saved = SavedView.objects.visible_to(reader).select_related("owner").filter(reference=chosen.key).first()
    return as_view(saved, reader) if saved else None


def counts(wanted: Mapping[str, Mapping[str, Any]], reader: User, now: datetime) -> dict[str, str]:
    """By key of the view, in one query: up to 99, then `99+`. Nobody waits for an exact number of thousands.

    A view that searches for words is not counted, because searching is work of another size.
    """
    asked = {key: bounded(filters, reader, now) for key, filters in wanted.items() if not filters.get("q")}
    if not asked:
        return {}
    found = [compiled(cases) for cases in asked.values()]
    numbers_of = ", ".join(f"(SELECT count(*) FROM ({one}) AS bounded)" for one, _ in found)  # nosec B608  # of Django's
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {numbers_of}", [value for _, values in found for value in values])
        numbers = cursor.fetchone()
    return {key: in_words(number) for key, number in zip(asked, numbers, strict=True)}


def bounded(filters: Mapping[str, Any], reader: User, now: datetime) -> "QuerySet[Case, Any]":
    cases = narrowed(Case.objects.visible_to(reader), filters, reader, now)
    return cases.order_by().values("pk")[: COUNTED + 1]


def compiled(cases: "QuerySet[Case, Any]") -> tuple[str, Iterable[Any]]:
    return cases.query.get_compiler(connection=connection).as_sql()


def in_words(number: int) -> str:
    return f"{COUNTED}+" if number > COUNTED else str(number)
