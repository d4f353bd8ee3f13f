"""A version of the process as its pages show it: by tier, and in words."""

from dataclasses import dataclass

from councilsafe.duty.calendar import Clock
from triage.process import Process, Tier
from triage.process.problems import tier_words
from triage.process.words import Shown, shown_gate, shown_point

GRAVEST_FIRST = sorted(Tier, reverse=True)
WHAT_FOLLOWS = {
    Tier.EMERGENCY: "You are told to call 999 before you finish any form, and an officer is alarmed until a person "
    "answers.",
    Tier.POLICE: "The police are told now, whatever the hour.",
    Tier.COUNCIL: "The council does something itself: it writes, restricts contact, or makes somebody safer.",
    Tier.LOG: "The council keeps it and gives advice. Many small things can add up, so it is always worth reporting.",
}


@dataclass(frozen=True, slots=True)
class OfTier:
    """One tier on a page. `key` is for its tag, `rules` lead there, and the clocks say by when."""

    key: str
    words: str
    follows: str
    rules: list[Shown]
    answered: str
    acted: str


def by_tier(process: Process) -> list[OfTier]:
    return [of_tier(process, tier) for tier in GRAVEST_FIRST]


def of_tier(process: Process, tier: Tier) -> OfTier:
    clocks = process.clocks[tier]
    return OfTier(
        key=tier.key,
        words=tier_words(tier),
        follows=WHAT_FOLLOWS[tier],
        rules=[shown_gate(gate) for gate in process.gates if gate.tier is tier],
        answered=str(clocks["acknowledge"]),
        acted=in_words(clocks.get("act")),
    )


def in_words(clock: Clock | None) -> str:
    return str(clock) if clock else ""


def all_points(process: Process) -> list[Shown]:
    return [shown_point(point) for point in process.points]


def thresholds(process: Process) -> list[tuple[str, int]]:
    return [(tier_words(tier), points) for tier, points in process.thresholds]
