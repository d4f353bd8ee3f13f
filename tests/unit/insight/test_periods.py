from datetime import date

from insight.periods import last_weeks, monday


def test_a_week_begins_on_monday() -> None:
    assert monday(date(2026, 11, 16)) == date(2026, 11, 16)
    assert monday(date(2026, 11, 22)) == date(2026, 11, 16)


def test_the_last_weeks_end_with_the_one_that_today_is_in() -> None:
    assert last_weeks(date(2026, 11, 21), 3) == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]


def test_weeks_go_on_over_the_turn_of_the_year() -> None:
    assert last_weeks(date(2027, 1, 1), 2) == [date(2026, 12, 21), date(2026, 12, 28)]
