"""What would follow from planning many shifts at once, before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from councilsafe.duty.gaps import Gap, all_gaps
from councilsafe.duty.models import Absence, Shift
from councilsafe.duty.proposals import Proposal, Refused, Sifted, sift
from councilsafe.duty.weeks import monday_of, week_bounds


@dataclass(frozen=True)
class Preview:
    """`gaps` are those that would be left from the first to the last of the shifts, and who is away in them."""

    sifted: Sifted
    gaps: Sequence[Gap] = ()
    unread: Sequence[Refused] = ()

    @property
    def holidays(self) -> list[Proposal]:
        """The shifts that begin on a bank holiday."""
        return [one for one in self.sifted.new if one.note]


def preview_of(
    proposals: Sequence[Proposal], now: datetime, *, whole_weeks: bool = False, unread: Sequence[Refused] = ()
) -> Preview:
    """`unread` is what could not even be read as a shift. Three queries."""
    sifted = sift(proposals, now)
    if not sifted.new:
        return Preview(sifted, unread=unread)
    start, end = sifted.new[0].starts_at, max(one.ends_at for one in sifted.new)
    if whole_weeks:
        start = week_bounds(monday_of(timezone.localdate(start)))[0]
        end = max(end, week_bounds(monday_of(timezone.localdate(sifted.new[-1].starts_at)))[1])
    return Preview(sifted, gaps_left(sifted, max(start, now), end), unread)


def gaps_left(sifted: Sifted, start: datetime, end: datetime) -> list[Gap]:
    planned = list(Shift.objects.within(start, end).select_related("first", "second"))
    shifts = [*planned, *(Shift(**one.columns()) for one in sifted.new)]
    shifts.sort(key=lambda shift: shift.starts_at)
    return all_gaps(shifts, list(Absence.objects.within(start, end)), start, end)
