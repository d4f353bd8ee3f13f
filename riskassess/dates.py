"""When reviews fall due, and which reminder has its turn: pure functions over the dates of London."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_REVIEW_IN = timedelta(days=28)  # for a councillor whose risk nobody has assessed yet
OPENS_BEFORE = timedelta(days=14)  # so that a periodic review can be prepared, and its owner reminded
REMINDS_BEFORE = timedelta(days=7)
ONE_WEEK = timedelta(days=7)


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Reminder:
    """`since` is the day on which its turn began, and tells it from all others of the same review.

    `weeks_late` counts whole weeks, and says how high up a late review goes.
    """

    kind: str
    since: date
    weeks_late: int = 0


def reminder_on(today: date, due_on: date) -> Reminder | None:
    """The one reminder whose turn it is: before, on the day, then once in every week that the review is late.

    A turn lasts until the next one begins. So a day on which nothing ran costs no reminder, and many such days end with
    one reminder instead of all that were missed.
    """
    if today < due_on - REMINDS_BEFORE:
        return None
    if today < due_on:
        return Reminder("review.before", due_on - REMINDS_BEFORE)
    weeks_late = (today - due_on) // ONE_WEEK
    kind = "review.today" if today == due_on else "review.overdue"
    return Reminder(kind, due_on + weeks_late * ONE_WEEK, weeks_late)


def due_in_words(today: date, due_on: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return f"Late by {-days} day{'' if days == -1 else 's'}"
    return {0: "Due today", 1: "Due tomorrow"}.get(days, f"Due in {days} days")


def clock_state(today: date, due_on: date) -> str:
    """As the clocks of the whole service are called: "late", "due-soon" or "on-time"."""
    if due_on < today:
        return "late"
    return "due-soon" if due_on <= today + REMINDS_BEFORE else "on-time"
