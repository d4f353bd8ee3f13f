"""A week of the rota as its page shows it: seven days, each in working hours and out of hours, gaps in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from councilsafe.duty.calendar import LONDON, ONE_DAY, WorkingHours, bank_holidays, is_working_day
from councilsafe.duty.gaps import Gap, all_gaps, clip
from councilsafe.duty.models import Absence, Shift
from councilsafe.duty.weeks import moment_at, week_bounds

LONGEST_NIGHT = time(12)  # a shift that lasts beyond it is a part of the next day, too


@dataclass(frozen=True)
class Entry:
    """A shift or a gap, as a line of a day."""

    starts_at: datetime
    ends_at: datetime
    shift: Shift | None = None
    gap: Gap | None = None

    @property
    def ends_later(self) -> bool:
        """On another day than it begins, of which then the page says which."""
        last = self.ends_at - timedelta(microseconds=1)
        return self.starts_at.astimezone(LONDON).date() != last.astimezone(LONDON).date()


@dataclass
class Day:
    date: date
    holiday: str = ""
    working: list[Entry] = field(default_factory=list)
    out: list[Entry] = field(default_factory=list)

    @property
    def has_working_hours(self) -> bool:
        return is_working_day(self.date)

    @property
    def without_working_hours(self) -> str:
        """What stands where no shift begins in working hours."""
        return "Covered by other shifts" if self.has_working_hours else "None"

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        return moment_at(self.date, time()), moment_at(self.date + ONE_DAY, time())

    def sort(self) -> "Day":
        self.working.sort(key=lambda entry: (entry.starts_at, entry.ends_at))
        self.out.sort(key=lambda entry: (entry.starts_at, entry.ends_at))
        return self


def days_of(monday: date, shifts: Sequence[Shift], absences: Sequence[Absence], hours: WorkingHours) -> list[Day]:
    """Of shifts and absences that lie in the week, in order."""
    found, holidays = [], bank_holidays()
    missing = all_gaps(shifts, absences, *week_bounds(monday))
    for number in range(7):
        day = Day(monday + number * ONE_DAY, holidays.get(monday + number * ONE_DAY, ""))
        put_shifts(day, shifts, number == 0)
        put_gaps(day, missing, hours)
        found.append(day.sort())
    return found


def put_shifts(day: Day, shifts: Iterable[Shift], is_first: bool) -> None:
    """Each where it begins, and on every later day of which it is more than the end of the night."""
    start, end = day.bounds
    noon = moment_at(day.date, LONGEST_NIGHT)
    for shift in shifts:
        begins = start <= shift.starts_at < end
        goes_on = shift.starts_at < start and (shift.ends_at > noon or (is_first and shift.ends_at > start))
        if begins or goes_on:
            column = day.working if shift.hours == "Working hours" else day.out
            column.append(Entry(shift.starts_at, shift.ends_at, shift=shift))


def put_gaps(day: Day, missing: Iterable[Gap], hours: WorkingHours) -> None:
    """Cut at midnight, and at both ends of working hours."""
    start, end = day.bounds
    opens, closes = (moment_at(day.date, hours.start), moment_at(day.date, hours.end))
    if not day.has_working_hours:
        opens = closes = end
    for gap in missing:
        put(day.out, clip(gap, start, opens))
        put(day.working, clip(gap, opens, closes))
        put(day.out, clip(gap, closes, end))


def put(column: list[Entry], gap: Gap | None) -> None:
    if gap:
        column.append(Entry(gap.starts_at, gap.ends_at, gap=gap))
