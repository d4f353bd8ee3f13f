"""What the plan forgot, and whom it counts on although they are away: pure functions over aware datetimes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from councilsafe.duty.models import Absence, Shift


@dataclass(frozen=True)
class Gap:
    """A stretch of time that no shift covers, or, with `away`, in which a shift's person is not there."""

    starts_at: datetime
    ends_at: datetime
    away: str = ""


def gaps(shifts: Iterable[Shift], start: datetime, end: datetime) -> list[Gap]:
    """What lies between `start` and `end` and in none of the shifts, which must be in order."""
    found, covered_until = [], start
    for shift in shifts:
        if shift.starts_at > covered_until:
            found.append(Gap(covered_until, min(shift.starts_at, end)))
        covered_until = max(covered_until, shift.ends_at)
    if covered_until < end:
        found.append(Gap(covered_until, end))
    return found


def away_gaps(shifts: Iterable[Shift], absences: Sequence[Absence], start: datetime, end: datetime) -> list[Gap]:
    """Where somebody is planned who is away at that time, each person's own stretches put together."""
    found = []
    for shift in shifts:
        for person in filter(None, (shift.first, shift.second)):
            own = [one for one in absences if one.person_id == person.pk]
            times = [(max(one.starts_at, shift.starts_at), min(one.ends_at, shift.ends_at)) for one in own]
            found += [Gap(*stretch, away=person.name) for stretch in joined(times)]
    return [one for gap in found if (one := clip(gap, start, end))]


def joined(times: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """What lies in any of them, in order, as few stretches as there can be."""
    found: list[tuple[datetime, datetime]] = []
    for starts_at, ends_at in sorted(one for one in times if one[0] < one[1]):
        if found and starts_at <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], ends_at)
        else:
            found.append((starts_at, ends_at))
    return found


def all_gaps(shifts: Sequence[Shift], absences: Sequence[Absence], start: datetime, end: datetime) -> list[Gap]:
    """Both kinds, in order."""
    both = gaps(shifts, start, end) + away_gaps(shifts, absences, start, end)
    return sorted(both, key=lambda gap: (gap.starts_at, gap.away))


def clip(gap: Gap, start: datetime, end: datetime) -> Gap | None:
    """What of it lies between the two moments."""
    starts_at, ends_at = max(gap.starts_at, start), min(gap.ends_at, end)
    return replace(gap, starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None
