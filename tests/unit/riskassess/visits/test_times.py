from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from councilsafe.duty.calendar import LONDON
from riskassess.visits.times import LONGEST_PLAN, longer, wall, window

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
HOUR = timedelta(hours=1)
DAYS = st.one_of(
    st.sampled_from([SPRING, AUTUMN, SPRING - timedelta(1), AUTUMN - timedelta(1)]),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
TIMES = st.times(max_value=time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0))


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "wanted"),
    [
        (date(2026, 6, 3), time(18), time(19), (utc(date(2026, 6, 3), 17), utc(date(2026, 6, 3), 18))),
        (date(2026, 6, 3), time(23, 30), time(0, 30), (utc(date(2026, 6, 3), 22, 30), utc(date(2026, 6, 3), 23, 30))),
        (date(2026, 12, 3), time(23, 30), time(0, 30), (utc(date(2026, 12, 3), 23, 30), utc(date(2026, 12, 4), 0, 30))),
        # An hour that comes twice: the sooner end.
        (AUTUMN, time(0, 30), time(1, 30), (utc(date(2026, 10, 24), 23, 30), utc(AUTUMN, 0, 30))),
        # Only the second half past one comes after the first ten to two.
        (AUTUMN, time(1, 50), time(1, 10), (utc(AUTUMN, 0, 50), utc(AUTUMN, 1, 10))),
        # An hour that is left out: the end is later by it, and the start as early as can be.
        (SPRING, time(0, 30), time(1, 30), (utc(SPRING, 0, 30), utc(SPRING, 1, 30))),
        (SPRING, time(1, 15), time(1, 45), (utc(SPRING, 1), utc(SPRING, 1, 45))),
        (SPRING, time(1, 15), time(2, 10), (utc(SPRING, 1), utc(SPRING, 1, 10))),
    ],
)
def test_a_wall_time_is_the_moment_that_keeps_somebody_safest(day, starts, ends, wanted) -> None:
    assert window(day, starts, ends) == wanted


@given(day=DAYS, starts=TIMES, ends=TIMES)
def test_the_end_is_after_the_start_and_within_a_day_and_an_hour(day: date, starts: time, ends: time) -> None:
    begins, over = window(day, starts, ends)
    assert timedelta(0) < over - begins <= timedelta(hours=25)


@given(day=DAYS, starts=TIMES, ends=TIMES)
def test_no_sooner_moment_shows_the_same_wall_time(day: date, starts: time, ends: time) -> None:
    """Never is an end taken for a later one, while the wall showed what was typed before."""
    begins, over = window(day, starts, ends)
    moment = begins + timedelta(minutes=1)
    while moment < over:
        assert moment.astimezone(LONDON).time() != ends
        moment += timedelta(minutes=1)


@given(day=DAYS, starts=TIMES, ends=TIMES)
def test_what_is_shown_for_a_window_is_typed_for_the_same_one(day: date, starts: time, ends: time) -> None:
    """Of the windows that a plan may have. A day that ends in the hour left out shows an end it cannot be typed by."""
    found = window(day, starts, ends)
    assume(found[1] - found[0] <= LONGEST_PLAN)
    assert window(*wall(*found)) == found


@given(gone=st.integers(0, 30), minutes=st.sampled_from([15, 30, 60]))
def test_more_time_counts_from_now_and_never_goes_past_a_day(gone: int, minutes: int) -> None:
    start = utc(AUTUMN, 0)
    end, now = start + HOUR, start + gone * HOUR
    assert longer(start, end, now, minutes) <= start + 24 * HOUR
    if gone < 22:
        assert longer(start, end, now, minutes) == max(end, now) + timedelta(minutes=minutes)
