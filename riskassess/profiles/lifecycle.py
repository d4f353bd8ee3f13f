"""The states of a mitigation and the moves between them. Buttons, guards and audit events come from this table."""

from dataclasses import dataclass

from django.db.models import TextChoices


class MitigationState(TextChoices):
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    IN_PLACE = "in_place", "In place"
    ENDED = "ended", "Ended"


OVER = (MitigationState.DECLINED, MitigationState.ENDED)
LIVE = (MitigationState.OFFERED, MitigationState.ACCEPTED, MitigationState.IN_PLACE)


@dataclass(frozen=True, slots=True)
class MitigationMove:
    """One way on. Whoever does reviews may go each of them, but for their own; the councillor those that are `theirs`.

    `asks_why`: the reason is asked for, and kept for as long as it stays like this. `follows`: nobody goes it, it comes
    with a decision about a sensitive interest (P25).
    """

    label: str
    sources: tuple[MitigationState, ...]
    target: MitigationState
    event: str
    theirs: bool = False
    asks_why: bool = False
    follows: bool = False


MITIGATION_MOVES = {
    "accept": MitigationMove(
        "Accept",
        (MitigationState.OFFERED, MitigationState.DECLINED),
        MitigationState.ACCEPTED,
        "mitigation accepted",
        theirs=True,
    ),
    "decline": MitigationMove(
        "Decline",
        (MitigationState.OFFERED, MitigationState.ACCEPTED),
        MitigationState.DECLINED,
        "mitigation declined",
        theirs=True,
        asks_why=True,
    ),
    "place": MitigationMove(
        "Record that it is in place", (MitigationState.ACCEPTED,), MitigationState.IN_PLACE, "mitigation in place"
    ),
    "check": MitigationMove(
        "Record a check", (MitigationState.IN_PLACE,), MitigationState.IN_PLACE, "mitigation checked"
    ),
    "end": MitigationMove(
        "End it",
        (MitigationState.ACCEPTED, MitigationState.IN_PLACE),
        MitigationState.ENDED,
        "mitigation ended",
        asks_why=True,
    ),
    "grant": MitigationMove(
        "Granted",
        (MitigationState.OFFERED, MitigationState.ACCEPTED, MitigationState.DECLINED),
        MitigationState.IN_PLACE,
        "mitigation in place",
        follows=True,
    ),
    "keep": MitigationMove(
        "Kept", (MitigationState.IN_PLACE,), MitigationState.IN_PLACE, "mitigation checked", follows=True
    ),
    "lapse": MitigationMove(
        "Look at it again",
        (MitigationState.ACCEPTED, MitigationState.IN_PLACE),
        MitigationState.OFFERED,
        "mitigation to be looked at",
        follows=True,
    ),
}
