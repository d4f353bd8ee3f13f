"""What a review finds, what the councillor says, and what opens another look."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.actions import do_review
from riskassess.actions import profiles as actions
from riskassess.actions.reviews import Findings
from riskassess.models import Band, Cause, ProfileNote, ReviewCause, RiskProfile, RiskReview
from tests.factories import COUNCIL, report
from triage.actions.patterns import add_to_pattern, begin_pattern

MakeReview = Callable[..., RiskReview]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def profile(councillor: User, safety: User, make_review: MakeReview) -> RiskProfile:
    found = Findings(
        targets=["strand", "home"],
        strands=["religion"],
        target_words="What you wear, and your street.",
        with_police=True,
        police_who="Sergeant Quarry",
        police_on=TODAY,
        agreed="no",
        own_words="I do not want cameras.",
    )
    do_review(by=safety, review=make_review(councillor, TODAY), band=Band.HIGH, reasons="A", findings=found)
    return RiskProfile.objects.get()


def test_a_review_keeps_what_it_found(profile: RiskProfile, safety: User) -> None:
    assert (profile.targets, profile.strands) == (["strand", "home"], ["religion"])
    assert (profile.police_who, profile.police_on) == ("Sergeant Quarry", TODAY)
    assert (profile.agreed, profile.agreed_on, profile.agreed_by) == ("no", TODAY, safety)


def test_the_next_review_asks_for_agreement_anew_and_keeps_their_words(
    profile: RiskProfile, councillor: User, safety: User
) -> None:
    review = actions.ask_for_review(by=councillor, words="It is worse")
    do_review(by=safety, review=review, band=Band.HIGH, reasons="B", findings=Findings(targets=["role"]))
    profile.refresh_from_db()
    assert (profile.agreed, profile.agreed_on, profile.agreed_by) == ("", None, None)
    assert (profile.own_words, profile.targets, profile.with_police) == ("I do not want cameras.", ["role"], False)
    events = RiskProfile.pgh_event_models["insert"].objects.filter(pgh_obj=profile)
    assert "Sergeant Quarry" in events.values_list("police_who", flat=True)


def test_the_councillor_agrees(profile: RiskProfile, councillor: User) -> None:
    actions.record_agreement(by=councillor, profile=profile, agreed="yes", own_words="Good.", seen=profile.set_at)
    profile.refresh_from_db()
    assert (profile.agreed, profile.own_words, profile.agreed_by) == ("yes", "Good.", councillor)


def test_nobody_agrees_with_what_they_have_not_read(
    profile: RiskProfile, councillor: User, safety: User, clock: time_machine.Traveller
) -> None:
    seen = profile.set_at
    clock.shift(60)
    do_review(by=safety, review=actions.ask_for_review(by=councillor, words="x"), band=Band.LOW, reasons="B")
    with pytest.raises(actions.StalePlanError, match="while you were reading"):
        actions.record_agreement(by=councillor, profile=profile, agreed="yes", own_words="", seen=seen)
    profile.refresh_from_db()
    assert profile.agreed == ""


def test_a_stranger_agrees_with_nothing(profile: RiskProfile, make_person: Callable[..., User]) -> None:
    for role in (Role.COUNCILLOR, Role.POLICE, Role.CHAMPION):
        with pytest.raises(ActionDenied):
            actions.record_agreement(by=make_person(role), profile=profile, agreed="yes", own_words="")


def test_asked_for_once_while_it_is_open(councillor: User, safety: User) -> None:
    first = actions.ask_for_review(by=councillor, words="I am followed")
    assert actions.ask_for_review(by=councillor, words="Please") == first
    assert ProfileNote.objects.get().words == "I am followed"
    assert first.causes.get().cause == Cause.ASKED


def test_another_role_opens_a_review(councillor: User, officer: User) -> None:
    review = actions.note_role_change(councillor=councillor, by=officer, reason="Chairs planning now")
    assert review.cause == Cause.ROLE
    assert review.due_on == date(2026, 12, 1)
    with pytest.raises(ActionDenied):
        actions.note_role_change(councillor=councillor, by=councillor, reason="Mine")


def test_a_confirmed_pattern_opens_the_reviews_of_all_it_was_done_to(
    councillor: User, officer: User, make_person: Callable[..., User]
) -> None:
    kept = make_person(Role.COUNCILLOR)
    incidents = [report(one, **COUNCIL).incident for one in (councillor, make_person(Role.COUNCILLOR), kept)]
    pattern = begin_pattern(by=officer, kind="series", incidents=incidents[:2], reason="The same man")
    found = ReviewCause.objects.filter(cause=Cause.PATTERN, about_ref=pattern.reference)
    assert {one.review.profile.councillor for one in found} == {one.councillor for one in incidents[:2]}
    add_to_pattern(by=officer, pattern=pattern, incident=incidents[2], reason="And this")
    assert found.all().count() == 3


def test_what_few_may_know_opens_none(councillor: User, monitoring: User) -> None:
    case = report(councillor, **COUNCIL)
    case.incident.restricted = True
    case.incident.save()
    begin_pattern(by=monitoring, kind="series", incidents=[case.incident], reason="The same man")
    assert not ReviewCause.objects.filter(cause=Cause.PATTERN).exists()


def test_others_never_see_it(profile: RiskProfile, make_person: Callable[..., User]) -> None:
    for role in (Role.COUNCILLOR, Role.POLICE, Role.CHAMPION, Role.ADMIN):
        assert not RiskProfile.objects.visible_to(make_person(role)).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"targets": ["hair"]},
        {"strands": ["hair"]},
        {"with_police": True, "police_who": "", "police_on": None},
        {"with_police": False},
        {"agreed": "yes", "agreed_by": None},
        {"agreed": "perhaps"},
        {"agreed": ""},
    ],
)
def test_the_database_refuses(profile: RiskProfile, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskProfile.objects.filter(pk=profile.pk).update(**wrong)


def test_nobody_keeps_their_own(profile: RiskProfile, councillor: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskProfile.objects.filter(pk=profile.pk).update(keeper=councillor)
