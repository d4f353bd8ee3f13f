"""Wall times of London as moments: pure functions. Where the clocks leave a choice, the sooner end is taken."""

from datetime import UTC, date, datetime, time, timedelta

from councilsafe.duty.calendar import LONDON, ONE_DAY
from councilsafe.duty.weeks import moment_at

LONGEST_PLAN = timedelta(hours=12)  # longer is mostly a slip of the finger, and would keep everybody quiet for a day
LONGEST = timedelta(hours=24)


def window(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """From when to when, in UTC. An end that is not after the start on the wall is on the next day.

    An hour that comes twice: the first, unless only the second is after the start. A time that is left out: a start as
    early as can be, an end later by what was left out, so that what somebody planned keeps its length.
    """
    begins = moment_at(day, starts)
    first, second = (moment(day, ends, fold) for fold in (0, 1))
    later = [first, second] if ends > starts or first != second else []
    return begins, min(one for one in [*later, moment(day + ONE_DAY, ends, 0)] if one > begins)


def wall(starts_at: datetime, expected_end_at: datetime) -> tuple[date, time, time]:
    """The other way round: what somebody would type for it."""
    start, end = (one.astimezone(LONDON).replace(second=0, microsecond=0) for one in (starts_at, expected_end_at))
    return start.date(), start.time(), end.time()


def moment(day: date, wall: time, fold: int) -> datetime:
    """Python takes a time that is left out, with fold 0, as if the clocks had not changed yet: later by the gap."""
    return datetime.combine(day, wall.replace(fold=fold), LONDON).astimezone(UTC)


def longer(starts_at: datetime, expected_end_at: datetime, now: datetime, minutes: int) -> datetime:
    """The later end of a visit: from now, or from the end that was expected; never more than a day after its start."""
    return min(max(now, expected_end_at) + timedelta(minutes=minutes), starts_at + LONGEST)
