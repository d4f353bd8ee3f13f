"""Shifts that somebody would like to plan, before anything is planned: what is new, there already, or in the way."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from councilsafe.accounts.models import User
from councilsafe.duty.clocks import is_working_time
from councilsafe.duty.models import Shift

OVER = "It lies in the past"
OVERLAPS = "It overlaps another shift in the same plan"
TAKEN = "There is already another shift in this time"


@dataclass(frozen=True)
class Proposal:
    """`note` says what stands out, as the name of a bank holiday. `source` says where it comes from, as a line."""

    starts_at: datetime
    ends_at: datetime
    first: User
    second: User | None = None
    note: str = ""
    source: str = ""

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("starts_at", "ends_at", "first", "second")}

    @property
    def hours(self) -> str:
        return "Working hours" if is_working_time(self.starts_at) else "Out of hours"

    def is_like(self, shift: Shift) -> bool:
        people = shift.first_id, shift.second_id
        own = self.first.pk, self.second.pk if self.second else None
        return (shift.starts_at, shift.ends_at, *people) == (self.starts_at, self.ends_at, *own)


@dataclass(frozen=True)
class Refused:
    """What cannot be planned, and why. `what` is how it was named where it comes from."""

    what: str
    why: str


@dataclass
class Sifted:
    new: list[Proposal] = field(default_factory=list)
    there: list[Proposal] = field(default_factory=list)  # planned already, exactly so
    refused: list[tuple[Proposal, str]] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Two that would plan the same have the same: whoever says yes says it to what they saw."""
        return mark_of(self.new)


def mark_of(proposals: Iterable[Proposal]) -> str:
    lines = [
        f"{one.starts_at.timestamp()} {one.ends_at.timestamp()} {one.first.reference} "
        f"{one.second.reference if one.second else '-'}"
        for one in proposals
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sift(proposals: Sequence[Proposal], now: datetime) -> Sifted:
    """In order of time; of two that overlap the earlier one counts. One query."""
    found, ordered = Sifted(), sorted(proposals, key=lambda one: (one.starts_at, one.ends_at))
    if not ordered:
        return found
    last = max(one.ends_at for one in ordered)
    planned = list(Shift.objects.within(ordered[0].starts_at, last))
    for one in ordered:
        sort(one, planned, found, now)
    return found


def sort(one: Proposal, planned: Sequence[Shift], found: Sifted, now: datetime) -> None:
    in_the_way = [shift for shift in planned if shift.starts_at < one.ends_at and shift.ends_at > one.starts_at]
    if any(one.is_like(shift) for shift in in_the_way):
        found.there.append(one)
    elif one.ends_at <= now:
        found.refused.append((one, OVER))
    elif in_the_way:
        found.refused.append((one, TAKEN))
    elif found.new and found.new[-1].ends_at > one.starts_at:
        found.refused.append((one, OVERLAPS))
    else:
        found.new.append(one)
