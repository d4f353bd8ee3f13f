from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskassess.dates import add_months, clock_state, due_in_words

DUE = date(2026, 11, 20)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 10, 31), 3, date(2027, 1, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_where_the_calendar_does(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(days, st.integers(1, 24))
def test_months_land_in_the_month_asked_for(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("late", "words", "state"),
    [
        (10, "Late by 10 days", "late"),
        (1, "Late by 1 day", "late"),
        (0, "Due today", "due-soon"),
        (-1, "Due tomorrow", "due-soon"),
        (-7, "Due in 7 days", "due-soon"),
        (-8, "Due in 8 days", "on-time"),
    ],
)
def test_due_is_said_in_words(late: int, words: str, state: str) -> None:
    today = DUE + timedelta(late)
    assert (due_in_words(today, DUE), clock_state(today, DUE)) == (words, state)
