"""The states of a venue and the moves between them. That its time has run out is no state: the calendar says it."""

from dataclasses import dataclass

from django.db.models import TextChoices

from councilsafe.access import Permission


class VenueState(TextChoices):
    NEW = "new", "Not assessed yet"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Not to be used"
    WITHDRAWN = "withdrawn", "Not used any more"


@dataclass(frozen=True, slots=True)
class VenueMove:
    """One way from some states to another. `event` is the audit event's verb."""

    label: str
    sources: tuple[VenueState, ...]
    target: VenueState
    permission: Permission
    event: str


IN_USE = (VenueState.NEW, VenueState.APPROVED, VenueState.REFUSED)
MOVES = {
    "approve": VenueMove(
        "Finish an assessment: fit to be used", IN_USE, VenueState.APPROVED, Permission.ASSESS_VENUES, "approved"
    ),
    "refuse": VenueMove(
        "Finish an assessment: not to be used", IN_USE, VenueState.REFUSED, Permission.ASSESS_VENUES, "refused"
    ),
    "withdraw": VenueMove("Take it off the list", IN_USE, VenueState.WITHDRAWN, Permission.ASSESS_VENUES, "withdrawn"),
    "bring back": VenueMove(
        "Bring it back, to be assessed anew",
        (VenueState.WITHDRAWN,),
        VenueState.NEW,
        Permission.ASSESS_VENUES,
        "brought back",
    ),
}
