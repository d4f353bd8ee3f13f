from datetime import date, timedelta

import pytest

from incidents.support.dates import Turn, due_on, turn_on, working_day_after

FRIDAY, DUE = date(2026, 11, 20), date(2026, 12, 8)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (FRIDAY, 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (FRIDAY, 5, date(2026, 11, 27)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas, and Boxing Day on the Monday after
    ],
)
def test_only_working_days_count(day: date, count: int, then: date) -> None:
    assert working_day_after(day, count) == then


def test_what_nobody_has_to_do_is_never_due() -> None:
    assert [due_on(choice, FRIDAY) for choice in ("nothing", "counselling")] == [None, None]
    assert due_on("call", FRIDAY) == date(2026, 11, 23)
    assert due_on("later", FRIDAY) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("away", "turn"),
    [
        (-3, None),
        (-2, Turn("support.before", DUE - timedelta(2))),
        (-1, Turn("support.before", DUE - timedelta(2))),
        (0, Turn("support.today", DUE)),
        (1, Turn("support.overdue", DUE + timedelta(1), is_late=True)),
        (7, Turn("support.overdue", DUE + timedelta(1), is_late=True)),
        (8, Turn("support.overdue", DUE + timedelta(8), is_late=True)),
    ],
)
def test_each_day_has_one_turn_at_most(away: int, turn: Turn | None) -> None:
    assert turn_on(DUE + timedelta(away), DUE, FRIDAY) == turn


def test_who_has_just_been_asked_is_not_reminded_at_once() -> None:
    assert turn_on(DUE - timedelta(1), DUE, DUE - timedelta(1)) is None
