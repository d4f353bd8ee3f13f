"""Weeks begin on Monday."""

from datetime import date, timedelta

WEEKS = 12
ANSWER_WEEKS = 4  # what is long ago does not say how fast we are
WEEK = timedelta(weeks=1)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def last_weeks(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of the last weeks, the first one first. The week that `today` is in is one of them."""
    current = monday(today)
    return [current - WEEK * back for back in reversed(range(count))]
