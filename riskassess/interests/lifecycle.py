"""The states of an application to keep an interest out of the public register, and the moves between them (P25)."""

from dataclasses import dataclass

from django.db.models import TextChoices


class InterestState(TextChoices):
    APPLIED = "applied", "Waiting for a decision"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENDED = "ended", "Ended"


OPEN_STATES = (InterestState.APPLIED, InterestState.GRANTED)


@dataclass(frozen=True, slots=True)
class InterestMove:
    """One way on. `theirs`: the councillor goes it; `decided`: the monitoring officer does, never about themselves."""

    label: str
    sources: tuple[InterestState, ...]
    target: InterestState
    event: str
    theirs: bool = False
    decided: bool = False


INTEREST_MOVES = {
    "grant": InterestMove(
        "Grant it", (InterestState.APPLIED,), InterestState.GRANTED, "interest granted", decided=True
    ),
    "refuse": InterestMove(
        "Refuse it", (InterestState.APPLIED,), InterestState.REFUSED, "interest refused", decided=True
    ),
    "keep": InterestMove(
        "Keep it for longer", (InterestState.GRANTED,), InterestState.GRANTED, "interest kept", decided=True
    ),
    "end": InterestMove(
        "End it", (InterestState.GRANTED,), InterestState.ENDED, "interest ended", theirs=True, decided=True
    ),
    "withdraw": InterestMove(
        "Take it back", (InterestState.APPLIED,), InterestState.WITHDRAWN, "interest withdrawn", theirs=True
    ),
}
