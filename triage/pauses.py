"""How long a clock may stand still: a limit for each whom an officer can wait for, however often they do."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from councilsafe.accounts.models import User
from councilsafe.duty.calendar import Clock, Unit, add_working_time, at_wall_time, due, working_time_between
from councilsafe.duty.clocks import working_hours
from triage.models import Case, ClockPause, PausedFor
from triage.policies import may_work
from triage.process import Tier

AT_POLICE = 1  # working days: somebody may be in danger


def paused_on(case: Case, reader: User) -> dict[str, Any]:
    """For the case page: the pause that is on, if there is one, and whether the reader may end it."""
    if not case.paused_for:
        return {"pause": None, "may_resume": False}
    on = case.pauses.select_related("paused_by").filter(ended_at=None).first()
    return {"pause": on, "may_resume": may_work(reader, case)}


def longest(case: Case, waits_for: PausedFor) -> int:
    """In working days, all pauses for the same together since the clock began."""
    days: int = settings.PAUSE_WORKING_DAYS[waits_for.value]
    return min(days, AT_POLICE) if case.tier >= Tier.POLICE else days


def latest_end(case: Case, waits_for: PausedFor, now: datetime) -> datetime | None:
    """By when a pause that begins now goes on by itself. None when it has stood still as long as it may."""
    hours = working_hours()
    whole = working_time_between(now, due(now, Clock(longest(case, waits_for), Unit.WORKING_DAYS), hours), hours)
    left = whole - used(case, waits_for)
    return add_working_time(now, left, hours) if left > timedelta(0) else None


def limit_on(day: date, latest: datetime) -> datetime:
    """The end of the working day, and never later than it may be."""
    return min(at_wall_time(day, working_hours().end), latest)


def used(case: Case, waits_for: PausedFor) -> timedelta:
    """What earlier pauses took, since the clock began."""
    ended: list[ClockPause] = list(case.pauses.filter(waits_for=waits_for, ended_at__isnull=False))
    since = case.clocks_since
    return sum(
        (
            working_time_between(one.paused_at, one.ended_at, working_hours())
            for one in ended
            if one.ended_at and (since is None or one.paused_at >= since)
        ),
        timedelta(0),
    )
