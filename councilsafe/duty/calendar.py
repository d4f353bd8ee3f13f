"""Working time in England: pure functions over aware datetimes. Results are in UTC.

Bank holidays are those that come with govuk-bank-holidays; nothing is fetched. After the last one it knows
(`holidays_known_until`) only weekends are free, so that a clock can fall due a day early but never a day late.

Working time is counted in the wall time of London. Both changes of the clocks fall on a Sunday, so a working day always
has the same length.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingHours:
    """From when to when the council works on a working day, in the wall time of London."""

    start: time = time(9)
    end: time = time(17)

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"A working day cannot end at {self.end} when it starts at {self.start}.")

    @property
    def length(self) -> timedelta:
        return datetime.combine(date.min, self.end) - datetime.combine(date.min, self.start)


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class Clock:
    """How long somebody has, as "4 working hours". Minutes and hours run day and night."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        if self.amount < 1:
            raise ValueError(f"A clock needs at least one of its {self.unit}, not {self.amount}.")

    def __str__(self) -> str:
        words = self.unit.replace("_", " ")
        return f"{self.amount} {words.removesuffix('s') if self.amount == 1 else words}"


def due(start: datetime, clock: Clock, hours: WorkingHours) -> datetime:
    """When a clock that starts at `start` runs out. A working day is a working day's length of working time."""
    match clock.unit:
        case Unit.MINUTES:
            return start.astimezone(UTC) + timedelta(minutes=clock.amount)
        case Unit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=clock.amount)
        case Unit.WORKING_HOURS:
            return add_working_time(start, timedelta(hours=clock.amount), hours)
        case Unit.WORKING_DAYS:
            return add_working_time(start, clock.amount * hours.length, hours)


def add_working_time(start: datetime, duration: timedelta, hours: WorkingHours) -> datetime:
    """The first moment by which `duration` of working time has passed since `start`. It must be more than nothing."""
    if duration <= timedelta(0):
        raise ValueError(f"Only time that passes can be added, not {duration}.")
    left, start = duration, start.astimezone(UTC)
    for opens, closes in working_days(start, hours):
        begins = max(opens, start)
        if left <= closes - begins:
            return begins + left
        left -= max(closes - begins, timedelta(0))
    raise OverflowError("The calendar ends before the time has passed.")


def working_time_between(start: datetime, end: datetime, hours: WorkingHours) -> timedelta:
    """How much working time lies between two moments; nothing when `end` is not after `start`."""
    total = timedelta(0)
    for opens, closes in working_days(start, hours):
        if opens >= end:
            break
        total += max(min(closes, end) - max(opens, start), timedelta(0))
    return total


def next_opening(moment: datetime, hours: WorkingHours) -> datetime:
    """When the first working day that begins later begins."""
    return next(opens for opens, _ in working_days(moment, hours) if opens > moment)


def is_working_time(moment: datetime, hours: WorkingHours) -> bool:
    """Closing time itself is no longer working time."""
    local = moment.astimezone(LONDON)
    return is_working_day(local.date()) and hours.start <= local.time() < hours.end


def working_days(start: datetime, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """When each working day opens and closes, in UTC, beginning with the day of `start`."""
    day = start.astimezone(LONDON).date()
    while day < date.max:
        if is_working_day(day):
            yield at_wall_time(day, hours.start), at_wall_time(day, hours.end)
        day += ONE_DAY


def at_wall_time(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, LONDON).astimezone(UTC)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays()


def holidays_known_until() -> date:
    """The last bank holiday that is known. Past the end of its year, install a newer govuk-bank-holidays."""
    return max(bank_holidays())


@cache
def bank_holidays() -> Mapping[date, str]:
    """The name of each bank holiday that is known, by its day."""
    known = BankHolidays(use_cached_holidays=True)  # the copy in the package: without this it asks the network
    found = known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return MappingProxyType({holiday["date"]: holiday["title"] for holiday in found})
