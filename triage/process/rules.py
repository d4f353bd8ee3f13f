"""What a version of the process consists of, read from its data and checked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from councilsafe.duty.calendar import Clock, Unit
from incidents.facts import FACTS, Facts, Worse
from triage.process.conditions import AllOf, AnyOf, ProcessError, all_hold, read, read_all

__all__ = ["Gate", "Lift", "Point", "Process", "ProcessError", "Route", "Tier", "read_process"]


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
    def of(cls, key: str) -> "Tier":
        try:
            return cls[key.upper()]
        except KeyError:
            raise ProcessError(f"{key!r} is not a tier") from None


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


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data in one canonical form, whatever the file's layout and comments."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def read_process(data: Mapping[str, Any]) -> Process:
    """A process from its data. Raises ProcessError naming the rule that is wrong."""
    sets = data.get("sets", {})
    _no_name_twice(data)
    _nothing_calms(data, sets)
    return Process(
        version=str(data["version"]),
        title=data["title"],
        digest=digest_of(data),
        thresholds=tuple(sorted(((Tier.of(key), points) for key, points in data["thresholds"].items()), reverse=True)),
        gates=tuple(_gate(row, sets) for row in data["gates"]),
        points=tuple(_point(row, sets) for row in data["points"]),
        routes=tuple(_route(row, sets) for row in data["routes"]),
        lift=_lift(data["lift"], sets),
        clocks={Tier.of(key): _clocks(row) for key, row in data["clocks"].items()},
        ask_first=tuple(data["ask_first"]),
    )


def _no_name_twice(data: Mapping[str, Any]) -> None:
    names = [row["name"] for part in ("gates", "points") for row in data[part]]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ProcessError(f"{', '.join(sorted(twice))}: more than one rule has this name")


def _nothing_calms(data: Mapping[str, Any], sets: Mapping[str, list[str]]) -> None:
    """What makes an incident less grave may stand in the lift alone."""
    for row in (*data["gates"], *data["points"], *data["routes"]):
        for group in read_all(row["when"], sets):
            if calming := [one.fact for one in group if FACTS[one.fact].worse is Worse.CALMING]:
                raise ProcessError(f"{row['name']}: {calming[0]} may only stand in the lift")


def _gate(row: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Gate:
    return Gate(
        name=row["name"],
        tier=Tier.of(row["tier"]),
        sentence=row["sentence"],
        when=read_all(row["when"], sets),
        liftable=row.get("liftable", False),
    )


def _point(row: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Point:
    if row["points"] < 0:
        raise ProcessError(f"{row['name']}: points cannot be below nought")
    return Point(
        name=row["name"],
        group=row.get("group", row["name"]),
        points=row["points"],
        sentence=row["sentence"],
        when=read_all(row["when"], sets),
    )


def _route(row: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Route:
    return Route(row["name"], row["sentence"], read_all(row["when"], sets), Tier.of(row.get("at_least", "log")))


def _lift(row: Mapping[str, Any], sets: Mapping[str, list[str]]) -> Lift:
    _only_calms(row, sets)
    return Lift(
        when=read_all(row["when"], sets),
        only_if=row["only_if"],
        unless=tuple(read(text, sets) for text in row["unless"]),
    )


def _only_calms(row: Mapping[str, Any], sets: Mapping[str, list[str]]) -> None:
    """A lift that began when a fact got worse would let what is graver count less."""
    for condition in (one for group in read_all(row["when"], sets) for one in group):
        if FACTS[condition.fact].worse is not Worse.CALMING:
            raise ProcessError(f"lift: {condition.fact} does not calm, so nothing can be lifted because of it")
    for name, value in row["only_if"].items():
        if name not in FACTS or FACTS[name].worse is not Worse.UP or value != next(iter(FACTS[name].values), False):
            raise ProcessError(f"lift: {name} = {value!r} is not the mildest value of a fact")


def _clocks(row: Mapping[str, Any]) -> dict[str, Clock]:
    return {name: Clock(clock["amount"], Unit(clock["unit"])) for name, clock in row.items()}
