"""Who may review whom. Raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.models import RiskReview


def check_may_review(user: User, review: RiskReview) -> None:
    if not user.may(Permission.DO_REVIEWS):
        raise ActionDenied("Your role does not include doing risk reviews.")
    if is_about(user, review):
        raise ActionDenied("This review is about you. A colleague has to do it.")


def may_review(user: User, review: RiskReview) -> bool:
    return user.may(Permission.DO_REVIEWS) and not is_about(user, review)


def is_about(user: User, review: RiskReview) -> bool:
    return review.profile.councillor_id == user.pk
