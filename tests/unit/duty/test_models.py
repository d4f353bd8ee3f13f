"""What the database refuses by itself."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from councilsafe.duty.actions import raise_alert
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.models import Alert, AlertStep, Shift
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]


@pytest.fixture
def alert(people: People) -> Alert:
    return raise_alert(
        kind="alert",
        about_type="incident",
        about_ref="CS-1",
        path="/",
        ladder="council",
        first_clock=Clock(1, Unit.HOURS),
    )


@pytest.mark.parametrize("other", [("2026-11-23 08:00", "2026-11-23 10:00"), ("2026-11-23 10:00", "2026-11-23 11:00")])
def test_shifts_never_overlap(plan: Plan, people: People, other: tuple[str, str]) -> None:
    plan("2026-11-23 09:00", "2026-11-23 17:00")
    starts_at, ends_at = map(london, other)
    with pytest.raises(IntegrityError, match="shifts_do_not_overlap"):
        Shift.objects.create(starts_at=starts_at, ends_at=ends_at, first=people.ann)


def test_one_shift_may_follow_the_other_at_once(plan: Plan) -> None:
    plan("2026-11-23 09:00", "2026-11-23 17:00")
    plan("2026-11-23 17:00", "2026-11-24 09:00")


def test_a_shift_ends_after_it_starts(plan: Plan) -> None:
    with pytest.raises(IntegrityError, match="shift_ends_after_start"):
        plan("2026-11-23 09:00", "2026-11-23 09:00")


def test_nobody_is_their_own_second(plan: Plan, people: People) -> None:
    with pytest.raises(IntegrityError, match="shift_of_two_people"):
        plan("2026-11-23 09:00", "2026-11-23 17:00", first=people.ann, second=people.ann)


@pytest.mark.parametrize(
    ("starts", "hours"),
    [
        ("2026-11-23 09:00", "Working hours"),
        ("2026-11-23 17:00", "Out of hours"),
        ("2026-11-22 09:00", "Out of hours"),
        ("2026-12-25 09:00", "Out of hours"),
    ],
)
def test_the_kind_of_a_shift_follows_from_its_time(starts: str, hours: str) -> None:
    assert Shift(starts_at=london(starts)).hours == hours


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"ladder": "panic"}, "alert_ladder_known"),
        ({"answered_at": timezone.now(), "next_climb_at": None}, "alert_answered_by_somebody"),
        ({"stopped_at": timezone.now(), "next_climb_at": None}, "alert_stopped_for_a_reason"),
        ({"stop_reason": "gone"}, "alert_stopped_for_a_reason"),
        ({"stopped_at": timezone.now(), "stop_reason": "gone"}, "alert_climbs_while_open"),
        ({"next_climb_at": None}, "alert_climbs_while_open"),
    ],
)
def test_an_alert_that_cannot_be(alert: Alert, changes: dict[str, str | datetime], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Alert.objects.filter(pk=alert.pk).update(**changes)


def test_an_alert_is_not_both_answered_and_stopped(alert: Alert, people: People) -> None:
    closed = {"answered_at": timezone.now(), "answered_by": people.ann, "next_climb_at": None}
    with pytest.raises(IntegrityError, match="alert_answered_or_stopped"):
        Alert.objects.filter(pk=alert.pk).update(**closed, stopped_at=timezone.now(), stop_reason="gone")


def test_one_open_alert_of_a_kind(alert: Alert) -> None:
    same = {"kind": "alert", "about_type": "incident", "about_ref": "CS-1", "path": "/", "ladder": "log"}
    with pytest.raises(IntegrityError, match="alert_open_once"):
        Alert.objects.create(**same, next_climb_at=timezone.now())


def test_no_step_is_told_twice(alert: Alert, people: People) -> None:
    with pytest.raises(IntegrityError, match="alert_step_once"):
        AlertStep.objects.create(alert=alert, round=0, rung=0, recipient=people.bob)
