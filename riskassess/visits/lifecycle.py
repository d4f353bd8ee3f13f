"""The states of a visit and of buddies, and the moves between them. That a word meant help is no state: see alarms."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class VisitState(TextChoices):
    PLANNED = "planned", "Planned"
    UNDER_WAY = "under-way", "Under way"
    OVERDUE = "overdue", "Past its end"
    RAISED = "raised", "Nobody has heard"
    ENDED = "ended", "Ended"
    CANCELLED = "cancelled", "Cancelled"
    ACCOUNTED = "accounted", "Accounted for"


class BuddyState(TextChoices):
    ASKED = "asked", "Waiting for an answer"
    AGREED = "agreed", "Buddies"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "No longer buddies"


class Mover(StrEnum):
    OWNER = "whoever plans the visit"
    OFFICER = "whoever is on watch"
    SYSTEM = "the system itself"
    ASKED = "whoever was asked"
    EITHER = "either of the two"


@dataclass(frozen=True, slots=True)
class VisitMove:
    """One way from some states to another. `event` is the audit event's verb."""

    label: str
    sources: tuple[TextChoices, ...]
    target: TextChoices
    by: Mover
    event: str


OPEN = (VisitState.PLANNED, VisitState.UNDER_WAY, VisitState.OVERDUE, VisitState.RAISED)
WATCHED = (VisitState.PLANNED, VisitState.UNDER_WAY)
SEEN = (VisitState.UNDER_WAY, VisitState.OVERDUE, VisitState.RAISED)  # by those who watch, from the start time on
OVER = (VisitState.ENDED, VisitState.CANCELLED, VisitState.ACCOUNTED)

MOVES = {
    "start": VisitMove("Start", (VisitState.PLANNED,), VisitState.UNDER_WAY, Mover.OWNER, "visit started"),
    "begin": VisitMove(
        "Its start time comes", (VisitState.PLANNED,), VisitState.UNDER_WAY, Mover.SYSTEM, "visit begun by the clock"
    ),
    "more time": VisitMove("I need more time", SEEN, VisitState.UNDER_WAY, Mover.OWNER, "visit extended"),
    "end": VisitMove("I am safe, visit over", SEEN, VisitState.ENDED, Mover.OWNER, "visit ended"),
    "cancel": VisitMove(
        "It does not take place", (VisitState.PLANNED,), VisitState.CANCELLED, Mover.OWNER, "visit cancelled"
    ),
    "pass": VisitMove(
        "Its expected end passes", (VisitState.UNDER_WAY,), VisitState.OVERDUE, Mover.SYSTEM, "visit overdue"
    ),
    "raise": VisitMove(
        "The minutes after it pass, too", (VisitState.OVERDUE,), VisitState.RAISED, Mover.SYSTEM, "visit raised"
    ),
    "account": VisitMove("Say what happened", SEEN, VisitState.ACCOUNTED, Mover.OFFICER, "visit accounted for"),
}

BUDDY_MOVES = {
    "agree": VisitMove("Agree", (BuddyState.ASKED,), BuddyState.AGREED, Mover.ASKED, "buddies agreed"),
    "decline": VisitMove("Decline", (BuddyState.ASKED,), BuddyState.DECLINED, Mover.ASKED, "buddies declined"),
    "end": VisitMove("End it", (BuddyState.ASKED, BuddyState.AGREED), BuddyState.ENDED, Mover.EITHER, "buddies ended"),
}
