from collections.abc import Callable
from datetime import date

from councilsafe.access import Role
from councilsafe.accounts.models import User
from riskassess.models import RiskReview
from riskassess.reviews.owners import next_owner, who_may_hear

DUE = date(2026, 11, 20)


def test_the_safety_officer_with_the_fewest_open_reviews_is_next(
    make_person: Callable[..., User], make_review: Callable[..., RiskReview], safety: User
) -> None:
    idle, asking = make_person(Role.SAFETY), make_person(Role.COUNCILLOR)
    make_review(make_person(Role.COUNCILLOR), DUE)
    assert next_owner(asking) == idle
    make_review(make_person(Role.COUNCILLOR), DUE, owner=idle)
    make_review(make_person(Role.COUNCILLOR), DUE, owner=idle)
    assert next_owner(asking) == safety


def test_others_stand_in_one_after_the_other(make_person: Callable[..., User]) -> None:
    councillor = make_person(Role.COUNCILLOR)
    assert next_owner(councillor) == councillor
    for role in (Role.ADMIN, Role.OFFICER, Role.MONITORING, Role.MANAGER, Role.SAFETY):
        person = make_person(role)
        assert next_owner(councillor) == person


def test_who_left_owns_nothing(make_person: Callable[..., User], councillor: User, manager: User) -> None:
    make_person(Role.SAFETY, is_active=False)
    assert next_owner(councillor) == manager


def test_nobody_owns_the_review_of_themselves_unless_they_are_alone(make_person: Callable[..., User]) -> None:
    safety = make_person(Role.SAFETY)
    assert next_owner(safety) == safety
    officer = make_person(Role.OFFICER)
    assert next_owner(safety) == officer


def test_a_review_is_in_wrong_hands_once_its_owner_may_not_do_it(
    councillor: User, safety: User, make_review: Callable[..., RiskReview]
) -> None:
    review = make_review(councillor, DUE)
    assert not RiskReview.objects.in_wrong_hands().exists()
    User.objects.filter(pk=safety.pk).update(is_active=False)
    assert RiskReview.objects.in_wrong_hands().get() == review


def test_whom_a_review_is_about_never_hears_of_it(
    councillor: User, safety: User, manager: User, make_review: Callable[..., RiskReview]
) -> None:
    audience = who_may_hear(make_review(councillor, DUE))
    assert councillor not in audience
    assert safety in audience
    assert manager in audience
