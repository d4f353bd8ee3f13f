"""The states of a request for cover and the moves between them, as one table like a case's."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class CoverState(TextChoices):
    ASKED = "asked", "Waiting for an answer"
    ACCEPTED = "accepted", "Agreed: the rota is changed"
    DECLINED = "declined", "Declined"
    TAKEN_BACK = "taken-back", "Taken back"
    LAPSED = "lapsed", "Lapsed without an answer"


class Mover(StrEnum):
    ASKED = "the colleague who was asked"
    ASKER = "whoever asked"
    SYSTEM = "the system itself"


@dataclass(frozen=True, slots=True)
class CoverMove:
    """One way on from being asked. `by` is the only one who may go it; `event` is the audit event's verb."""

    label: str
    target: CoverState
    by: Mover
    event: str
    kind: str  # of the message to the other of the two


MOVES = {
    "accept": CoverMove("Take it", CoverState.ACCEPTED, Mover.ASKED, "cover accepted", "cover.accepted"),
    "decline": CoverMove("Decline", CoverState.DECLINED, Mover.ASKED, "cover declined", "cover.declined"),
    "take-back": CoverMove("Take it back", CoverState.TAKEN_BACK, Mover.ASKER, "cover taken back", "cover.taken_back"),
    "lapse": CoverMove("Let it lapse", CoverState.LAPSED, Mover.SYSTEM, "cover lapsed", "cover.lapsed"),
}
