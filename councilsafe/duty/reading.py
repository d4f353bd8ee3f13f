"""What the duty pages show, read for one reader. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.clocks import working_hours
from councilsafe.duty.gaps import Gap, all_gaps
from councilsafe.duty.models import Absence, Cover, HandOver, Shift
from councilsafe.duty.week_page import Day, days_of
from councilsafe.duty.weeks import ONE_WEEK, monday_of, week_bounds

EARLIEST, LATEST = date(2000, 1, 10), date(2999, 1, 1)  # what can be asked for without leaving the calendar


@dataclass(frozen=True)
class Missing:
    """The gaps of one week."""

    monday: date
    gaps: list[Gap]

    @property
    def others(self) -> int:
        """How many there are besides the first."""
        return len(self.gaps) - 1


def chosen_monday(text: str | None) -> date:
    """Of the week that stands in the address; this week's when it makes no sense."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        day = timezone.localdate()
    return monday_of(min(max(day, EARLIEST), LATEST))


def week(monday: date) -> list[Day]:
    """Two queries."""
    start, end = week_bounds(monday)
    shifts = list(Shift.objects.within(start, end).select_related("first", "second"))
    return days_of(monday, shifts, list(Absence.objects.within(start, end)), working_hours())


def missing(now: datetime) -> list[Missing]:
    """The gaps that lie ahead, as far as is looked, by week. Two queries."""
    end = now + timedelta(weeks=settings.ROTA_GAP_WEEKS)
    shifts = list(Shift.objects.within(now, end).select_related("first", "second"))
    return by_week(all_gaps(shifts, list(Absence.objects.within(now, end)), now, end))


def by_week(gaps: Sequence[Gap]) -> list[Missing]:
    found: dict[date, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(monday_of(timezone.localdate(gap.starts_at)), []).append(gap)
    return [Missing(monday, own) for monday, own in found.items()]


def own_shifts(user: User, now: datetime) -> "QuerySet[Shift]":
    """Those to come, and that which goes on."""
    own = Shift.objects.filter(Q(first=user) | Q(second=user), ends_at__gt=now)
    return own.order_by("starts_at").select_related("first", "second")


def waiting_covers(user: User, now: datetime) -> "QuerySet[Cover]":
    """What this person has to say yes or no to."""
    asked = Cover.objects.open().filter(asked=user, starts_at__gt=now)
    return asked.select_related("asked", "asked_by").order_by("starts_at", "id")


def notes_for(user: User, now: datetime | None = None) -> list[HandOver]:
    """Hand-over notes that somebody on duty has not read yet. One query; none for who does not see the rota.

    For the template `duty/handover_notes.html`, on whatever page it stands.
    """
    if not user.may(Permission.SEE_ROTA):
        return []
    return list(HandOver.objects.for_duty(user, now or timezone.now()).order_by("-written_at", "-id")[:10])


def around(monday: date) -> dict[str, Any]:
    """The week and those beside it."""
    return {
        "monday": monday,
        "sunday": monday + timedelta(6),
        "previous": monday - ONE_WEEK,
        "next": monday + ONE_WEEK,
        "is_now": monday == monday_of(timezone.localdate()),
    }
