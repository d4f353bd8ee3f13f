"""Who may do what to a tension, and when. Raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from incidents.models import Incident
from riskassess.models import Briefing, BriefingFile, Tension
from riskassess.tensions.lifecycle import MOVES, TensionState

STALE = "Somebody else changed this while you were writing. What is shown above is theirs; yours is kept below."
NOT_YOURS = "Your role does not include preparing for what is coming."


class StaleTensionError(ActionDenied):
    """It is not any more what its writer had before them."""


def check_may_keep(user: User, tension: Tension) -> None:
    if not user.may(Permission.KEEP_TENSIONS):
        raise ActionDenied(NOT_YOURS)
    if tension.state == TensionState.CLOSED:
        raise ActionDenied("This is closed, and stays as it is.")


def check_may_change(user: User, tension: Tension) -> None:
    check_may_keep(user, tension)
    if tension.state == TensionState.OVER:
        raise ActionDenied("This is over. Say what was learned, and close it.")


def check_move(user: User, tension: Tension, name: str) -> None:
    move = MOVES[name]
    if move.permission is None or not user.may(move.permission):
        raise ActionDenied(NOT_YOURS)
    if tension.state not in move.sources:
        raise ActionDenied(f"This is “{TensionState(tension.state).label}”, so that cannot be done now.")


def check_ready(tension: Tension) -> None:
    """Nobody is told of something without a day, and nothing is sent to nobody."""
    if not tension.starts_on:
        raise ActionDenied("Enter the first and the last day before members are told.")
    if not tension.members.exists():
        raise ActionDenied("Choose the members whom it concerns before they are told.")


def check_files(briefing: Briefing) -> None:
    """Members get nothing that was not looked at, and nothing that they could not open."""
    for file in briefing.files.all():
        if file.state == BriefingFile.State.WAITING:
            raise ActionDenied(f"“{file.name}” is still being checked. Send the briefing in a few minutes.")
        if not file.is_shown:
            raise ActionDenied(f"“{file.name}” cannot be opened safely. Remove it, then send the briefing.")


def check_may_count(user: User, tension: Tension, incident: Incident) -> None:
    check_may_keep(user, tension)
    if not Incident.objects.team(user).filter(pk=incident.pk).exists():
        raise ActionDenied("Only the officers who work on the case can do that.")
