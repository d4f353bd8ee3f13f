"""What is still not known and would change the tier: the questions to ask next, in order."""

from dataclasses import dataclass
from typing import Any

from incidents.facts import FACTS, Fact, Facts, Kind, Worse
from triage.process.rules import Process, Tier
from triage.process.score import score


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact, the gravest it could be, and the tier that it would then make."""

    fact: str
    tier: Tier
    value: Any


def questions(process: Process, facts: Facts) -> tuple[Question, ...]:
    """Those that would raise the tier furthest first; then as the process lists them."""
    now = score(process, facts).tier
    found = [asked for name in FACTS if name not in facts and (asked := _would_raise(process, facts, name, now))]
    place = {name: index for index, name in enumerate(process.ask_first)}
    return tuple(sorted(found, key=lambda asked: (-asked.tier, place.get(asked.fact, len(place)))))


def _would_raise(process: Process, facts: Facts, name: str, now: Tier) -> Question | None:
    value = worst(FACTS[name])
    if value is None:
        return None
    tier = score(process, {**facts, name: value}).tier
    return Question(name, tier, value) if tier > now else None


def worst(fact: Fact) -> Any:
    """The gravest value of a fact, or None where no value is graver than another."""
    if fact.kind is Kind.SEVERAL:
        return list(fact.values)
    if fact.kind is Kind.TRUTH:
        return True if fact.worse is Worse.UP else None
    if fact.kind is Kind.NUMBER:
        return fact.least if fact.worse is Worse.DOWN else 10_000
    return fact.order[-1] if fact.worse is Worse.UP else None
