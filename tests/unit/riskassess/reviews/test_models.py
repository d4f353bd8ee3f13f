"""What the database itself refuses, and who sees what."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from riskassess.models import Band, Cause, ReviewCause, RiskProfile, RiskReview

DUE = date(2026, 11, 20)
MakePerson = Callable[..., User]
MakeReview = Callable[..., RiskReview]


@pytest.fixture
def done(councillor: User, safety: User, make_review: MakeReview) -> RiskReview:
    return make_review(
        councillor, DUE, done_at=timezone.now(), done_by=safety, outcome=Band.LOW, reasons="Nothing happened."
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"band": "low"},
        {"band": "low", "reasons": "Because", "set_at": None},
        {"band": "", "reasons": "Because"},
        {"band": "extreme", "reasons": "Because", "set_at": "now", "set_by": "safety"},
        {"band": "low", "reasons": "", "set_at": "now", "set_by": "safety"},
    ],
)
def test_a_band_has_somebody_who_set_it_and_why(councillor: User, safety: User, fields: dict[str, object]) -> None:
    stand_ins = {"now": timezone.now(), "safety": safety}
    plain = {name: stand_ins.get(str(value), value) for name, value in fields.items()}
    with pytest.raises(IntegrityError, match="profile_set_by_somebody"):
        RiskProfile.objects.create(councillor=councillor, next_review_on=DUE, **plain)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"cause": "whim"}, "review_cause_known"),
        ({"done_at": timezone.now()}, "review_done_by_somebody"),
        ({"outcome": "low"}, "review_done_by_somebody"),
        ({"reasons": "Because"}, "review_done_by_somebody"),
    ],
)
def test_a_review_is_done_wholly_or_not_at_all(
    councillor: User, make_review: MakeReview, fields: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make_review(councillor, DUE, **fields)


def test_a_profile_has_one_open_review(done: RiskReview, councillor: User, make_review: MakeReview) -> None:
    make_review(councillor, DUE)
    with pytest.raises(IntegrityError, match="review_one_open"):
        make_review(councillor, DUE)


def test_an_incident_is_a_cause_once(councillor: User, make_review: MakeReview) -> None:
    review = make_review(councillor, DUE)
    ReviewCause.objects.create(review=review, about_ref="CS-22222-33333")
    with pytest.raises(IntegrityError, match="review_cause_once"):
        ReviewCause.objects.create(review=review, about_ref="CS-22222-33333")


def test_what_is_done_stays_as_it_was(done: RiskReview) -> None:
    for change in (lambda: RiskReview.objects.update(reasons="Other"), lambda: RiskReview.objects.all().delete()):
        with pytest.raises(InternalError, match="done_stays_done"), transaction.atomic():
            change()


def test_every_state_of_a_profile_is_kept(done: RiskReview, safety: User) -> None:
    RiskProfile.objects.update(band=Band.HIGH, reasons="A", set_at=timezone.now(), set_by=safety)
    events = RiskProfile.pgh_event_model.objects.order_by("pgh_id")
    assert [event.band for event in events] == ["", "high"]
    with pytest.raises(InternalError, match="append_only"):
        events.delete()


@pytest.mark.parametrize(
    ("role", "sees_all"),
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
def test_others_are_seen_by_permission_only(
    role: Role, sees_all: bool, councillor: User, make_person: MakePerson, make_review: MakeReview
) -> None:
    make_review(councillor, DUE)
    reader = make_person(role)
    assert RiskReview.objects.visible_to(reader).exists() is sees_all
    assert RiskProfile.objects.visible_to(reader).exists() is sees_all


def test_councillors_see_their_own(councillor: User, make_person: MakePerson, make_review: MakeReview) -> None:
    own = make_review(councillor, DUE)
    make_review(make_person(Role.COUNCILLOR), DUE)
    assert list(RiskReview.objects.visible_to(councillor)) == [own]
    assert list(RiskProfile.objects.visible_to(councillor)) == [own.profile]


def test_overdue_begins_the_day_after(councillor: User, make_review: MakeReview) -> None:
    review = make_review(councillor, DUE)
    assert list(RiskReview.objects.overdue(date(2026, 11, 21))) == [review]
    assert not RiskReview.objects.overdue(DUE).exists()


def test_reviews_are_found_by_their_incidents(done: RiskReview, councillor: User, make_review: MakeReview) -> None:
    review = make_review(councillor, DUE, cause=Cause.INCIDENT)
    ReviewCause.objects.create(review=review, about_ref="CS-22222-33333")
    assert list(RiskReview.objects.about("CS-22222-33333")) == [review]
    assert list(RiskReview.objects.open()) == [review]
    assert list(RiskReview.objects.done()) == [done]
