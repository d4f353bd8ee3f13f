"""One condition on one fact, and lists of them. Written in a version's file as short texts:

    happening_now                       the fact is true
    threat >= conditional               this value or a graver one (ordered facts)
    occasions >= 5                      this many or more
    due_within_hours <= 24              this few or fewer
    conduct has threat, intrusion       any of these among the values
    channel in in_person, property      one of these (facts of which no value is graver)
    conduct unknown                     not known

Every one of them, once true, stays true when the fact gets worse: that is what makes the process monotone, and why
there is no "not" here. Only `unknown` and `in` look at something else than gravity.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.facts import FACTS, Fact, Facts, Kind, Worse
from triage.process.shape import ProcessError, check_text, shown

NUMBER = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Condition:
    fact: str
    operator: str
    values: frozenset[str] = frozenset()
    number: int = 0

    def holds(self, facts: Facts) -> bool:
        value = facts.get(self.fact)
        if value is None:
            return self.operator == "unknown"
        if self.operator == "has":
            return not self.values.isdisjoint(value)
        if self.operator == "in":
            return value in self.values
        if self.operator == ">=":
            return int(value) >= self.number
        if self.operator == "<=":
            return int(value) <= self.number
        return value is True and self.operator == "true"


Sets = Mapping[str, list[str]]
AnyOf = tuple[Condition, ...]
AllOf = tuple[AnyOf, ...]


def all_hold(groups: AllOf, facts: Facts) -> bool:
    """True when in every group at least one condition holds."""
    return all(any(condition.holds(facts) for condition in group) for group in groups)


def read(text: str, sets: Sets) -> Condition:
    """One condition from its text. Raises ProcessError for what is no fact, operator or value."""
    name, _, rest = text.strip().partition(" ")
    if name not in FACTS:
        raise ProcessError(f"{text!r}: {name} is not a fact")
    fact = FACTS[name]
    operator, _, operand = rest.strip().partition(" ")
    if operator == "unknown" and not operand:
        return Condition(name, "unknown")
    if not rest:
        return _truth(fact, text)
    if operator in {"has", "in"}:
        return _membership(fact, operator, operand, text, sets)
    return _comparison(fact, operator, operand.strip(), text)


def _truth(fact: Fact, text: str) -> Condition:
    if fact.kind is not Kind.TRUTH:
        raise ProcessError(f"{text!r}: {fact.name} is not a fact that is true or false")
    return Condition(fact.name, "true")


def _membership(fact: Fact, operator: str, operand: str, text: str, sets: Sets) -> Condition:
    fits = fact.kind is Kind.SEVERAL if operator == "has" else fact.worse is Worse.NEITHER
    if not fits:
        raise ProcessError(f"{text!r}: {fact.name} does not go with {operator!r}")
    chosen: set[str] = set()
    for word in (part.strip() for part in operand.split(",")):
        chosen.update(sets.get(word[1:], [word]) if word.startswith("@") else [word])
    if unknown := chosen - set(fact.values):
        raise ProcessError(f"{text!r}: {', '.join(sorted(unknown))} is not a value of {fact.name}")
    return Condition(fact.name, operator, values=frozenset(chosen))


def _comparison(fact: Fact, operator: str, operand: str, text: str) -> Condition:
    if {">=": Worse.UP, "<=": Worse.DOWN}.get(operator) is not fact.worse:
        raise ProcessError(f"{text!r}: {operator!r} would make {fact.name} count less when it gets worse")
    if fact.kind is Kind.CHOICE and operand in fact.values:
        at_least = fact.order[fact.order.index(operand) :]
        return Condition(fact.name, "in", values=frozenset(at_least))
    if fact.kind is Kind.NUMBER and NUMBER.fullmatch(operand):
        return Condition(fact.name, operator, number=int(operand))
    raise ProcessError(f"{text!r}: {operand!r} is not a value of {fact.name}")


def read_all(groups: list[Any], sets: Sets) -> AllOf:
    """A list of texts, or of lists of texts of which one is enough."""
    return tuple(_read_group(group, sets) for group in groups)


def _read_group(group: object, sets: Sets) -> AnyOf:
    """Of an empty list none could ever hold: the rule would be silent without a word."""
    texts = [group] if isinstance(group, str) else group
    if not isinstance(texts, list) or not texts:
        raise ProcessError(f"{shown(group)} is neither a condition nor a list of conditions")
    return tuple(read(check_text(text), sets) for text in texts)
