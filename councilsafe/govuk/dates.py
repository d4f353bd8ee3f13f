"""Dates and times as GOV.UK writes them, in local time: "21 November 2026", "9:30am", "today at 9:30am"."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as dateformat

NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def day(value: date) -> str:
    return dateformat(_local(value), "j F Y")


def time(value: datetime) -> str:
    local = timezone.localtime(value)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def day_and_time(value: date) -> str:
    """Both of a datetime, the day alone of a date."""
    return _with_time(day(value), value)


def when(value: date) -> str:
    """As a person would say it now: "today at 9:30am", "Friday 27 November", "21 November 2025 at 5pm"."""
    local = _local(value)
    away = (_date(local) - timezone.localdate()).days
    if away in NEAR_DAYS:
        return _with_time(NEAR_DAYS[away], value)
    return _with_time(dateformat(local, "l j F" if abs(away) < 7 else "j F Y"), value)


def _with_time(words: str, value: date) -> str:
    return f"{words} at {time(value)}" if isinstance(value, datetime) else words


def _date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value
