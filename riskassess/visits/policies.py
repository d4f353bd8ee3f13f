"""Who may do what with a visit. Raises ActionDenied with a reason a person can read."""

from datetime import datetime, timedelta

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.models import Visit
from riskassess.visits.lifecycle import MOVES
from riskassess.visits.times import LONGEST_PLAN

AHEAD = timedelta(days=92)


def check_own(user: User, visit: Visit) -> None:
    if visit.councillor_id != user.pk:
        raise ActionDenied("Only whoever planned this visit can do that.")


def check_watches(user: User, visit: Visit) -> None:
    if visit.councillor_id == user.pk:
        raise ActionDenied("This visit is your own. A colleague has to answer it.")
    if not user.may(Permission.WATCH_VISITS):
        raise ActionDenied("Your role does not include watching visits.")


def check_may_ring(user: User, visit: Visit) -> None:
    """Buddies and those on watch: whoever was called can say how it went. Nobody can say it of themselves."""
    if visit.councillor_id == user.pk:
        raise ActionDenied("Somebody else has to ring you, and say how you are.")
    if not Visit.objects.visible_to(user).filter(pk=visit.pk).exists():
        raise ActionDenied("You are not one of those who were called.")


def may_read_whom(user: User, visit: Visit) -> bool:
    """Its owner; buddies to whom that is shown; and those on watch once people are called about it."""
    if visit.councillor_id == user.pk or (user.may(Permission.WATCH_VISITS) and visit.alarms.exists()):
        return True
    return visit.shows_whom and Visit.objects.of_buddies(user).filter(pk=visit.pk).exists()


def check_window(starts_at: datetime, expected_end_at: datetime, now: datetime) -> None:
    if expected_end_at <= now:
        raise ActionDenied("The end must be in the future.")
    if expected_end_at - starts_at > LONGEST_PLAN:
        raise ActionDenied("A plan can be 12 hours long at most. Is the end right?")
    if starts_at > now + AHEAD:
        raise ActionDenied("The start must be within the next three months.")


def check_move(visit: Visit, name: str) -> None:
    move = MOVES[name]
    if visit.state not in move.sources:
        raise ActionDenied(f"This visit is: {visit.own_words.lower()}. That is not possible any more.")
