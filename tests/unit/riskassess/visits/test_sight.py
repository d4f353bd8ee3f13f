"""Who sees a visit, and for how long."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.actions import buddies
from riskassess.actions.visit_alarms import account_for, say_rung
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import end_visit, start_visit
from riskassess.models import Buddy, Sharing, Visit
from riskassess.visits.circle import buddies_of
from tests.factories import CouncillorFactory
from tests.unit.riskassess.visits.conftest import HOUR

Plan = Callable[..., Visit]


def sees(person: User, visit: Visit) -> bool:
    return Visit.objects.visible_to(person).filter(pk=visit.pk).exists()


def test_the_owner_and_buddies_see_a_plan_and_nobody_else(
    plan: Plan, councillor: User, buddy: User, officer: User
) -> None:
    visit = plan()
    assert sees(councillor, visit)
    assert sees(buddy, visit)
    assert not sees(CouncillorFactory(), visit)
    assert not sees(officer, visit)


@pytest.mark.parametrize(
    ("sharing", "named", "seen"), [("named", False, False), ("named", True, True), ("nobody", True, False)]
)
def test_it_is_shared_with_whom_its_owner_chose(sharing: str, named: bool, seen: bool, plan: Plan, buddy: User) -> None:
    visit = plan(sharing=sharing, named=(buddy,) if named else ())
    assert sees(buddy, visit) is seen
    assert (buddy in buddies_of(visit)) is seen


def test_a_stranger_cannot_be_named(plan: Plan, buddy: User) -> None:
    stranger = CouncillorFactory()
    visit = plan(sharing=Sharing.NAMED, named=(stranger,))
    assert not sees(stranger, visit)


def test_consent_taken_back_hides_at_once(plan: Plan, councillor: User, buddy: User) -> None:
    visit = plan()
    pair = Buddy.objects.get()
    buddies.end_buddies(by=buddy, buddy=pair)
    buddies.end_buddies(by=councillor, buddy=pair)
    assert not sees(buddy, visit)
    assert buddies_of(visit) == []


def test_nobody_is_a_buddy_before_they_agree(plan: Plan, councillor: User) -> None:
    other = CouncillorFactory()
    pair = buddies.ask_buddy(by=councillor, asked=other)
    visit = plan()
    assert not sees(other, visit)
    with pytest.raises(ActionDenied):
        buddies.agree(by=councillor, buddy=pair)
    buddies.decline(by=other, buddy=pair)
    assert not sees(other, visit)
    with pytest.raises(ActionDenied):
        buddies.agree(by=other, buddy=pair)


def test_asking_each_other_is_agreeing(councillor: User, clock) -> None:
    other = CouncillorFactory()
    first = buddies.ask_buddy(by=councillor, asked=other)
    assert buddies.ask_buddy(by=councillor, asked=other) == first
    assert buddies.ask_buddy(by=other, asked=councillor).state == "agreed"
    assert Buddy.objects.count() == 1


def test_those_on_watch_see_it_from_its_start_until_a_week_after(
    plan: Plan, clock, councillor: User, officer: User
) -> None:
    visit = plan()
    clock.shift(HOUR)
    watch_visits()
    assert sees(officer, visit)
    end_visit(by=councillor, visit=visit)
    clock.shift(timedelta(days=6))
    assert sees(officer, visit)
    clock.shift(timedelta(days=2))
    assert not sees(officer, visit)


def test_nobody_answers_or_rings_about_themselves(plan: Plan, clock, councillor: User) -> None:
    visit = plan()
    with pytest.raises(ActionDenied):
        say_rung(by=councillor, visit=visit, all_right=True)
    with pytest.raises(ActionDenied):
        account_for(by=councillor, visit=visit, what_happened="I am well.")


def test_a_second_press_makes_no_second_plan(plan: Plan) -> None:
    assert plan() == plan()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "gone"},
        {"kind": "picnic"},
        {"grace_minutes": 4},
        {"grace_minutes": 61},
        {"expected_end_at": datetime(2026, 6, 3, 17, 0, tzinfo=UTC)},
        {"expected_end_at": datetime(2026, 6, 4, 18, 1, tzinfo=UTC)},
        {"next_at": None},
        {"next_at": datetime(2026, 6, 3, 19, 16, tzinfo=UTC)},
        {"state": "ended"},
        {"over_at": datetime(2026, 6, 3, 19, 0, tzinfo=UTC)},
        {"contact_name": "A sister"},
        {"if_not_heard": ""},
    ],
)
def test_the_database_refuses_what_would_leave_somebody_unwatched(change: dict, plan: Plan) -> None:
    visit = plan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**change)


def test_a_pair_is_a_pair_once(councillor: User, buddy: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Buddy.objects.create(asker=buddy, asked=councillor)


def test_only_the_owner_starts_it(plan: Plan, buddy: User) -> None:
    with pytest.raises(ActionDenied):
        start_visit(by=buddy, visit=plan())
