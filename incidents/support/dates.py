"""When support falls due: pure functions over the dates of London."""

from datetime import date

from councilsafe.duty.calendar import ONE_DAY, is_working_day

DUE_IN = {"call": 1, "peer": 3, "later": 5}  # working days, by what was chosen
CHECKS_IN_AFTER = 10  # working days


def working_day_after(day: date, count: int) -> date:
    """The working day that is `count` of them after this day."""
    while count:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def due_on(choice: str, chosen_on: date) -> date | None:
    """None where nobody has anything to do."""
    return working_day_after(chosen_on, DUE_IN[choice]) if choice in DUE_IN else None
