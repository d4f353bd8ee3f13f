"""The states of a pattern and the moves between them."""

from django.db.models import TextChoices

from councilsafe.access import Permission
from triage.lifecycle import Move


class PatternState(TextChoices):
    OFFERED = "offered", "Offered"
    CONFIRMED = "confirmed", "Confirmed"
    DISMISSED = "dismissed", "Dismissed"
    DISSOLVED = "dissolved", "Dissolved"


PATTERN_MOVES = {
    "confirm": Move(
        "Confirm that they belong together",
        (PatternState.OFFERED,),
        PatternState.CONFIRMED,
        Permission.WORK_CASES,
        "pattern confirmed",
    ),
    "dismiss": Move(
        "Say that they do not belong together",
        (PatternState.OFFERED,),
        PatternState.DISMISSED,
        Permission.WORK_CASES,
        "pattern dismissed",
    ),
    "dissolve": Move(
        "Take the pattern apart",
        (PatternState.CONFIRMED,),
        PatternState.DISSOLVED,
        Permission.WORK_CASES,
        "pattern dissolved",
    ),
    "offer_again": Move(
        "Offer it again because it has grown",
        (PatternState.DISMISSED,),
        PatternState.OFFERED,
        None,
        "pattern offered again",
    ),
}
