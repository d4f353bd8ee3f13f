"""Two versions over the same facts: whether the tier differs, and which rules make the difference."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from incidents.facts import FACTS, Facts
from triage.process.quick import Quick
from triage.process.rules import Process, Tier
from triage.process.score import Reason, Score, score

MOST_KEPT = 50_000  # different sets of facts, of some hundred bytes each


@dataclass(frozen=True, slots=True)
class Difference:
    """`gained` are the rules that count in the later version alone, `lost` those in the earlier alone, in words."""

    before: Tier
    after: Tier
    gained: tuple[dict[str, Any], ...]
    lost: tuple[dict[str, Any], ...]


class Comparison:
    """For very many facts: reasons are looked for only where the tier differs, and once for facts that are alike."""

    def __init__(self, before: Process, after: Process) -> None:
        self.before, self.after = before, after
        self.quick_before, self.quick_after = Quick(before), Quick(after)
        self.known: dict[Hashable, Difference] = {}

    def of(self, facts: Facts) -> Difference | None:
        """None where both give the same tier."""
        if self.quick_before.tier(facts) is self.quick_after.tier(facts):
            return None
        key = tuple(tuple(value) if isinstance(value := facts.get(name), list) else value for name in FACTS)
        if key not in self.known:
            if len(self.known) >= MOST_KEPT:
                self.known.clear()
            self.known[key] = compare(self.before, self.after, facts)
        return self.known[key]


def compare(before: Process, after: Process, facts: Facts) -> Difference:
    earlier, later = score(before, facts), score(after, facts)
    gained, lost = apart(later, earlier), apart(earlier, later)
    if before.thresholds != after.thresholds:
        gained, lost = (*gained, thresholds(after, later)), (*lost, thresholds(before, earlier))
    return Difference(earlier.tier, later.tier, gained, lost)


def apart(one: Score, other: Score) -> tuple[dict[str, Any], ...]:
    """The reasons of one that the other does not have, or has with another weight."""
    theirs = {(reason.rule, reason.tier, reason.points) for reason in other.reasons}
    return tuple(in_words(own) for own in one.reasons if (own.rule, own.tier, own.points) not in theirs)


def in_words(reason: Reason) -> dict[str, Any]:
    weight = {"tier": reason.tier.value} if reason.tier else {"points": reason.points}
    return {"rule": reason.rule, "sentence": reason.sentence, **weight}


def thresholds(process: Process, result: Score) -> dict[str, Any]:
    needed = dict(process.thresholds)
    return {
        "rule": "thresholds",
        "sentence": f"The points add up to {result.points}. The council is reached at {needed[Tier.COUNCIL]} and the "
        f"police at {needed[Tier.POLICE]}.",
    }
