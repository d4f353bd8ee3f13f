"""A deadline whose clock stands still, and two who do the same at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection

from councilsafe.accounts.guards import ActionDenied
from councilsafe.duty import actions
from councilsafe.duty.calendar import WorkingHours, working_time_between
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from tests.unit.duty.conftest import People, london
from tests.unit.duty.deadlines import REF, START, Clock, pass_time, put, told


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(london(START), tick=False) as clock:
        yield clock


# Pauses ----------------------------------------------------------------------------------------------------------


def pause(people: People, until: str, plan: str = "case.plan") -> Deadline:
    return actions.pause_deadline(by=people.bob, kind=plan, about_ref=REF, reason="police", until=london(until))


def test_a_paused_clock_tells_nobody_and_goes_on_with_what_was_left(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00")
    pass_time(clock, "2026-11-23 11:00")
    pause(people, "2026-12-10 17:00")
    pass_time(clock, "2026-12-01 15:00", timedelta(hours=1))
    assert told() == []
    resumed = actions.resume_deadline(by=people.bob, kind="case.plan", about_ref=REF)
    assert resumed
    assert resumed.due_at == london("2026-12-03 14:00")
    pass_time(clock, "2026-12-03 15:00")
    assert [kind for _, kind, _ in told()] == ["plan.before", "plan.late"]


@pytest.mark.parametrize("swept", ["2026-11-30 17:00", "2026-12-09 03:00"])
def test_at_its_limit_it_goes_on_by_itself_however_late_the_sweep(people: People, clock: Clock, swept: str) -> None:
    put(people.bob, "2026-11-25 10:00")
    pause(people, "2026-11-30 17:00")
    clock.move_to(london(swept))
    actions.remind_due_deadlines()
    deadline = Deadline.objects.get()
    assert (deadline.is_paused, deadline.due_at) == (False, london("2026-12-02 17:00"))


def test_by_day_and_night_what_is_left_is_left_by_day_and_night(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-23 14:00", "case.referral")
    pause(people, "2026-11-24 10:00", "case.referral")
    clock.move_to(london("2026-11-23 23:00"))
    resumed = actions.resume_deadline(kind="case.referral", about_ref=REF)
    assert resumed
    assert resumed.due_at == london("2026-11-24 03:00")


def test_what_is_late_or_paused_cannot_be_paused(people: People, clock: Clock) -> None:
    with pytest.raises(ActionDenied, match="no clock running"):
        pause(people, "2026-11-30 17:00")
    put(people.bob, "2026-11-25 10:00")
    pause(people, "2026-11-30 17:00")
    with pytest.raises(ActionDenied, match="no clock running"):
        pause(people, "2026-11-30 17:00")
    put(people.bob, "2026-11-23 11:00")
    clock.move_to(london("2026-11-23 12:00"))
    with pytest.raises(ActionDenied, match="run out"):
        pause(people, "2026-11-30 17:00")


def test_set_anew_a_pause_ends(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00")
    pause(people, "2026-11-30 17:00")
    assert not put(people.bob, "2026-11-26 10:00").is_paused


def test_what_was_left_is_working_time(people: People, clock: Clock) -> None:
    deadline = put(people.bob, "2026-12-29 12:00")
    paused = pause(people, "2026-12-30 17:00")
    assert paused.left == working_time_between(london(START), deadline.due_at, WorkingHours())


# Side by side ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00")
    clock.move_to(london("2026-11-24 09:00"))
    side_by_side(actions.remind_due_deadlines)
    assert len(told()) == OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_set_by_two_at_once_there_is_one(people: People, clock: Clock) -> None:
    side_by_side(lambda: put(people.bob, "2026-11-25 10:00"))
    assert Deadline.objects.count() == 1


def side_by_side(deed: Any) -> None:
    together = Barrier(2)

    def do(_: int) -> None:
        together.wait()
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(do, range(2)))
