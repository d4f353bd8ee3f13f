"""What linked incidents add to one: how often, in what time, by how many and to how many. No database and no clock.

Counting together only ever raises. Facts with other numbers in them can hold fewer conditions (a longer time, a number
that was not known), so every way in which the same incidents can truly be told is scored, and the gravest stands: the
incident alone, all of them, and those that lie within each stretch of days that the process asks about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, groupby
from typing import Any

from incidents.facts import Facts
from triage.process.conditions import Condition
from triage.process.rules import Process
from triage.process.score import score

COUNTED = ("occasions", "period_days", "distinct_sources", "distinct_victims")
MOST_NAMED = 100  # references that are kept with an assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One incident as it is counted.

    `told` is the one that it says happened again, and what happened again after that: what they count, one count. It
    holds the first of them. `who` are the people who are known to be behind it. `apart`: an officer has said that
    others are behind it than behind the rest.
    """

    reference: str
    last: date
    place: int
    told: int
    occasions: int | None = None
    period_days: int | None = None
    sources: int | None = None
    victims: int | None = None
    harmed: str = ""
    who: frozenset[int] = frozenset()
    apart: bool = False

    @property
    def first(self) -> date:
        return self.last - timedelta(days=min(self.period_days or 0, (self.last - date.min).days))


@dataclass(frozen=True, slots=True)
class Together:
    """An incident's own facts, and what it is counted with. `here` is the incident itself."""

    own: Facts
    here: Linked
    others: tuple[Linked, ...] = ()

    def facts(self, process: Process) -> Facts:
        """Those that this process finds gravest. Of two that are equal, those that tell of more."""
        readings = self.readings(process)
        if len(readings) == 1:
            return readings[0]
        return max(readings, key=lambda facts: weight(process, facts))

    def readings(self, process: Process) -> list[Facts]:
        """All together first, the incident alone last."""
        conditions = list(conditions_of(process))
        spans = {one.number for one in conditions if (one.fact, one.operator) == ("period_days", "<=")}
        unknown = [name for name in COUNTED if name not in self.own and Condition(name, "unknown") in conditions]
        found: list[Facts] = []
        for run in self.runs(spans):
            facts = {**self.own, **count(run)}
            found += [{**facts, **dict.fromkeys(names)} for names in subsets(unknown)]
        found.append(self.own)
        return [known(facts) for index, facts in enumerate(found) if facts not in found[:index]]

    def runs(self, spans: set[int]) -> Iterator[tuple[Linked, ...]]:
        """All of them; and those within so many days that this one is among, wherever that stretch may begin."""
        everything = (self.here, *self.others)
        if self.others:
            yield everything
        for span in spans:
            for start in sorted({one.first for one in everything if one.first <= self.here.first}):
                run = tuple(one for one in everything if start <= one.first and (one.last - start).days <= span)
                if self.here in run and len(run) > 1:
                    yield run

    def kept(self) -> dict[str, Any]:
        """As an assessment keeps it: with which incidents, and the incident's own numbers. Empty where it is alone."""
        if not self.others:
            return {}
        newest = sorted(self.others, key=lambda one: -one.place)
        return {
            "with": [one.reference for one in newest[:MOST_NAMED]],
            "number": len(newest),
            "own": {name: self.own.get(name) for name in COUNTED},
        }


def subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The empty one first."""
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def own_facts(facts: Facts, kept: Mapping[str, Any]) -> Facts:
    """The incident's own facts, from those that an assessment was made with."""
    return known({**facts, **kept.get("own", {})})


def known(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}


def weight(process: Process, facts: Facts) -> tuple[int, int]:
    result = score(process, facts)
    return result.tier, result.points


def conditions_of(process: Process) -> Iterator[Condition]:
    gates, points, routes = ([rule.when for rule in rules] for rules in (process.gates, process.points, process.routes))
    yield from (condition for when in (*gates, *points, *routes) for group in when for condition in group)
    yield from process.lift.unless


def count(run: Sequence[Linked]) -> Facts:
    """What they come to together. None where nobody has said, and nothing can be counted."""
    first, last = min(one.first for one in run), max(one.last for one in run)
    return {
        "occasions": occasions(run),
        "period_days": (last - first).days,
        "distinct_sources": sources(run),
        "distinct_victims": max(len({one.harmed for one in run if one.harmed}), most(one.victims for one in run))
        or None,
    }


def occasions(run: Sequence[Linked]) -> int:
    """Each counts for as many as it tells of, and for one where it does not say.

    A report that something happened again tells of the times before as well: of such a row the one counts that tells
    of most, and each later one once more.
    """
    rows = groupby(sorted(run, key=lambda one: (one.told, one.place)), key=lambda one: one.told)
    return sum(times_told([one.occasions or 1 for one in row]) for _, row in rows)


def times_told(told: list[int]) -> int:
    return max(times + len(told) - index for index, times in enumerate(told, start=1))


def sources(run: Sequence[Linked]) -> int | None:
    """Those who are known, each once; and where an officer said that they are others, those who are not known."""
    people = len(frozenset[int]().union(*(one.who for one in run)))
    others: dict[int, int] = {}
    for one in run:
        if one.apart:
            others[one.told] = max(others.get(one.told, 0), (one.sources or 1) - len(one.who))
    return max(people + sum(others.values()), most(one.sources for one in run)) or None


def victims(run: Sequence[Linked]) -> int | None:
    return max(len({one.harmed for one in run if one.harmed}), most(one.victims for one in run)) or None


def most(numbers: Iterator[int | None]) -> int:
    return max((number or 0 for number in numbers), default=0)
