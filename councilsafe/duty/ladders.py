"""How an alert climbs while nobody answers, for each tier: plain data, and the rule that reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from councilsafe.duty.calendar import Clock, Unit


class AtTheTop(StrEnum):
    GO_ROUND = "begin again with the first person"
    TELL_THE_TOP = "tell everybody at the top again"


@dataclass(frozen=True)
class NextOpening:
    """When the next working day begins: whoever is on duty then, they may be others."""


Wait = Clock | NextOpening


@dataclass(frozen=True)
class Ladder:
    """`step` is the time a person has before the next one is told. `again` is the wait before what follows at the top.

    No ladder ends: what nobody has answered is never forgotten.
    """

    step: Clock
    at_the_top: AtTheTop
    again: Wait


TEN_MINUTES = Clock(10, Unit.MINUTES)
TWO_WORKING_HOURS = Clock(2, Unit.WORKING_HOURS)
ONE_WORKING_DAY = Clock(1, Unit.WORKING_DAYS)

# From the calmest to the fastest, under the names of the tiers. How long the first person has is not said here: it is
# the tier's own clock, and comes with the alert from the threat process.
LADDERS: dict[str, Ladder] = {
    "log": Ladder(ONE_WORKING_DAY, AtTheTop.GO_ROUND, again=NextOpening()),
    "council": Ladder(TWO_WORKING_HOURS, AtTheTop.GO_ROUND, again=NextOpening()),
    "police": Ladder(Clock(30, Unit.MINUTES), AtTheTop.TELL_THE_TOP, again=Clock(1, Unit.HOURS)),
    "emergency": Ladder(TEN_MINUTES, AtTheTop.GO_ROUND, again=TEN_MINUTES),
}


def is_faster(ladder: str, than: str) -> bool:
    order = list(LADDERS)
    return order.index(ladder) > order.index(than)


@dataclass(frozen=True)
class Move:
    """The rungs to be told next, all at once, and the wait until the move after it."""

    round: int
    rungs: tuple[int, ...]
    then: Wait


def next_move(ladder: Ladder, *, round: int, rung: int, height: int, top: Sequence[int]) -> Move:
    """What follows after `rung` of `round` on a ladder of `height` people; those on the `top` rungs are in charge.

    `rung` is -1 when nobody was told in this round. People come and go, so the ladder may be shorter than it was.
    """
    last = height - 1
    if rung < last:
        return Move(round, (rung + 1,), wait_after(ladder, rung + 1 == last))
    match ladder.at_the_top:
        case AtTheTop.GO_ROUND:
            return Move(round + 1, (0,), wait_after(ladder, last == 0))
        case AtTheTop.TELL_THE_TOP:
            return Move(round + 1, tuple(top) or (last,), ladder.again)


def wait_after(ladder: Ladder, is_last: bool) -> Wait:
    return ladder.again if is_last else ladder.step
