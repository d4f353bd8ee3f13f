"""The states of an assessment of an activity, and the moves between them. That its day has passed is no state."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class ActivityState(TextChoices):
    DRAFT = "draft", "Not finished"
    ASKED = "asked", "Help asked for"
    WITH_OFFICER = "with-officer", "With an officer"
    ADVISED = "advised", "Advice given"
    FINISHED = "finished", "Finished"
    REOPENED = "reopened", "To be looked at again"
    REPLACED = "replaced", "Replaced by a newer one"


class By(StrEnum):
    COUNCILLOR = "the councillor"
    OFFICER = "an officer who helps"
    SYSTEM = "the system itself"


@dataclass(frozen=True, slots=True)
class ActivityMove:
    """One way from some states to another. `event` is the audit event's verb."""

    label: str
    sources: tuple[ActivityState, ...]
    target: ActivityState
    by: By
    event: str


S = ActivityState
HELPED = (S.ASKED, S.WITH_OFFICER, S.ADVISED)
OPEN_TO_COUNCILLOR = (S.DRAFT, S.ADVISED)
IN_FORCE = (S.FINISHED, S.REOPENED)
DONE = (*IN_FORCE, S.REPLACED)

MOVES = {
    "ask": ActivityMove("Ask an officer to help", OPEN_TO_COUNCILLOR, S.ASKED, By.COUNCILLOR, "activity help asked"),
    "take": ActivityMove("Take it", (S.ASKED,), S.WITH_OFFICER, By.OFFICER, "activity taken"),
    "advise": ActivityMove("Advise and hand it back", (S.WITH_OFFICER,), S.ADVISED, By.OFFICER, "activity advised"),
    "grow": ActivityMove(
        "A new reason for help after the advice", (S.ADVISED,), S.DRAFT, By.SYSTEM, "activity grew after its advice"
    ),
    "finish": ActivityMove(
        "Agree and finish", OPEN_TO_COUNCILLOR, S.FINISHED, By.COUNCILLOR, "activity assessment finished"
    ),
    "reopen": ActivityMove("Something has changed", (S.FINISHED,), S.REOPENED, By.SYSTEM, "activity reopened"),
    "replace": ActivityMove("A newer one is finished", IN_FORCE, S.REPLACED, By.SYSTEM, "activity replaced"),
}
