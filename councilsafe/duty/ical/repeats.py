"""When an entry that repeats comes again: every day, or on days of every week, and never more than is looked ahead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from councilsafe.duty.weeks import monday_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
UNKNOWN = "It repeats in a way that is not understood here. Only every day or week, and days of the week, are"
MOST_BETWEEN = 52


class NotUnderstoodError(ValueError):
    """The message says why."""


@dataclass(frozen=True)
class Rule:
    """In wall time. `until` is the last wall time that may be."""

    weekly: bool
    every: int
    days: frozenset[int]
    count: int | None
    until: datetime | None


def rule_of(parts: Mapping[str, Sequence[Any]], until: datetime | None) -> Rule:
    """`until` comes already in the entry's own wall time."""
    kind = only(parts, "FREQ")
    if set(parts) - KNOWN or kind not in ("DAILY", "WEEKLY") or only(parts, "WKST", "MO") != "MO":
        raise NotUnderstoodError(UNKNOWN)
    every, count = only(parts, "INTERVAL", 1), only(parts, "COUNT", None)
    if not 1 <= int(every) <= MOST_BETWEEN or (count is not None and int(count) < 1):
        raise NotUnderstoodError(UNKNOWN)
    return Rule(kind == "WEEKLY", int(every), days_of(parts), int(count) if count is not None else None, until)


def only(parts: Mapping[str, Sequence[Any]], name: str, otherwise: Any = "") -> Any:
    found = parts.get(name) or [otherwise]
    if len(found) != 1:
        raise NotUnderstoodError(UNKNOWN)
    return str(found[0]).upper() if isinstance(found[0], str) else found[0]


def days_of(parts: Mapping[str, Sequence[Any]]) -> frozenset[int]:
    named = [str(day).upper() for day in parts.get("BYDAY") or []]
    if not set(named) <= set(DAYS):
        raise NotUnderstoodError(UNKNOWN)
    return frozenset(DAYS.index(day) for day in named)


def repeats(start: datetime, rule: Rule, last: date) -> Iterator[datetime]:
    """The wall times at which it begins, the first one included, and none after the `last` day."""
    end = rule.until or datetime.max
    for day in islice(days(start.date(), rule, last), rule.count):
        moment = datetime.combine(day, start.time())
        if moment > end:
            return
        yield moment


def days(first: date, rule: Rule, last: date) -> Iterator[date]:
    """Bounded by the `last` one, whatever the rule says."""
    wanted = rule.days or (frozenset({first.weekday()}) if rule.weekly else frozenset(range(7)))
    day = first
    while day <= last:
        away = (monday_of(day) - monday_of(first)).days // 7 if rule.weekly else (day - first).days
        if away % rule.every == 0 and day.weekday() in wanted:
            yield day
        day += timedelta(1)
