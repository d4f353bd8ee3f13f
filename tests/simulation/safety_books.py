"""What is due, by the council's own account of what people did: nothing here reads what the code under test wrote."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.simulation.wall import late_from


@dataclass
class Setting:
    """Something is due on a day: said at a moment, and true until another."""

    at: datetime
    day: date
    ended_at: datetime | None = None

    def is_late(self, seen_by: datetime) -> bool:
        return (self.ended_at or seen_by) > late_from(self.day)


class Books:
    """By what it is about and what is due: each day that it had, one after the other."""

    def __init__(self) -> None:
        self.things: dict[tuple[str, str], list[Setting]] = defaultdict(list)

    def open(self, ref: str, kind: str) -> Setting | None:
        found = self.things[ref, kind]
        return found[-1] if found and found[-1].ended_at is None else None

    def due(self, ref: str, kind: str, day: date) -> None:
        """From now on it is due on this day. It was so already: nothing changes."""
        now, found = datetime.now(UTC), self.open(ref, kind)
        if found and found.day == day:
            return
        if found:
            found.ended_at = now
        self.things[ref, kind].append(Setting(now, day))

    def end(self, ref: str, kind: str) -> None:
        """It is done, or its reason is gone."""
        if found := self.open(ref, kind):
            found.ended_at = datetime.now(UTC)
