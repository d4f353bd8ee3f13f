"""How long somebody has, or how late it is, in words. Pure: no database, and the time is given."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from councilsafe.govuk.dates import day

PAUSED = {"reporter": "waiting for the reporter", "police": "waiting for the police"}
WAITS = {"answer": "Answer", "plan": "Plan", "referral": "Police referral", "look": "Next look", "update": "Update"}
SOON = timedelta(hours=4)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Awaited(Protocol):
    """What a countdown needs to know of a case."""

    @property
    def waits_for(self) -> str: ...

    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Countdown:
    """`state` is late, due-soon, on-time, paused or done; `words` say it without colour; `at` is the exact time."""

    state: str
    words: str
    at: datetime | None = None


def countdown(case: Awaited, now: datetime) -> Countdown:
    if case.due_at is None:
        return Countdown("done", "Nothing is due")
    if case.waits_for in PAUSED:
        return Countdown("paused", f"Paused until {day(case.due_at)}, {PAUSED[case.waits_for]}", case.due_at)
    what, left = WAITS[case.waits_for], case.due_at - now
    if left < timedelta(0):
        return Countdown("late", f"Late by {span(-left)}: {what.lower()}", case.due_at)
    state = "due-soon" if left < SOON else "on-time"
    return Countdown(state, f"{what} due in {span(left)}", case.due_at)


def span(length: timedelta) -> str:
    """Rounded down, in one unit: "40 minutes", "1 hour", "3 days"."""
    if length < MINUTE:
        return "less than a minute"
    if length < HOUR:
        return _count(length // MINUTE, "minute")
    if length < 2 * DAY:
        return _count(length // HOUR, "hour")
    return _count(length // DAY, "day")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
