"""Who may do what to a venue, and when. Raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.models import Outcome, Venue, VenueAssessment, VenueFinding
from riskassess.venues.areas import Rating
from riskassess.venues.lifecycle import MOVES, VenueState


def check_move(user: User, venue: Venue, name: str) -> None:
    move = MOVES[name]
    if not user.may(move.permission):
        raise ActionDenied("Your role does not include assessing venues.")
    if venue.state not in move.sources:
        raise ActionDenied(f"This venue is “{VenueState(venue.state).label}”, so that cannot be done now.")


def check_may_assess(user: User, venue: Venue) -> None:
    if not user.may(Permission.ASSESS_VENUES):
        raise ActionDenied("Your role does not include assessing venues.")
    if venue.state == VenueState.WITHDRAWN:
        raise ActionDenied("This venue is not used any more. Bring it back first.")


def check_open(assessment: VenueAssessment) -> None:
    if assessment.finished_at:
        raise ActionDenied("This assessment is finished, and stays as it is. Begin a new one to change anything.")


def in_the_way(assessment: VenueAssessment, findings: list[VenueFinding]) -> list[str]:
    """What has to be done before anybody can say that the venue may be used. Nothing: it may."""
    reasons = [] if assessment.visited_on else ["Say when you visited it, and what councillors should know."]
    for finding in findings:
        if finding.rating == Rating.UNSEEN:
            reasons.append(f"{finding.about.title}: nobody has looked at it.")
        elif finding.rating == Rating.BAD and not finding.done_on:
            reasons.append(f"{finding.about.title}: it is not acceptable, and no control is in place.")
    return reasons


def check_may_finish(user: User, venue: Venue, assessment: VenueAssessment, outcome: str) -> None:
    """Whoever assessed it decides: they stood in the room. What is unsafe nobody can approve."""
    check_move(user, venue, "approve" if outcome == Outcome.FIT else "refuse")
    check_open(assessment)
    if not assessment.visited_on:
        raise ActionDenied("Say first when you visited it, and what councillors should know.")
    reasons = in_the_way(assessment, list(assessment.findings.all()))
    if outcome == Outcome.FIT and reasons:
        raise ActionDenied(f"It cannot be approved yet. {' '.join(reasons)}")


def may_say_in_place(user: User, finding: VenueFinding) -> bool:
    """Whoever was to do it, or whoever assesses venues."""
    return finding.owner_id == user.pk or user.may(Permission.ASSESS_VENUES)


def check_may_say_in_place(user: User, finding: VenueFinding) -> None:
    if not may_say_in_place(user, finding):
        raise ActionDenied("Somebody else has this in hand. They say when it is done.")
