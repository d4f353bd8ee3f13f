"""The council's own working hours, joined to the calendar."""

from datetime import datetime, time

from django.conf import settings

from councilsafe.duty import calendar
from councilsafe.duty.calendar import Clock, WorkingHours


def working_hours() -> WorkingHours:
    return WorkingHours(time.fromisoformat(settings.WORKING_DAY_START), time.fromisoformat(settings.WORKING_DAY_END))


def due(start: datetime, clock: Clock) -> datetime:
    """When a clock runs out in this council. In UTC."""
    return calendar.due(start, clock, working_hours())


def is_working_time(moment: datetime) -> bool:
    return calendar.is_working_time(moment, working_hours())
