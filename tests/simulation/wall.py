"""Working time in England, counted apart from the code under test, with its own list of bank holidays."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FREE = {  # more than the simulated years, because clocks run on after them
    date.fromisoformat(day)
    for day in (
        *("2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25"),
        *("2026-08-31", "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03"),
        *("2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28", "2028-01-03", "2028-04-14", "2028-04-17"),
        *("2028-05-01", "2028-05-29", "2028-08-28", "2028-12-25", "2028-12-26"),
    )
}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def office_hours(start: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(LONDON).date()
    while True:
        if day.weekday() < 5 and day not in FREE:
            yield at_wall(day, 9), at_wall(day, 17)
        day += DAY


@cache
def worked(start: datetime, hours: float) -> datetime:
    """When so many hours of working time have gone by."""
    left = timedelta(hours=hours)
    for opens, closes in office_hours(start):
        begins = max(opens, start)
        if closes > begins and left <= closes - begins:
            return begins + left
        left -= max(closes - begins, timedelta())
    raise AssertionError


def between(start: datetime, end: datetime) -> timedelta:
    """How much working time goes by."""
    total = timedelta()
    for opens, closes in office_hours(start):
        if opens >= end:
            return total
        total += max(min(closes, end) - max(opens, start), timedelta())
    raise AssertionError


def opening(now: datetime) -> datetime:
    """When the next working day begins."""
    return next(opens for opens, _ in office_hours(now) if opens > now)


def at_wall(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)


def working_day_before(day: date) -> date:
    day -= DAY
    while day.weekday() > 4 or day in FREE:
        day -= DAY
    return day


def midnight(day: date) -> datetime:
    return at_wall(day, 0)


def late_from(day: date) -> datetime:
    """What is due on a day is late after its last second."""
    return midnight(day + DAY) - timedelta(seconds=1)


def working_days_later(now: datetime, days: int) -> date:
    return worked(now, 8 * days).astimezone(LONDON).date()


def months_later(day: date, months: int) -> date:
    """The same day of that month, or its last one."""
    year, month = day.year + (day.month + months - 1) // 12, (day.month + months - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def today() -> date:
    return datetime.now(LONDON).date()
