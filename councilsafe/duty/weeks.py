"""Weeks of the rota: pure functions over days and wall times in London."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from councilsafe.accounts.models import User
from councilsafe.duty.calendar import LONDON, ONE_DAY, WorkingHours
from councilsafe.duty.models import RotaSlot, Shift
from councilsafe.duty.proposals import Proposal

ONE_WEEK = timedelta(weeks=1)
CHANGE = time(1, tzinfo=UTC)  # both changes of the clocks happen at this time, in spring and in autumn
MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY


@dataclass(frozen=True)
class Slot:
    """A stretch of every week, and who answers in it. `days` midnights lie between its two times."""

    weekday: int
    starts: time
    ends: time
    days: int
    first: User
    second: User | None = None

    @property
    def minutes(self) -> tuple[int, int]:
        """From when to when, counted from Monday's first minute. The end may lie in the week after."""
        day = self.weekday * MINUTES_A_DAY
        return day + minutes_of(self.starts), day + self.days * MINUTES_A_DAY + minutes_of(self.ends)

    def overlaps(self, other: "Slot") -> bool:
        """In a week that comes again and again."""
        (start, end), (other_start, other_end) = self.minutes, other.minutes
        turns = (-MINUTES_A_WEEK, 0, MINUTES_A_WEEK)
        return any(start < other_end + turn and other_start + turn < end for turn in turns)


def slot_of(kept: RotaSlot) -> Slot:
    return Slot(kept.weekday, kept.starts, kept.ends, kept.days, kept.first, kept.second)


def slots_of_week(monday: date, shifts: Iterable[Shift]) -> list[Slot]:
    """The shifts that begin in a week, as they would be in every week."""
    start, end = week_bounds(monday)
    return [slot_of_shift(shift) for shift in shifts if start <= shift.starts_at < end]


def slot_of_shift(shift: Shift) -> Slot:
    starts, ends = shift.starts_at.astimezone(LONDON), shift.ends_at.astimezone(LONDON)
    days = (ends.date() - starts.date()).days
    return Slot(starts.weekday(), starts.time(), ends.time(), days, shift.first, shift.second)


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


def week_bounds(monday: date) -> tuple[datetime, datetime]:
    return moment_at(monday, time()), moment_at(monday + ONE_WEEK, time())


def moment_at(day: date, wall: time) -> datetime:
    """A wall time of London in UTC. Of an hour that comes twice, the first; of one that is left out, its end.

    So a later wall time is never an earlier moment, and what does not overlap on the wall does not overlap at all.
    """
    moment = datetime.combine(day, wall, LONDON).astimezone(UTC)
    exists = moment.astimezone(LONDON).time() == wall
    return moment if exists else datetime.combine(day, CHANGE)


def expand(
    slots: Sequence[Slot], monday: date, weeks: int, holidays: Mapping[date, str], hours: WorkingHours
) -> list[Proposal]:
    """Every slot in each of so many weeks. A slot that the change of the clocks leaves no time is left out.

    A bank holiday is out of hours: whoever answers that day's evening or night answers in its working hours, too.
    """
    days = [(monday + number * ONE_WEEK, slot) for number in range(weeks) for slot in slots]
    found = [propose(slot, week + slot.weekday * ONE_DAY, slots, holidays, hours) for week, slot in days]
    return sorted((one for one in found if one.starts_at < one.ends_at), key=lambda one: one.starts_at)


def propose(
    slot: Slot, day: date, slots: Sequence[Slot], holidays: Mapping[date, str], hours: WorkingHours
) -> Proposal:
    holiday = holidays.get(day, "")
    by_day = slot.weekday < 5 and hours.start <= slot.starts < hours.end
    answers = out_of_hours(slot, slots, hours) if holiday and by_day else slot
    times = moment_at(day, slot.starts), moment_at(day + slot.days * ONE_DAY, slot.ends)
    return Proposal(*times, answers.first, answers.second, note=holiday)


def out_of_hours(slot: Slot, slots: Sequence[Slot], hours: WorkingHours) -> Slot:
    """The slot of the same day that begins outside working hours; the slot itself where there is none."""
    same_day = [one for one in slots if one.weekday == slot.weekday]
    evening = [one for one in same_day if one.starts >= hours.end]
    early = [one for one in same_day if one.starts < hours.start]
    return next(iter([*evening, *early]), slot)


def minutes_of(wall: time) -> int:
    return wall.hour * 60 + wall.minute
