"""Numbers that open the list they count."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True)
class Figure:
    """`what` says what is counted, for those who do not see the row and the column that the number stands in."""

    count: int
    href: str
    what: str


@dataclass(frozen=True)
class Line:
    """One row of a table: what it is about, its numbers, and what else is said of it."""

    label: str
    figures: Sequence[Figure]
    words: Sequence[str] = ()


def address(name: str, **filters: str) -> str:
    """Of the page with that name, narrowed by those filters."""
    return f"{reverse(name)}?{urlencode(filters)}" if filters else reverse(name)
