"""The states of something that is coming, and the moves between them. By date the system itself moves it on."""

from dataclasses import dataclass

from django.db.models import TextChoices

from councilsafe.access import Permission


class TensionState(TextChoices):
    DRAFT = "draft", "Draft"
    ANNOUNCED = "announced", "Announced"
    UNDER_WAY = "under-way", "Under way"
    OVER = "over", "Over"
    CLOSED = "closed", "Closed"


@dataclass(frozen=True, slots=True)
class TensionMove:
    """One way from some states to another. `event` is the audit event's verb. No permission: the calendar moves it."""

    label: str
    sources: tuple[TensionState, ...]
    target: TensionState
    permission: Permission | None
    event: str


KEEP = Permission.KEEP_TENSIONS
COMING = (TensionState.DRAFT, TensionState.ANNOUNCED, TensionState.UNDER_WAY)
MOVES = {
    "announce": TensionMove("Announce it", (TensionState.DRAFT,), TensionState.ANNOUNCED, KEEP, "tension announced"),
    "begin": TensionMove(
        "Its first day has come", (TensionState.ANNOUNCED,), TensionState.UNDER_WAY, None, "tension under way"
    ),
    "end": TensionMove("Its last day is over", (TensionState.UNDER_WAY,), TensionState.OVER, None, "tension over"),
    "call off": TensionMove("It does not happen", COMING, TensionState.CLOSED, KEEP, "tension called off"),
    "close": TensionMove(
        "Close it with what was learned", (TensionState.OVER,), TensionState.CLOSED, KEEP, "tension closed"
    ),
}
