"""What a version of the process consists of, read from its data and checked."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from councilsafe.duty.calendar import Clock, Unit
from incidents.facts import FACTS, Facts, Kind, Worse
from triage.process import shape
from triage.process.conditions import AllOf, AnyOf, Sets, all_hold, read, read_all
from triage.process.sentences import sentence
from triage.process.shape import ProcessError, Row, shown, within

__all__ = ["Gate", "Lift", "Point", "Process", "ProcessError", "Route", "Tier", "read_process"]

PARTS = ("version", "title", "thresholds", "gates", "points", "routes", "lift", "clocks", "ask_first")
CLOCKS = ("acknowledge", "act")
LONGEST_VERSION = 20

Rule = TypeVar("Rule", "Gate", "Point", "Route")


class Tier(IntEnum):
    """How grave, and so what the council does. Greater is graver."""

    LOG = 1
    COUNCIL = 2
    POLICE = 3
    EMERGENCY = 4

    @property
    def key(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, key: object) -> "Tier":
        for tier in cls:
            if tier.key == key:
                return tier
        raise ProcessError(f"{shown(key)} is not a tier")


@dataclass(frozen=True, slots=True)
class Gate:
    """Where it holds, the tier is at least this one."""

    name: str
    tier: Tier
    sentence: str
    when: AllOf
    liftable: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """What adds up. Of those with the same group only the highest counts."""

    name: str
    group: str
    points: int
    sentence: str
    when: AllOf


@dataclass(frozen=True, slots=True)
class Route:
    """A team that is told beside the tier's own."""

    name: str
    sentence: str
    when: AllOf
    at_least: Tier


@dataclass(frozen=True, slots=True)
class Lift:
    """When a hint or a condition was cleared up, and nothing else supports that it was meant."""

    when: AllOf
    only_if: Mapping[str, str]
    unless: AnyOf

    def holds(self, facts: Facts) -> bool:
        return (
            all_hold(self.when, facts)
            and all(facts.get(name) == value for name, value in self.only_if.items())
            and not any(condition.holds(facts) for condition in self.unless)
        )


@dataclass(frozen=True, slots=True)
class Process:
    version: str
    title: str
    digest: str
    thresholds: tuple[tuple[Tier, int], ...]
    gates: tuple[Gate, ...]
    points: tuple[Point, ...]
    routes: tuple[Route, ...]
    lift: Lift
    clocks: Mapping[Tier, Mapping[str, Clock]]
    ask_first: tuple[str, ...]


def canonical(data: Mapping[str, Any]) -> str:
    """The data in one form, whatever the file's layout and comments."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data in its one canonical form."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def read_process(data: object) -> Process:
    """A process from its data. Raises ProcessError naming the rule that is wrong, and nothing else."""
    row = shape.table(data, PARTS, may=("sets",))
    sets = _sets(row)
    gates, points = _rules(row, "gates", _gate, sets), _rules(row, "points", _point, sets)
    _no_name_twice(*(gate.name for gate in gates), *(point.name for point in points))
    return Process(
        version=_version(row),
        title=shape.text(row, "title"),
        thresholds=_thresholds(row),
        gates=gates,
        points=points,
        routes=_routes(row, sets),
        lift=_lift(row, sets),
        clocks=_clocks(row),
        ask_first=_ask_first(row),
        digest=digest_of(row),
    )


def _version(row: Row) -> str:
    version = shape.text(row, "version")
    if len(version) > LONGEST_VERSION:
        raise ProcessError(f"version: {shown(version)} is longer than {LONGEST_VERSION} characters")
    return version


def _sets(row: Row) -> Sets:
    sets = shape.named(row, "sets")
    with within("sets"):
        return {name: shape.texts(sets, name, least=1) for name in sets}


def _thresholds(row: Row) -> tuple[tuple[Tier, int], ...]:
    """The gravest first."""
    points = shape.part(row, "thresholds", ("council", "police"))
    with within("thresholds"):
        council, police = shape.whole(points, "council", least=1), shape.whole(points, "police", least=1)
        if police <= council:
            raise ProcessError(f"police needs more points than council, and not {police} where council has {council}")
    return (Tier.POLICE, police), (Tier.COUNCIL, council)


def _rules(row: Row, key: str, read_one: Callable[[Row, Sets], Rule], sets: Sets) -> tuple[Rule, ...]:
    return tuple(_rule(key, number, one, read_one, sets) for number, one in enumerate(shape.listed(row, key), start=1))


def _rule(key: str, number: int, row: Any, read_one: Callable[[Row, Sets], Rule], sets: Sets) -> Rule:
    """Whatever is wrong is said with the rule's name, or with its place while it has none."""
    with within(f"{key}, number {number}"):
        name = shape.name(shape.table(row, ("name",), may=row))
    with within(name):
        return read_one(row, sets)


def _no_name_twice(*names: str) -> None:
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise ProcessError(f"{', '.join(twice)}: more than one rule has this name")


def _gate(row: Row, sets: Sets) -> Gate:
    shape.table(row, ("name", "tier", "sentence", "when"), may=("liftable",))
    return Gate(row["name"], Tier.of(row["tier"]), sentence(row), _when(row, sets), shape.truth(row, "liftable"))


def _point(row: Row, sets: Sets) -> Point:
    shape.table(row, ("name", "points", "sentence", "when"), may=("group",))
    group = shape.name(row, "group" if "group" in row else "name")
    return Point(row["name"], group, shape.whole(row, "points"), sentence(row), _when(row, sets))


def _routes(row: Row, sets: Sets) -> tuple[Route, ...]:
    routes = _rules(row, "routes", _route, sets)
    _no_name_twice(*(route.name for route in routes))
    return routes


def _route(row: Row, sets: Sets) -> Route:
    shape.table(row, ("name", "sentence", "when"), may=("at_least",))
    return Route(row["name"], sentence(row), _when(row, sets), Tier.of(row.get("at_least", Tier.LOG.key)))


def _when(row: Row, sets: Sets) -> AllOf:
    """What makes an incident less grave may stand in the lift alone."""
    groups = read_all(shape.listed(row, "when", least=1), sets)
    if calming := [one.fact for group in groups for one in group if FACTS[one.fact].worse is Worse.CALMING]:
        raise ProcessError(f"{calming[0]} may only stand in the lift")
    return groups


def _lift(row: Row, sets: Sets) -> Lift:
    lift = shape.part(row, "lift", ("when", "only_if", "unless"))
    with within("lift"):
        unless = tuple(read(text, sets) for text in shape.texts(lift, "unless"))
        return Lift(_calm(lift, sets), _mildest(lift), unless)


def _calm(lift: Row, sets: Sets) -> AllOf:
    """A lift that began when a fact got worse would let what is graver count less."""
    groups = read_all(shape.listed(lift, "when", least=1), sets)
    for condition in (one for group in groups for one in group):
        if FACTS[condition.fact].worse is not Worse.CALMING:
            raise ProcessError(f"{condition.fact} does not calm, so nothing can be lifted because of it")
    return groups


def _mildest(lift: Row) -> Mapping[str, str]:
    """The facts that have to be known as harmless."""
    only_if = shape.named(lift, "only_if")
    for name, value in only_if.items():
        fact = FACTS.get(name)
        if not fact or fact.kind is not Kind.CHOICE or fact.worse is not Worse.UP or value != fact.order[0]:
            raise ProcessError(f"{name} = {shown(value)} is not the mildest value of a fact")
    return only_if


def _clocks(row: Row) -> dict[Tier, dict[str, Clock]]:
    tiers = shape.part(row, "clocks", [tier.key for tier in Tier])
    with within("clocks"):
        return {tier: _clocks_of(tier, tiers) for tier in Tier}


def _clocks_of(tier: Tier, tiers: Row) -> dict[str, Clock]:
    """Of what is only logged nobody has to do anything by a certain time."""
    clocks = shape.part(tiers, tier.key, CLOCKS[:1] if tier is Tier.LOG else CLOCKS, may=CLOCKS)
    with within(tier.key):
        return {name: _clock(clocks, name) for name in clocks}


def _clock(clocks: Row, name: str) -> Clock:
    row = shape.part(clocks, name, ("amount", "unit"))
    with within(name):
        if row["unit"] not in list(Unit):
            raise ProcessError(f"{shown(row['unit'])} is not a unit. Units: {', '.join(Unit)}")
        return Clock(shape.whole(row, "amount", least=1), Unit(row["unit"]))


def _ask_first(row: Row) -> tuple[str, ...]:
    names = shape.texts(row, "ask_first")
    if unknown := [name for name in names if name not in FACTS]:
        raise ProcessError(f"ask_first: {shown(unknown[0])} is not a fact")
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise ProcessError(f"ask_first: {twice[0]} stands there more than once")
    return tuple(names)
