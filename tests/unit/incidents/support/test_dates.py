from datetime import date

import pytest

from incidents.support.dates import due_on, working_day_after

FRIDAY = date(2026, 11, 20)


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
