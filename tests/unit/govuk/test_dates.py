from datetime import UTC, date, datetime

import pytest

from councilsafe.govuk import dates


def utc(year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def _on_saturday_morning(time_machine):
    time_machine.move_to(utc(2026, 11, 21, 8, 0), tick=False)


def test_a_day_is_written_out():
    assert dates.day(date(2026, 11, 3)) == "3 November 2026"


def test_a_day_is_the_local_one():
    assert dates.day(utc(2026, 6, 30, 23, 30)) == "1 July 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (9, 0, "9am"),
        (9, 30, "9:30am"),
        (12, 0, "midday"),
        (12, 1, "12:01pm"),
        (17, 5, "5:05pm"),
    ],
)
def test_times_are_said_with_am_and_pm(hour, minute, words):
    assert dates.time(utc(2026, 1, 15, hour, minute)) == words


def test_times_are_local():
    assert dates.time(utc(2026, 7, 1, 8, 30)) == "9:30am"


def test_day_and_time_of_a_date_is_the_day_alone():
    assert dates.day_and_time(date(2026, 11, 21)) == "21 November 2026"
    assert dates.day_and_time(utc(2026, 11, 21, 9, 30)) == "21 November 2026 at 9:30am"


@pytest.mark.usefixtures("_on_saturday_morning")
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (utc(2026, 11, 21, 9, 30), "today at 9:30am"),
        (utc(2026, 11, 22, 12, 0), "tomorrow at midday"),
        (utc(2026, 11, 20, 17, 0), "yesterday at 5pm"),
        (utc(2026, 11, 27, 9, 0), "Friday 27 November at 9am"),
        (utc(2026, 11, 28, 9, 0), "28 November 2026 at 9am"),
        (utc(2025, 11, 21, 9, 0), "21 November 2025 at 9am"),
        (date(2026, 11, 21), "today"),
        (date(2026, 11, 24), "Tuesday 24 November"),
    ],
)
def test_when_is_what_a_person_would_say_now(moment, words):
    assert dates.when(moment) == words
