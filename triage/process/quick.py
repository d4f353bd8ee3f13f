"""The tier alone, for very many facts: what `score` gives, twenty times as quick. A test holds the two to be equal.

Every condition of the process has a bit. What holds for one value of one fact is found once and kept, so facts become a
number, and a rule holds when each of its groups shares a bit with it.
"""

from collections.abc import Hashable
from typing import Any

from incidents.facts import Facts
from triage.process.conditions import AllOf, AnyOf, Condition
from triage.process.rules import Process, Tier

Groups = tuple[int, ...]
MOST_VALUES = 10_000  # different values of one fact that are kept


class Quick:
    def __init__(self, process: Process) -> None:
        self.bits: dict[Condition, int] = {}
        self.gates = [
            (gate.tier, gate.liftable, self.groups(gate.when))
            for gate in sorted(process.gates, key=lambda one: -one.tier)
        ]
        numbers = {group: number for number, group in enumerate({point.group for point in process.points})}
        self.points = [(numbers[one.group], one.points, self.groups(one.when)) for one in process.points]
        self.best = [0] * len(numbers)
        self.thresholds = process.thresholds
        only_if = tuple((Condition(name, "in", frozenset([value])),) for name, value in process.lift.only_if.items())
        self.lift = self.groups((*process.lift.when, *only_if))
        self.unless = self.group(process.lift.unless)
        self.holding = {name: Holding(name, self.bits) for name in {condition.fact for condition in self.bits}}

    def groups(self, when: AllOf) -> Groups:
        return tuple(self.group(group) for group in when)

    def group(self, conditions: AnyOf) -> int:
        """One number with the bit of each."""
        together = 0
        for condition in conditions:
            together |= self.bits.setdefault(condition, 1 << len(self.bits))
        return together

    def tier(self, facts: Facts) -> Tier:
        held = 0
        for name, holding in self.holding.items():
            held |= holding.of(facts.get(name))
        return max(self.by_gates(held), self.by_points(held))

    def by_gates(self, held: int) -> Tier:
        """The gravest stand first."""
        lifted: bool | None = None
        for tier, liftable, groups in self.gates:
            if all(held & group for group in groups):
                if liftable and lifted is None:
                    lifted = not held & self.unless and all(held & group for group in self.lift)
                if not (liftable and lifted):
                    return tier
        return Tier.LOG

    def by_points(self, held: int) -> Tier:
        best = self.best.copy()
        for number, points, groups in self.points:
            if points > best[number] and all(held & group for group in groups):
                best[number] = points
        total = sum(best)
        return next((tier for tier, needed in self.thresholds if total >= needed), Tier.LOG)


class Holding:
    """Of one fact: which conditions hold for each value that was met."""

    def __init__(self, name: str, bits: dict[Condition, int]) -> None:
        self.name = name
        self.conditions = [(condition, bit) for condition, bit in bits.items() if condition.fact == name]
        self.known: dict[Hashable, int] = {}

    def of(self, value: Any) -> int:
        key = tuple(value) if isinstance(value, list) else value
        held = self.known.get(key)
        return self.find(key, value) if held is None else held

    def find(self, key: Hashable, value: Any) -> int:
        facts = {self.name: value}
        held = sum(bit for condition, bit in self.conditions if condition.holds(facts))
        if len(self.known) < MOST_VALUES:
            self.known[key] = held
        return held
