"""Who may do what with a profile and what is offered. Raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.models import Mitigation, RiskProfile
from riskassess.profiles.lifecycle import LIVE, MITIGATION_MOVES

DECIDED = "The monitoring officer decides about this. What stands here follows from that."
QUICKER = "This has changed meanwhile. Look at it as it is now."


def is_own(user: User, profile: RiskProfile) -> bool:
    return profile.councillor_id == user.pk


def keeps(user: User, profile: RiskProfile) -> bool:
    """An officer about somebody else."""
    return user.may(Permission.DO_REVIEWS) and not is_own(user, profile)


def check_keeps(user: User, profile: RiskProfile) -> None:
    if is_own(user, profile):
        raise ActionDenied("This is about you. A colleague has to do it.")
    if not user.may(Permission.DO_REVIEWS):
        raise ActionDenied("Your role does not include this.")


def check_own(user: User, profile: RiskProfile) -> None:
    if not is_own(user, profile) or not user.may(Permission.OWN_SAFETY):
        raise ActionDenied("Only the councillor whom it is about can do this.")


def by_hand(mitigation: Mitigation, name: str) -> bool:
    """Whether anybody goes this move of it. What is decided can be accepted and declined; the rest follows."""
    move = MITIGATION_MOVES[name]
    return not move.follows and (move.theirs or not mitigation.what.decided)


def check_move(user: User, mitigation: Mitigation, name: str) -> None:
    move = MITIGATION_MOVES[name]
    if not by_hand(mitigation, name):
        raise ActionDenied(DECIDED)
    if not (move.theirs and is_own(user, mitigation.profile) and user.may(Permission.OWN_SAFETY)):
        check_keeps(user, mitigation.profile)
    if mitigation.state not in move.sources:
        raise ActionDenied(QUICKER)


def moves_of(user: User, mitigation: Mitigation) -> list[str]:
    """The names of the moves that this user may go now."""
    own, keeping = is_own(user, mitigation.profile), keeps(user, mitigation.profile)
    return [
        name
        for name, move in MITIGATION_MOVES.items()
        if mitigation.state in move.sources and by_hand(mitigation, name) and (keeping or (own and move.theirs))
    ]


def check_not_live(mitigation: Mitigation) -> None:
    """What was declined cannot come back beside an offer of the same."""
    if mitigation.profile.mitigations.filter(kind=mitigation.kind, state__in=LIVE).exclude(pk=mitigation.pk).exists():
        raise ActionDenied("The same has been offered again since. Answer that offer.")
