"""What a rule looks for and what a version says, in the words of the vocabulary: no page shows a condition's code."""

from collections.abc import Iterator
from dataclasses import dataclass

from councilsafe.duty.calendar import Clock
from incidents.facts import FACTS, Kind
from triage.process.conditions import AllOf, Condition
from triage.process.musts import UNWELCOME
from triage.process.problems import tier_words
from triage.process.rules import Gate, Point, Process, Tier

CLOCK_WORDS = {"acknowledge": "Somebody answers within", "act": "Acted on within"}


def in_words(condition: Condition) -> str:
    fact = FACTS[condition.fact]
    if condition.operator == "true":
        return fact.label
    if condition.operator == "unknown":
        return f"{fact.label}: not known"
    if fact.kind is Kind.NUMBER:
        return f"{fact.label}: {condition.number} or {'more' if condition.operator == '>=' else 'fewer'}"
    if condition.fact == "conduct" and set(condition.values) == set(UNWELCOME):
        return f"{fact.label}: anything unwelcome, so all but criticism, satire and casework"
    return f"{fact.label}: {' or '.join(label for value, label in fact.values.items() if value in condition.values)}"


def looks_for(when: AllOf) -> list[str]:
    """A sentence for each group: all of them have to be so."""
    return ["; or ".join(in_words(one) for one in group) for group in when]


@dataclass(frozen=True, slots=True)
class Shown:
    """A gate or a point for a page."""

    name: str
    sentence: str
    needs: list[str]
    weight: str
    liftable: bool = False


def shown_gate(gate: Gate) -> Shown:
    return Shown(gate.name, without_numbers(gate.sentence), looks_for(gate.when), tier_words(gate.tier), gate.liftable)


def shown_point(point: Point) -> Shown:
    words = f"{point.points} point{'' if point.points == 1 else 's'}"
    return Shown(point.name, without_numbers(point.sentence), looks_for(point.when), words)


def without_numbers(sentence: str) -> str:
    """A sentence about no incident in particular."""
    for name, fact in FACTS.items():
        if fact.kind is Kind.NUMBER:
            sentence = sentence.replace(f"Hours until then: {{{name}}}.", "").replace(f"{{{name}}}", "so many")
    return sentence.strip()


def clock_words(clocks: dict[str, Clock]) -> str:
    said = [f"{CLOCK_WORDS[name]} {clock}" for name, clock in clocks.items()]
    return "; ".join(said)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two versions say differently."""

    what: str
    before: str
    after: str


def differences(before: Process, after: Process) -> list[Change]:
    return [
        *rule_changes(
            {gate.name: shown_gate(gate) for gate in before.gates}, {one.name: shown_gate(one) for one in after.gates}
        ),
        *rule_changes(
            {one.name: shown_point(one) for one in before.points}, {one.name: shown_point(one) for one in after.points}
        ),
        *threshold_changes(before, after),
        *clock_changes(before, after),
        *other_changes(before, after),
    ]


def rules_of(process: Process) -> dict[str, Shown]:
    return {one.name: one for one in (*map(shown_gate, process.gates), *map(shown_point, process.points))}


def rule_changes(before: dict[str, Shown], after: dict[str, Shown]) -> Iterator[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        one, other = before.get(name), after.get(name)
        if one and other and one != other:
            weights = (
                (one.weight, other.weight) if one.weight != other.weight else ("As it was", "Looks for other things")
            )
            yield Change(other.sentence, *weights)
        elif one is None and other:
            yield Change(other.sentence, "Does not count", other.weight)
        elif one and other is None:
            yield Change(one.sentence, one.weight, "Does not count")


def threshold_changes(before: Process, after: Process) -> Iterator[Change]:
    needed = dict(after.thresholds)
    for tier, points in before.thresholds:
        if needed[tier] != points:
            yield Change(f"Points that reach “{tier_words(tier)}”", str(points), str(needed[tier]))


def clock_changes(before: Process, after: Process) -> Iterator[Change]:
    for tier in Tier:
        one, other = clock_words(dict(before.clocks[tier])), clock_words(dict(after.clocks[tier]))
        if one != other:
            yield Change(f"Clocks of “{tier_words(tier)}”", one, other)


def other_changes(before: Process, after: Process) -> Iterator[Change]:
    """What only a file can change."""
    parts = {"Who is told beside the tier": "routes", "What calms": "lift", "What is asked first": "ask_first"}
    for words, part in parts.items():
        if getattr(before, part) != getattr(after, part):
            yield Change(words, "As it was", "Other rules")
