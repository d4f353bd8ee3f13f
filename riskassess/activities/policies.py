"""Who may do what to an assessment, and when. Raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.activities.lifecycle import IN_FORCE, MOVES, OPEN_TO_COUNCILLOR, ActivityState, By
from riskassess.activities.matrix import needs_help
from riskassess.models import Activity, ActivityHazard, Band, RiskProfile
from riskassess.models.activities import worst


def check_move(user: User, activity: Activity, name: str) -> None:
    move = MOVES[name]
    if move.by == By.COUNCILLOR:
        check_own(user, activity)
    if move.by == By.OFFICER:
        check_may_help(user, activity)
    if activity.state not in move.sources:
        raise ActionDenied(f"This assessment is “{ActivityState(activity.state).label}”, so that cannot be done now.")


def check_own(user: User, activity: Activity) -> None:
    if activity.councillor_id != user.pk:
        raise ActionDenied("Only the councillor whose assessment it is can do that.")


def check_may_help(user: User, activity: Activity) -> None:
    if not user.may(Permission.HELP_ACTIVITIES) or activity.councillor_id == user.pk:
        raise ActionDenied("Only an officer who helps councillors can do that.")


def check_may_keep(user: User) -> None:
    if not user.may(Permission.KEEP_ACTIVITIES):
        raise ActionDenied("Only those who say what assessments ask can do that.")


def check_may_begin_for(user: User, councillor: User) -> None:
    if not user.may(Permission.HELP_ACTIVITIES) or user.pk == councillor.pk:
        raise ActionDenied("Only an officer can begin one for a councillor, and nobody for themselves.")
    if not councillor.may(Permission.OWN_SAFETY):
        raise ActionDenied("They are no councillor, so they could not agree with it.")


def check_may_write(user: User, activity: Activity) -> None:
    """The councillor while it is in their hands, and the officer who has it in theirs."""
    if user.pk == activity.councillor_id and activity.state in OPEN_TO_COUNCILLOR:
        return
    if activity.state == ActivityState.WITH_OFFICER and user.pk == activity.helper_id:
        check_may_help(user, activity)
        return
    raise ActionDenied("It is finished, or in somebody else's hands, so it cannot be changed now.")


def check_may_renew(user: User, activity: Activity) -> None:
    check_own(user, activity)
    if activity.state not in IN_FORCE:
        raise ActionDenied("Only a finished assessment can be looked at again.")


def missing(activity: Activity, hazards: list[ActivityHazard]) -> list[str]:
    """What has to be done before it is finished. Nothing: it may be."""
    reasons = [] if activity.threatened is not None else ["Say whether somebody has threatened you."]
    applying = [one for one in hazards if one.applies]
    if not applying:
        reasons.append("Say what could go wrong.")
    return reasons + [f"{one.title}: say what you do about it." for one in applying if not one.is_rated]


def reasons_for_help(activity: Activity, hazards: list[ActivityHazard]) -> list[str]:
    """Why an officer should look at it, too. Nothing: the councillor can do it alone."""
    reasons = []
    if activity.threatened:
        reasons.append("Somebody has threatened you.")
    if needs_help(worst(hazards)):
        reasons.append("Much of the risk remains after what you do about it.")
    if RiskProfile.objects.filter(councillor=activity.councillor_id, band=Band.HIGH).exists():
        reasons.append("The council has found that more can happen to you than to others.")
    return reasons


def must_have_help(activity: Activity, hazards: list[ActivityHazard]) -> bool:
    """Until an officer has advised on it as it is, one with a reason for help is not finished."""
    return activity.state != ActivityState.ADVISED and bool(reasons_for_help(activity, hazards))


def check_may_finish(user: User, activity: Activity, hazards: list[ActivityHazard]) -> None:
    check_move(user, activity, "finish")
    if reasons := missing(activity, hazards):
        raise ActionDenied(f"It cannot be finished yet. {' '.join(reasons)}")
    if must_have_help(activity, hazards):
        raise ActionDenied("An officer should look at this one, too. Ask for help, and finish it with their advice.")
