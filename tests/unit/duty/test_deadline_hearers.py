"""Whose a deadline is, and who may hear of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty import actions
from councilsafe.duty.audience import EVERYBODY, Audience
from councilsafe.duty.models import Absence, Deadline
from councilsafe.duty.plans import AWAY, GONE
from councilsafe.duty.signals import who_may_hear
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london
from tests.unit.duty.deadlines import BOB, REF, START, Clock, pass_time, put, told


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(london(START), tick=False) as clock:
        yield clock


@pytest.mark.parametrize("gone", ["inactive", "role", "nobody"])
def test_without_its_owner_those_above_hear_at_once(people: People, clock: Clock, gone: str) -> None:
    put(None if gone == "nobody" else people.bob, "2026-11-25 10:00")
    if gone == "inactive":
        User.objects.filter(pk=people.bob.pk).update(is_active=False)
    elif gone == "role":
        User.objects.filter(pk=people.bob.pk).update(roles=[])
    pass_time(clock, "2026-11-24 09:00")
    assert told() == [("Mary", "plan.before", "Tue 24 08:00")]
    assert OutboxMessage.objects.get().why == GONE


@pytest.mark.parametrize(
    ("plan", "due", "own", "above"),
    [
        ("case.plan", "2026-11-25 10:00", "plan.before", "plan.before"),
        ("review", "2026-11-24 10:00", "review.today", "owner.gone"),
    ],
)
def test_while_its_owner_is_away_those_above_hear_too(
    people: People, clock: Clock, plan: str, due: str, own: str, above: str
) -> None:
    put(people.bob, due, plan)
    away(people.bob, "2026-11-23 09:00", "2026-11-24 12:00")
    pass_time(clock, "2026-11-24 09:00")
    assert [(name, one) for name, one, _ in told()][-2:] == [(BOB, own), ("Mary", above)]
    assert set(OutboxMessage.objects.filter(recipient=people.manager).values_list("why", flat=True)) == {AWAY}
    assert not OutboxMessage.objects.filter(recipient=people.bob, why=AWAY).exists()


def test_once_its_owner_is_back_they_alone_hear(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00")
    away(people.bob, "2026-11-23 09:00", "2026-11-24 08:00")
    pass_time(clock, "2026-11-24 09:00")
    assert told() == [(BOB, "plan.before", "Tue 24 08:00")]


def test_while_its_owner_is_away_nobody_outside_its_audience_hears(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00", audience=Audience.of([people.bob.pk, people.monitoring.pk], ()))
    away(people.bob, "2026-11-23 09:00", "2026-12-24 08:00")
    pass_time(clock, "2026-12-04 12:00", timedelta(hours=1))
    assert {name for name, _, _ in told()} == {BOB, "Olive"}


def test_who_is_away_keeps_what_is_their_own(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 23:59", "support.again")
    away(people.bob, "2026-11-23 09:00", "2026-12-24 08:00")
    pass_time(clock, "2026-11-26 12:00", timedelta(hours=1))
    assert {name for name, _, _ in told()} == {BOB}


def away(person: User, starts: str, ends: str) -> None:
    Absence.objects.create(person=person, starts_at=london(starts), ends_at=london(ends), kind="leave")


def test_handed_over_the_new_owner_hears(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00")
    actions.hand_deadline(about_ref=REF, to=people.ann, kinds=["case.update"])
    pass_time(clock, "2026-11-24 09:00")
    assert len(actions.hand_deadline(about_ref=REF, to=people.ann)) == 1
    pass_time(clock, "2026-11-25 12:00")
    assert [(name, kind) for name, kind, _ in told()] == [(BOB, "plan.before"), ("Ann", "plan.late")]


def test_nobody_outside_its_audience_ever_hears(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00", audience=Audience.of([people.monitoring.pk, people.ann.pk], ()))
    pass_time(clock, "2026-12-04 12:00", timedelta(hours=1))
    assert {name for name, _, _ in told()} == {"Olive"}


def test_the_floor_above_says_at_the_moment_of_telling_who_may_hear(people: People, clock: Clock) -> None:
    barred = {people.manager.pk, people.monitoring.pk}

    def answer(about_ref: str, **kwargs: Any) -> Audience:
        return Audience.of(None, barred) if about_ref == REF else EVERYBODY

    put(people.bob, "2026-11-25 10:00")
    who_may_hear.connect(answer)
    pass_time(clock, "2026-12-04 12:00", timedelta(hours=1))
    who_may_hear.disconnect(answer)
    assert [name for name, _, _ in told()] == [BOB, BOB, "Ann", BOB]


def test_nobody_else_hears_what_is_one_persons_own(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 23:59", "support.again")
    User.objects.filter(pk=people.bob.pk).update(is_active=False)
    pass_time(clock, "2026-12-04 12:00", timedelta(hours=1))
    assert told() == []
    assert not Deadline.objects.missed().exists()


def test_a_manager_who_is_the_owner_hears_once_and_the_next_above_as_well(people: People, clock: Clock) -> None:
    put(people.manager, "2026-11-25 10:00")
    other = UserFactory(name="Max", roles=[Role.MANAGER])
    pass_time(clock, "2026-12-04 12:00", timedelta(hours=1))
    assert [name for name, _, _ in told()] == ["Mary", "Mary", other.name, "Mary"]
