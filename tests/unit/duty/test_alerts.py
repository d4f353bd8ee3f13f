"""Alerts in simulated time: who is told when, on every ladder, until somebody answers."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from councilsafe.duty import actions
from councilsafe.duty.models import Alert, AlertStep, Shift
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory
from tests.unit.duty.alerts import ALL, REF, pass_time, raise_alert, told
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at nine on a Monday morning, and moves only when it is told to."""
    with time_machine.travel(london("2026-11-23 09:00"), tick=False) as clock:
        yield clock


# One ladder for each tier ----------------------------------------------------------------------------------------


def test_the_first_is_told_at_once(people: People, clock: time_machine.Traveller) -> None:
    alert = raise_alert("police")
    (message,) = OutboxMessage.objects.all()
    assert (message.recipient, message.kind, message.about_ref) == (people.ann, "alert", REF)
    assert (message.path, message.key) == (f"/cases/{REF}/", f"alert:{alert.reference}:0:0")


def test_emergency_goes_round_every_ten_minutes(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("emergency")
    pass_time(clock, "2026-11-23 10:05")
    times = ["Mon 09:00", "Mon 09:10", "Mon 09:20", "Mon 09:30", "Mon 09:40", "Mon 09:50", "Mon 10:00"]
    assert told() == list(zip([*ALL, *ALL[:3]], times, strict=True))


def test_emergency_goes_on_all_night(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("emergency")
    pass_time(clock, "2026-11-24 09:00")
    assert len(told()) == 1 + 24 * 6


def test_police_climbs_by_night_and_then_tells_the_top_every_hour(
    people: People, clock: time_machine.Traveller
) -> None:
    clock.move_to(london("2026-11-23 22:00"))
    raise_alert("police")
    pass_time(clock, "2026-11-24 02:30")
    assert told() == [
        ("Ann", "Mon 22:00"),
        ("Bob", "Mon 23:00"),
        ("Mary", "Mon 23:30"),
        ("Olive", "Tue 00:00"),
        ("Mary", "Tue 01:00"),
        ("Olive", "Tue 01:00"),
        ("Mary", "Tue 02:00"),
        ("Olive", "Tue 02:00"),
    ]


def test_at_the_top_of_police_whoever_is_away_is_told_as_well(people: People, clock: time_machine.Traveller) -> None:
    starts, ends = london("2026-11-20 09:00"), london("2026-11-27 09:00")
    actions.add_absence(by=people.monitoring, person=people.monitoring, starts_at=starts, ends_at=ends, kind="leave")
    raise_alert("police")
    pass_time(clock, "2026-11-23 13:30")
    assert told()[-4:] == [("Mary", "Mon 12:00"), ("Olive", "Mon 12:00"), ("Mary", "Mon 13:00"), ("Olive", "Mon 13:00")]


def test_council_climbs_in_working_time_and_begins_again_each_morning(
    people: People, clock: time_machine.Traveller
) -> None:
    clock.move_to(london("2026-11-19 15:00"))
    raise_alert("council")
    pass_time(clock, "2026-11-23 12:00", timedelta(minutes=30))
    assert told() == [
        ("Ann", "Thu 15:00"),
        ("Bob", "Fri 11:00"),
        ("Mary", "Fri 13:00"),
        ("Olive", "Fri 15:00"),
        ("Ann", "Mon 09:00"),
        ("Bob", "Mon 11:00"),
    ]


def test_whoever_is_on_duty_by_then_hears_of_what_others_left(
    people: People, plan: Plan, clock: time_machine.Traveller
) -> None:
    """Everybody of the shift was told, and nobody of the next one."""
    people.manager.delete(), people.monitoring.delete()
    carl = UserFactory(name="Carl", roles=["officer"])
    plan("2026-11-24 00:00", "2026-11-25 00:00", first=carl, second=None)
    raise_alert("council")
    pass_time(clock, "2026-11-24 10:00", timedelta(minutes=30))
    assert told() == [("Ann", "Mon 09:00"), ("Bob", "Mon 13:00"), ("Carl", "Tue 09:00")]


@pytest.mark.parametrize("ladder", ["log", "council"])
def test_nobody_hears_of_what_is_calm_twice_in_a_day(
    people: People, clock: time_machine.Traveller, ladder: str
) -> None:
    raise_alert(ladder)
    pass_time(clock, "2026-12-31 12:00", timedelta(minutes=30))
    days = Counter((name, at.date()) for name, at in AlertStep.objects.values_list("recipient__name", "told_at"))
    assert max(days.values()) == 1
    assert {date.weekday() for _, date in days} <= set(range(5))


def test_log_climbs_by_working_days_over_christmas(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(london("2026-12-24 16:00"))
    raise_alert("log")
    pass_time(clock, "2027-01-08 12:00", timedelta(hours=1))
    assert told() == [
        ("Ann", "Thu 16:00"),
        ("Bob", "Tue 16:00"),
        ("Mary", "Wed 16:00"),
        ("Olive", "Thu 16:00"),
        ("Ann", "Mon 09:00"),
        ("Bob", "Mon 17:00"),
        ("Mary", "Tue 17:00"),
        ("Olive", "Wed 17:00"),
        ("Ann", "Thu 09:00"),
        ("Bob", "Thu 17:00"),
    ]


def test_the_night_with_an_hour_more(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(london("2026-10-25 00:30"))
    raise_alert("police")
    pass_time(clock, "2026-10-25 02:00")
    assert told() == [("Ann", "Sun 00:30"), ("Bob", "Sun 01:30"), ("Mary", "Sun 01:00"), ("Olive", "Sun 01:30")]


def test_the_night_with_an_hour_less(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(london("2026-03-29 00:30"))
    raise_alert("police")
    pass_time(clock, "2026-03-29 03:30")
    assert told()[:3] == [("Ann", "Sun 00:30"), ("Bob", "Sun 02:30"), ("Mary", "Sun 03:00")]


# What changes on the way -----------------------------------------------------------------------------------------


def test_the_shift_of_the_moment_is_asked(people: People, plan: Plan, clock: time_machine.Traveller) -> None:
    plan("2026-11-23 09:00", "2026-11-23 17:00", first=people.bob, second=None)
    raise_alert("emergency")
    pass_time(clock, "2026-11-23 09:10")
    assert [name for name, _ in told()] == ["Bob", "Ann"]


def test_who_leaves_on_the_way_is_passed_over(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("emergency")
    people.bob.is_active = False
    people.bob.save()
    pass_time(clock, "2026-11-23 09:30")
    assert [name for name, _ in told()] == ["Ann", "Mary", "Olive", "Ann"]


def test_a_ladder_of_one_person(db: None, clock: time_machine.Traveller) -> None:
    UserFactory(name="Solo", roles=["officer"])
    raise_alert("police")
    pass_time(clock, "2026-11-23 11:00")
    assert told() == [("Solo", "Mon 09:00"), ("Solo", "Mon 10:00"), ("Solo", "Mon 11:00")]


def test_nobody_to_tell_keeps_the_alert_and_looks_again(
    db: None, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    raise_alert("emergency")
    assert told() == []
    assert {record.levelno for record in caplog.records} == {logging.CRITICAL}
    UserFactory(name="Late", roles=["officer"])
    pass_time(clock, "2026-11-23 09:05")
    assert told() == [("Late", "Mon 09:05")]


def test_after_a_long_silence_one_rung_at_a_time(people: People, clock: time_machine.Traveller) -> None:
    """Beat was stopped for two days: there is no burst, and the next step counts from now."""
    raise_alert("emergency")
    clock.shift(timedelta(days=2))
    assert [actions.climb_due_alerts() for _ in range(3)] == [1, 0, 0]
    assert told() == [("Ann", "Mon 09:00"), ("Bob", "Wed 09:00")]
    pass_time(clock, "2026-11-25 09:10")
    assert told()[-1] == ("Mary", "Wed 09:10")


def test_one_that_cannot_climb_holds_up_no_other(
    people: People, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a kind of message was taken away while an alarm of it was open."""
    broken = raise_alert("emergency", at=london("2026-11-23 08:00"), kind="message")
    raise_alert("emergency", at=london("2026-11-23 08:30"))
    Alert.objects.filter(pk=broken.pk).update(kind="none such")
    assert actions.climb_due_alerts() == 1
    assert [one.alert.kind for one in AlertStep.objects.order_by("id")][2:] == ["alert"]
    assert "could not climb" in caplog.text
    Alert.objects.filter(pk=broken.pk).update(kind="message")
    assert actions.climb_due_alerts() == 1
