"""When support falls due, and which reminder has its turn: pure functions over the dates of London."""

from dataclasses import dataclass
from datetime import date, timedelta

from councilsafe.duty.calendar import ONE_DAY, is_working_day

DUE_IN = {"call": 1, "peer": 3, "later": 5}  # working days, by what was chosen
CHECKS_IN_AFTER = 10  # working days
REMINDS_BEFORE = timedelta(days=2)
ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Turn:
    """`since` is the day on which the turn began, and tells it from all others of the same request."""

    kind: str
    since: date
    is_late: bool = False


def working_day_after(day: date, count: int) -> date:
    """The working day that is `count` of them after this day."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def due_on(choice: str, chosen_on: date) -> date | None:
    """None where nobody has anything to do."""
    return working_day_after(chosen_on, DUE_IN[choice]) if choice in DUE_IN else None


def turn_on(today: date, due: date, asked_on: date) -> Turn | None:
    """Two days before, on the day, the day after it and every week from then.

    A turn lasts until the next one begins, so that a day on which nothing ran costs no reminder. Whoever was asked in
    those two days needs no reminder before the day.
    """
    if today > due:
        weeks_late = (today - due - ONE_DAY) // ONE_WEEK
        return Turn("support.overdue", due + ONE_DAY + weeks_late * ONE_WEEK, is_late=True)
    if today == due:
        return Turn("support.today", due)
    if asked_on < due - REMINDS_BEFORE <= today:
        return Turn("support.before", due - REMINDS_BEFORE)
    return None
