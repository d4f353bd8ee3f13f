"""Working time in England: exact at the edges, and true for any moment at all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councilsafe.duty.calendar import (
    LONDON,
    Clock,
    Unit,
    WorkingHours,
    add_working_time,
    due,
    holidays_known_until,
    is_working_day,
    is_working_time,
    working_time_between,
)

HOURS = WorkingHours()
INSTANT = timedelta(microseconds=1)
DAY = Clock(1, Unit.WORKING_DAYS)

thorough = settings(deadline=None, derandomize=True)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 1), timezones=st.just(UTC))
durations = st.timedeltas(INSTANT, timedelta(days=12))
opening_hours = st.builds(WorkingHours, st.times(time(0), time(11)), st.times(time(12), time(23, 59)))


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "clock", "end"),
    [
        pytest.param("2026-11-20 16:00", DAY, "2026-11-23 16:00", id="friday afternoon to monday afternoon"),
        pytest.param("2026-11-21 11:00", DAY, "2026-11-23 17:00", id="saturday to the end of monday"),
        pytest.param("2026-11-20 17:00", DAY, "2026-11-23 17:00", id="friday at closing time"),
        pytest.param("2026-11-23 07:00", DAY, "2026-11-23 17:00", id="before opening"),
        pytest.param("2026-11-23 09:00", Clock(2, Unit.WORKING_DAYS), "2026-11-24 17:00", id="two full days"),
        pytest.param("2026-11-23 15:30", Clock(4, Unit.WORKING_HOURS), "2026-11-24 11:30", id="over a night"),
        pytest.param("2026-12-24 16:00", DAY, "2026-12-29 16:00", id="christmas: friday, and boxing day's monday"),
        pytest.param("2026-04-02 16:00", DAY, "2026-04-07 16:00", id="easter"),
        pytest.param("2026-03-27 16:00", DAY, "2026-03-30 16:00", id="over the night with an hour less"),
        pytest.param("2026-10-23 16:00", DAY, "2026-10-26 16:00", id="over the night with an hour more"),
        pytest.param("2026-12-25 03:00", Clock(10, Unit.MINUTES), "2026-12-25 03:10", id="minutes know no holiday"),
        pytest.param("2026-12-24 23:30", Clock(1, Unit.HOURS), "2026-12-25 00:30", id="hours know no night"),
    ],
)
def test_clock_runs_out(start: str, clock: Clock, end: str) -> None:
    assert due(london(start), clock, HOURS) == london(end)


def test_hours_are_real_hours_when_the_clocks_go_back() -> None:
    assert due(london("2026-10-25 00:30"), Clock(2, Unit.HOURS), HOURS) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@thorough
@given(moments, durations, opening_hours)
def test_ends_in_working_time(start: datetime, duration: timedelta, hours: WorkingHours) -> None:
    assert is_working_time(add_working_time(start, duration, hours) - INSTANT, hours)


@thorough
@given(moments, durations, opening_hours)
def test_between_is_the_inverse_of_adding(start: datetime, duration: timedelta, hours: WorkingHours) -> None:
    assert working_time_between(start, add_working_time(start, duration, hours), hours) == duration


@thorough
@given(moments, durations, durations)
def test_adding_twice_is_adding_the_sum(start: datetime, one: timedelta, two: timedelta) -> None:
    assert add_working_time(add_working_time(start, one, HOURS), two, HOURS) == add_working_time(
        start, one + two, HOURS
    )


@thorough
@given(moments, moments, durations)
def test_a_later_start_is_never_due_earlier(one: datetime, two: datetime, duration: timedelta) -> None:
    first, second = sorted([one, two])
    assert add_working_time(first, duration, HOURS) <= add_working_time(second, duration, HOURS)


@thorough
@given(moments, durations, durations)
def test_more_time_is_later(start: datetime, duration: timedelta, more: timedelta) -> None:
    assert add_working_time(start, duration, HOURS) < add_working_time(start, duration + more, HOURS)


@thorough
@given(moments, moments, moments)
def test_time_between_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted([one, two, three])
    parts = working_time_between(first, second, HOURS) + working_time_between(second, third, HOURS)
    assert parts == working_time_between(first, third, HOURS)


@thorough
@given(moments)
def test_nothing_lies_between_a_moment_and_one_before_it(moment: datetime) -> None:
    assert working_time_between(moment, moment - timedelta(days=3), HOURS) == timedelta(0)


def test_closing_time_is_no_longer_working_time() -> None:
    assert is_working_time(london("2026-11-23 09:00"), HOURS)
    assert is_working_time(london("2026-11-23 16:59"), HOURS)
    assert not is_working_time(london("2026-11-23 17:00"), HOURS)
    assert not is_working_time(london("2026-11-22 12:00"), HOURS)


def test_scottish_holidays_are_working_days_in_england() -> None:
    assert is_working_day(date(2026, 11, 30))
    assert not is_working_day(date(2026, 8, 31))


def test_beyond_the_known_holidays_only_weekends_are_free() -> None:
    """A clock then runs through a bank holiday: due too early, which is safe, and never too late."""
    christmas = date(holidays_known_until().year + 1, 12, 25)
    christmas += timedelta(days=365) if christmas.weekday() >= 5 else timedelta(0)
    assert is_working_day(christmas)


@pytest.mark.parametrize("duration", [timedelta(0), timedelta(hours=-1)])
def test_only_time_that_passes_can_be_added(duration: timedelta) -> None:
    with pytest.raises(ValueError, match="Only time that passes"):
        add_working_time(london("2026-11-23 09:00"), duration, HOURS)


def test_a_day_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        WorkingHours(time(17), time(9))


def test_clocks_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Clock(0, Unit.HOURS)
    with pytest.raises(ValueError, match="weeks"):
        Clock(1, "weeks")  # type: ignore[arg-type]  # as it might come from a file


def test_a_clock_reads_well() -> None:
    assert [str(Clock(1, Unit.WORKING_DAYS)), str(Clock(4, Unit.WORKING_HOURS))] == ["1 working day", "4 working hours"]
