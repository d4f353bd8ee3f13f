"""Gaps in the rota are seen weeks ahead: each week that has one is a deadline for who plans."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.duty.actions.deadlines import drop_deadline, set_deadline
from councilsafe.duty.calendar import LONDON, ONE_DAY
from councilsafe.duty.gaps import all_gaps
from councilsafe.duty.models import Absence, Deadline, Shift
from councilsafe.duty.weeks import monday_of, week_bounds

KIND = "rota.gap"
FILLED = "The gap is filled, or its time has passed."
ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Week:
    """A week of the rota as messages name it."""

    monday: date

    @property
    def reference(self) -> str:
        return f"the week of {self.monday.day} {self.monday:%B %Y}"

    @property
    def path(self) -> str:
        return f"/duty/?week={self.monday.isoformat()}"


@transaction.atomic
def watch_gaps() -> int:
    """See that whoever plans is reminded of every week with a gap, as far as is looked ahead. Returns how many."""
    now = timezone.now()
    end = now + timedelta(weeks=settings.ROTA_GAP_WEEKS)
    first_gaps = first_gap_by_week(now, end)
    for week, starts_at in first_gaps.items():
        remind_of(week, starts_at, now)
    drop_but(first_gaps, now)
    return len(first_gaps)


@transaction.atomic
def look_again(start: datetime, end: datetime) -> None:
    """The rota has changed between two moments: nobody is reminded of a gap there that is filled."""
    weeks = [Week(monday) for monday in mondays(start, end)]
    about = {week.reference: week for week in weeks}
    now = timezone.now()
    for deadline in Deadline.objects.open().filter(kind=KIND, about_ref__in=about):
        starts_at = first_gap_of(about[deadline.about_ref], now)
        if starts_at is None:
            drop_deadline(kind=KIND, about_ref=deadline.about_ref, reason=FILLED)
        else:
            remind_of(about[deadline.about_ref], starts_at, now)


def remind_of(week: Week, starts_at: datetime, now: datetime) -> None:
    """What is open already and only goes on being a gap stays as it is."""
    running = Deadline.objects.open().filter(kind=KIND, about_ref=week.reference).first()
    if running and running.due_at <= starts_at and starts_at <= now:
        return
    set_deadline(
        kind=KIND,
        about_type="rota",
        about_ref=week.reference,
        path=week.path,
        owner=None,
        due_at=starts_at,
        plan=KIND,
        at=now,
    )


def drop_but(kept: dict[Week, datetime], now: datetime) -> None:
    refs = [week.reference for week in kept]
    for ref in (
        Deadline.objects.open().filter(kind=KIND).exclude(about_ref__in=refs).values_list("about_ref", flat=True)
    ):
        drop_deadline(kind=KIND, about_ref=ref, reason=FILLED, at=now)


def first_gap_by_week(start: datetime, end: datetime) -> dict[Week, datetime]:
    """The first gap of each week, by the week in which it begins."""
    shifts = Shift.objects.within(start, end).select_related("first", "second")
    found: dict[Week, datetime] = {}
    for gap in all_gaps(list(shifts), list(Absence.objects.within(start, end)), start, end):
        for monday in mondays(gap.starts_at, gap.ends_at):
            found.setdefault(Week(monday), max(gap.starts_at, week_bounds(monday)[0]))
    return found


def first_gap_of(week: Week, now: datetime) -> datetime | None:
    start, end = week_bounds(week.monday)
    return first_gap_by_week(max(start, now), end).get(week) if end > now else None


def mondays(start: datetime, end: datetime) -> list[date]:
    """The Monday of every week of which some part lies between the two moments."""
    monday, last = (
        monday_of(start.astimezone(LONDON).date()),
        (end - timedelta(microseconds=1)).astimezone(LONDON).date(),
    )
    found = []
    while monday <= last:
        found.append(monday)
        monday += 7 * ONE_DAY
    return found
