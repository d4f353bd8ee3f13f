"""Somebody always answers, whatever the plan says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from councilsafe.duty.gaps import Gap, gaps
from councilsafe.duty.models import Shift
from councilsafe.duty.rota import NobodyOnDuty, on_duty
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
MONDAY = "2026-11-23 09:00", "2026-11-23 17:00"
NOON = london("2026-11-23 12:00")


def leave(*users: User) -> None:
    for user in users:
        user.is_active = False
        user.save()


def test_the_shift_answers(people: People, plan: Plan) -> None:
    plan(*MONDAY)
    assert on_duty(NOON).ladder == [people.bob, people.ann, people.manager, people.monitoring]


def test_a_shift_begins_with_its_first_moment_and_ends_before_its_last(people: People, plan: Plan) -> None:
    plan(*MONDAY)
    first_at = [on_duty(london(at)).first for at in ("2026-11-23 08:59", *MONDAY)]
    assert first_at == [people.ann, people.bob, people.ann]


def test_without_a_shift_any_officer_answers(people: People) -> None:
    duty = on_duty(NOON)
    assert duty.shift is None
    assert duty.ladder == list(people)


def test_the_second_answers_for_a_first_who_has_left(people: People, plan: Plan) -> None:
    plan(*MONDAY, first=people.bob, second=people.ann)
    leave(people.bob)
    assert on_duty(NOON).ladder == [people.ann, people.manager, people.monitoring]


def test_a_shift_of_one_gets_another_officer_as_second(people: People, plan: Plan) -> None:
    plan(*MONDAY, first=people.bob, second=None)
    assert on_duty(NOON).second == people.ann


def test_everybody_of_the_shift_has_left(people: People, plan: Plan) -> None:
    plan(*MONDAY)
    leave(people.ann, people.bob)
    carol = UserFactory(roles=["officer"])
    assert on_duty(NOON).first == carol


def test_without_officers_those_above_answer(people: People) -> None:
    leave(people.ann, people.bob)
    assert on_duty(NOON).ladder == [people.manager, people.monitoring]
    leave(people.manager)
    assert on_duty(NOON).ladder == [people.monitoring]


def test_an_administrator_is_the_last_resort(people: People) -> None:
    admin = UserFactory(roles=["admin"])
    assert admin not in on_duty(NOON).ladder
    leave(*people)
    assert on_duty(NOON).ladder == [admin]


@pytest.mark.django_db
def test_nobody_at_all() -> None:
    for role in ("councillor", "police", "champion", "safety"):
        UserFactory(roles=[role])
    with pytest.raises(NobodyOnDuty, match="Give somebody active the officer's role"):
        on_duty(NOON)


@pytest.mark.django_db
def test_one_person_with_every_role_is_told_once() -> None:
    alone = UserFactory(roles=["officer", "manager", "monitoring"])
    duty = on_duty(NOON)
    assert duty.ladder == [alone]
    assert duty.top == [0]


def test_a_manager_on_duty_is_relieved_by_another_manager(people: People, plan: Plan) -> None:
    plan(*MONDAY, first=people.manager, second=None)
    second_manager = UserFactory(roles=["manager"])
    assert on_duty(NOON).ladder == [people.manager, people.ann, second_manager, people.monitoring]


def test_the_top_are_those_in_charge(people: People) -> None:
    assert on_duty(NOON).top == [2, 3]


def test_two_queries(people: People, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan(*MONDAY)
    with django_assert_num_queries(2):
        on_duty(NOON)


# gaps ------------------------------------------------------------------------------------------------------------

START, END = london("2026-11-23 00:00"), london("2026-11-24 00:00")


def shifts(*hours: tuple[int, int]) -> list[Shift]:
    return [Shift(starts_at=START + timedelta(hours=a), ends_at=START + timedelta(hours=b)) for a, b in hours]


@pytest.mark.parametrize(
    ("planned", "missing"),
    [
        ([], [(0, 24)]),
        ([(0, 24)], []),
        ([(-5, 30)], []),
        ([(9, 17)], [(0, 9), (17, 24)]),
        ([(-3, 9), (9, 17), (20, 26)], [(17, 20)]),
    ],
)
def test_gaps(planned: list[tuple[int, int]], missing: list[tuple[int, int]]) -> None:
    expected = [Gap(START + timedelta(hours=a), START + timedelta(hours=b)) for a, b in missing]
    assert gaps(shifts(*planned), START, END) == expected


def test_nobody_who_may_not_hear_of_it_is_on_the_ladder(people: People, plan: Plan) -> None:
    plan(*MONDAY)
    barred = Audience(barred=frozenset({people.bob.pk, people.monitoring.pk}))
    assert on_duty(NOON, barred).ladder == [people.ann, people.manager]
    named = Audience(only=frozenset({people.ann.pk}))
    assert on_duty(NOON, named).ladder == [people.ann]
    assert on_duty(NOON, Audience(only=frozenset({people.ann.pk, people.monitoring.pk}))).top == [1]


def test_the_monitoring_officer_stands_in_for_those_who_have_gone(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    gone = UserFactory(roles=["officer"], is_active=False)
    assert on_duty(NOON, Audience(only=frozenset({gone.pk}))).ladder == [people.monitoring]
    assert "stands in" in caplog.text


def test_nobody_who_is_barred_stands_in(people: People) -> None:
    with pytest.raises(NobodyOnDuty):
        on_duty(NOON, Audience(only=frozenset(), barred=frozenset({people.monitoring.pk})))
