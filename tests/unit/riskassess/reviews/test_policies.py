from collections.abc import Callable
from datetime import date

import pytest

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.models import RiskReview
from riskassess.reviews.policies import check_may_review, may_review


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.SAFETY, True),
        (Role.OFFICER, True),
        (Role.MANAGER, True),
        (Role.MONITORING, True),
        (Role.COUNCILLOR, False),
        (Role.CHAMPION, False),
        (Role.POLICE, False),
        (Role.ADMIN, False),
    ],
)
def test_the_role_decides(
    role: Role,
    may: bool,
    councillor: User,
    make_person: Callable[..., User],
    make_review: Callable[..., RiskReview],
) -> None:
    assert may_review(make_person(role), make_review(councillor, date(2026, 11, 20))) is may


def test_refusals_say_why(councillor: User, safety: User, make_review: Callable[..., RiskReview]) -> None:
    with pytest.raises(ActionDenied, match="Your role"):
        check_may_review(councillor, make_review(councillor, date(2026, 11, 20)))
    own = make_review(safety, date(2026, 11, 20))
    with pytest.raises(ActionDenied, match="about you"):
        check_may_review(safety, own)
    assert not may_review(safety, own)
