"""Who may do what with an application (P25). Raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.interests.lifecycle import INTEREST_MOVES
from riskassess.models import SensitiveInterest


def check_apply(user: User) -> None:
    if not user.may(Permission.OWN_SAFETY):
        raise ActionDenied("Only a councillor can apply for this.")


def check_interest_move(user: User, interest: SensitiveInterest, name: str) -> None:
    move = INTEREST_MOVES[name]
    if move.decided and not move.theirs and interest.councillor_id == user.pk:
        raise ActionDenied("This is your own. Another monitoring officer has to decide.")
    if not may_move(user, interest, name):
        raise ActionDenied("Your role does not include this.")
    if interest.state not in move.sources:
        raise ActionDenied("This has been decided or taken back meanwhile. Look at it as it is now.")


def may_move(user: User, interest: SensitiveInterest, name: str) -> bool:
    move, own = INTEREST_MOVES[name], interest.councillor_id == user.pk
    if own:
        return move.theirs and user.may(Permission.OWN_SAFETY)
    return move.decided and user.may(Permission.DECIDE_INTERESTS)


def interest_moves_of(user: User, interest: SensitiveInterest) -> list[str]:
    return [
        name
        for name, move in INTEREST_MOVES.items()
        if interest.state in move.sources and may_move(user, interest, name)
    ]
