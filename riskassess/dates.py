"""When reviews fall due: pure functions over the dates of London."""

from calendar import monthrange
from datetime import date, timedelta

FIRST_REVIEW_IN = timedelta(days=28)  # for a councillor whose risk nobody has assessed yet
OPENS_BEFORE = timedelta(days=14)  # so that a periodic review can be prepared, and its owner reminded a week before
SOON = timedelta(days=7)
LONGEST_BETWEEN = timedelta(days=367)  # two looks at the same thing: a year, and a day for the hours between zones


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_in_words(today: date, due_on: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return f"Late by {-days} day{'' if days == -1 else 's'}"
    return {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")


def clock_state(today: date, due_on: date) -> str:
    """As the clocks of the whole service are called: "late", "due-soon" or "on-time"."""
    if due_on < today:
        return "late"
    return "due-soon" if due_on <= today + SOON else "on-time"
