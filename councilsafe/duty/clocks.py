"""The council's own working hours, joined to the calendar."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings

from councilsafe.duty import calendar
from councilsafe.duty.calendar import Clock, WorkingHours

LAST_SECOND = time(23, 59, 59)


def working_hours() -> WorkingHours:
    return WorkingHours(time.fromisoformat(settings.WORKING_DAY_START), time.fromisoformat(settings.WORKING_DAY_END))


def due(start: datetime, clock: Clock) -> datetime:
    """When a clock runs out in this council. In UTC."""
    return calendar.due(start, clock, working_hours())


def end_of(day: date) -> datetime:
    """The last second of a day in London: until then what is due on that day is not late. In UTC."""
    return calendar.at_wall_time(day, LAST_SECOND)


def is_working_time(moment: datetime) -> bool:
    return calendar.is_working_time(moment, working_hours())


def next_opening(now: datetime) -> datetime:
    """When the first working day after the moment's own begins. In UTC."""
    return calendar.next_opening(now, working_hours())


def time_left(now: datetime, due_at: datetime, *, in_working_time: bool) -> timedelta:
    """What is left of a clock. Nothing, or less, when it has run out."""
    if not in_working_time or due_at <= now:
        return due_at - now
    return calendar.working_time_between(now, due_at, working_hours())


def going_on(now: datetime, left: timedelta, *, in_working_time: bool) -> datetime:
    """When a clock that goes on now, with so much of its time left, runs out. In UTC."""
    if not in_working_time or left <= timedelta(0):
        return now.astimezone(UTC) + left
    return calendar.add_working_time(now, left, working_hours())
