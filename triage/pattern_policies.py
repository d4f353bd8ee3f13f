"""Who may decide about a pattern, in the state it is in."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from incidents.models import Incident
from triage.models import Pattern
from triage.pattern_lifecycle import PATTERN_MOVES, PatternState


def check_pattern_move(user: User, pattern: Pattern, name: str) -> None:
    move = PATTERN_MOVES[name]
    if move.permission is None or not user.may(move.permission):
        raise ActionDenied("Your role does not include this.")
    if pattern.state not in move.sources:
        label = PatternState(pattern.state).label.lower()
        raise ActionDenied(f"This pattern is now “{label}”, so that is no longer possible.")
    check_sees_all(user, pattern)


def check_sees_all(user: User, pattern: Pattern) -> None:
    """Nobody decides about what they may not know."""
    present = pattern.members.present()
    if present.exclude(pk__in=present.visible_to(user).values("pk")).exists():
        raise ActionDenied("There are reports in this pattern that you may not see. A colleague has to decide.")


def check_change_pattern(user: User, pattern: Pattern) -> None:
    if not user.may(Permission.WORK_CASES):
        raise ActionDenied("Your role does not include working on cases.")
    if not (pattern.is_confirmed or pattern.is_offered):
        raise ActionDenied(
            f"This pattern was {PatternState(pattern.state).label.lower()}. Put the reports together anew."
        )


def check_team(user: User, incidents: list[Incident]) -> None:
    """Only what they work on as officers: never their own matter, nor what is kept from them."""
    if Incident.objects.team(user).filter(pk__in=[one.pk for one in incidents]).count() < len(incidents):
        raise ActionDenied("You may not work on one of these reports.")


def pattern_moves_open_to(user: User, pattern: Pattern) -> list[str]:
    return [
        name
        for name, move in PATTERN_MOVES.items()
        if move.permission and user.may(move.permission) and pattern.state in move.sources
    ]
