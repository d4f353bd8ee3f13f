"""When the turns of a deadline begin: pure functions over aware datetimes. Results are in UTC.

A turn lasts until the next one begins. So an hour in which nothing ran costs no reminder, and many such days end with
the one reminder whose turn it is, instead of all that were missed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import count, takewhile

from councilsafe.access import Permission
from councilsafe.duty.calendar import LONDON, ONE_DAY, Clock, WorkingHours, at_wall_time, due, is_working_day

MORNING = time(8)  # in London: nobody is woken up for what is not urgent


class To(StrEnum):
    OWNER = "whoever has it"
    MANAGERS = "the senior managers"
    MONITORING = "the monitoring officers"


@dataclass(frozen=True)
class OnDay:
    """In the morning of the due day, or so many days after it. Fewer than none: before it."""

    days: int = 0

    def begins(self, due_at: datetime, hours: WorkingHours) -> datetime:
        return at_wall_time(due_at.astimezone(LONDON).date() + timedelta(self.days), MORNING)


@dataclass(frozen=True)
class WorkingDayBefore:
    """In the morning of the last working day before the due day."""

    def begins(self, due_at: datetime, hours: WorkingHours) -> datetime:
        day = due_at.astimezone(LONDON).date() - ONE_DAY
        while not is_working_day(day):
            day -= ONE_DAY
        return at_wall_time(day, MORNING)


@dataclass(frozen=True)
class Ahead:
    """So long before it is due, by day and by night."""

    by: timedelta

    def begins(self, due_at: datetime, hours: WorkingHours) -> datetime:
        return due_at.astimezone(UTC) - self.by


@dataclass(frozen=True)
class Late:
    """At the moment at which it is late, or when a clock has run from there."""

    by: Clock | None = None

    def begins(self, due_at: datetime, hours: WorkingHours) -> datetime:
        return due(due_at, self.by, hours) if self.by else due_at.astimezone(UTC)


Begin = OnDay | WorkingDayBefore | Ahead | Late


@dataclass(frozen=True)
class Telling:
    """A kind of message, to whom, and why they are told: one sentence about them, never about the case.

    `late_kind` takes the place of `kind` when nothing ran in time and it is late by now. `path` takes the place of the
    deadline's own, for those who may know that something is late and not what.
    """

    kind: str
    to: To
    why: str
    late_kind: str = ""
    path: str = ""
    can_wait: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Turn:
    """`even_if_begun`: told also where its time had come already when the deadline was set."""

    begin: Begin
    tellings: tuple[Telling, ...]
    even_if_begun: bool = False

    @property
    def is_urgent(self) -> bool:
        return any(one.urgent for one in self.tellings)


@dataclass(frozen=True)
class Plan:
    """Who is reminded when. The last turn comes again every so many days (`every`), or not at all.

    `permission` is what somebody needs to have it in hand; without that, or when they have gone, those above are told
    in their place: the same, or what `instead` says. While they are away, those above are told too. `goes_up` is False
    for what is nobody else's business, and `counts` for what cannot be missed: it is only a word at a time.
    """

    turns: tuple[Turn, ...]
    every: int | None = None
    permission: Permission | None = None
    instead: Telling | None = None
    goes_up: bool = True
    counts: bool = True
    in_working_time: bool = True

    def turn(self, number: int) -> Turn:
        return self.turns[min(number, len(self.turns) - 1)]

    def begins(self, number: int, due_at: datetime, hours: WorkingHours) -> datetime | None:
        """When a turn begins, counted from nought. None when there is no such turn any more."""
        over = number - (len(self.turns) - 1)
        if over > 0 and self.every is None:
            return None
        moment = self.turn(number).begin.begins(due_at, hours)
        return days_later(moment, over * self.every) if over > 0 and self.every else moment


def days_later(moment: datetime, days: int) -> datetime:
    """At the same wall time in London."""
    local = moment.astimezone(LONDON)
    return at_wall_time(local.date() + timedelta(days), local.time())


def turns_begun(plan: Plan, due_at: datetime, now: datetime, hours: WorkingHours) -> Iterator[int]:
    """The numbers of all turns that have begun by now, in order."""
    return takewhile(lambda number: has_begun(plan, number, due_at, now, hours), count())


def has_begun(plan: Plan, number: int, due_at: datetime, now: datetime, hours: WorkingHours) -> bool:
    begins = plan.begins(number, due_at, hours)
    return begins is not None and begins <= now


def counts_for(plan: Plan, number: int, due_at: datetime, set_at: datetime, hours: WorkingHours) -> bool:
    """Whoever was given something after a reminder's time had come needs no such reminder, unless it is late."""
    begins = plan.begins(number, due_at, hours)
    return plan.turn(number).even_if_begun or begins is None or begins > set_at or begins >= due_at


def next_morning(moment: datetime) -> datetime:
    return at_wall_time(moment.astimezone(LONDON).date() + ONE_DAY, MORNING)


def not_at_night(moment: datetime) -> datetime:
    """The moment itself, or the morning of its day."""
    return max(moment.astimezone(UTC), at_wall_time(moment.astimezone(LONDON).date(), MORNING))
