"""Whether the clocks are as quick as the procedure asks, and a graver tier never slower than a milder one."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from councilsafe.duty.calendar import Clock, Unit
from triage.process.musts import SLOWEST
from triage.process.problems import Problem, tier_words
from triage.process.rules import Tier

MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.WORKING_HOURS: 60, Unit.WORKING_DAYS: 480}
"""To compare clocks of different units: what each is at least."""
WORDS = {"acknowledge": "answered", "act": "acted on"}

Clocks = Mapping[Tier, Mapping[str, Clock]]


def clock_problems(clocks: Clocks) -> Iterator[Problem]:
    for tier, pair in clocks.items():
        for name, clock in pair.items():
            yield from too_slow(tier, name, clock)
        if "act" in pair and length(pair["act"]) < length(pair["acknowledge"]):
            yield Problem(
                "answered_before_acted",
                f"clocks-{tier.key}_act",
                f"“{tier_words(tier)}” cannot have to be acted on before it has to be answered.",
            )
    for name in WORDS:
        yield from graver_is_quicker(name, {tier: pair[name] for tier, pair in clocks.items() if name in pair})


def too_slow(tier: Tier, name: str, clock: Clock) -> Iterator[Problem]:
    allowed = SLOWEST[tier, name]
    if clock.amount > allowed.get(clock.unit, 0):
        longest = " or ".join(str(Clock(amount, unit)) for unit, amount in reversed(allowed.items()))
        yield Problem(
            "clocks_are_quick",
            f"clocks-{tier.key}_{name}",
            f"“{tier_words(tier)}” has to be {WORDS[name]} within {longest} at the latest, and not {clock}.",
        )


def graver_is_quicker(name: str, by_tier: Mapping[Tier, Clock]) -> Iterator[Problem]:
    for milder, graver in pairwise(sorted(by_tier)):
        if length(by_tier[graver]) > length(by_tier[milder]):
            yield Problem(
                "graver_is_quicker",
                f"clocks-{graver.key}_{name}",
                f"“{tier_words(graver)}” cannot be {WORDS[name]} later than “{tier_words(milder)}”.",
            )


def length(clock: Clock) -> int:
    return clock.amount * MINUTES[clock.unit]
