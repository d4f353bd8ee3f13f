"""The states of a case and the moves between them. Buttons, guards, audit events and the diagram come from here."""

from dataclasses import dataclass

from django.db.models import TextChoices

from councilsafe.access import Permission


class State(TextChoices):
    NEW = "new", "Waiting for somebody to answer"
    ACKNOWLEDGED = "acknowledged", "Answered"
    IN_HAND = "in_hand", "Being dealt with"
    CLOSED = "closed", "Closed"


OPEN_STATES = (State.NEW, State.ACKNOWLEDGED, State.IN_HAND)


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another. `event` is the audit event's verb; no permission means the system's own."""

    label: str
    sources: tuple[TextChoices, ...]
    target: TextChoices
    permission: Permission | None
    event: str


MOVES = {
    "acknowledge": Move("Acknowledge", (State.NEW,), State.ACKNOWLEDGED, Permission.WORK_CASES, "acknowledged"),
    "plan": Move(
        "Record the plan", (State.ACKNOWLEDGED, State.IN_HAND), State.IN_HAND, Permission.WORK_CASES, "planned"
    ),
    "refer": Move(
        "Record the police referral",
        (State.ACKNOWLEDGED, State.IN_HAND),
        State.IN_HAND,
        Permission.WORK_CASES,
        "referred to the police",
    ),
    "close": Move("Close the case", (State.ACKNOWLEDGED, State.IN_HAND), State.CLOSED, Permission.WORK_CASES, "closed"),
    "withdraw": Move("Close what was withdrawn", OPEN_STATES, State.CLOSED, None, "closed because it was withdrawn"),
    "reopen": Move("Reopen the case", (State.CLOSED,), State.ACKNOWLEDGED, Permission.WORK_CASES, "reopened"),
    "raise": Move("Raise the tier", tuple(State), State.NEW, None, "raised"),
}
