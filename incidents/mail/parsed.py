"""What was read from a message, and the limits of reading: hostile mail must cost no more than any other."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

LARGEST = 25 * 1024 * 1024  # of a longer message the rest is kept, and not read
MOST_LINES = 500_000
MOST_PARTS = 200
MOST_HEADERS = 200
LONGEST_HEADER = 4_000
LONGEST_SHOWN = 500
LONGEST_TEXT = 100_000
LONGEST_ADDRESS = 320
SECONDS = 10.0
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    kind: str
    size: int


@dataclass(slots=True)
class ParsedMail:
    """A message as it describes itself: nothing of it can be relied on. Empty where it does not say."""

    sender: str = ""
    sender_name: str = ""
    to: str = ""
    date: datetime | None = None
    subject: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    attachments: list[Attached] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def trouble(self, problem: str) -> None:
        """Each problem once, in words for the officer who reads the message."""
        if problem not in self.problems:
            self.problems.append(problem)

    def add_text(self, text: str) -> None:
        both = "\n\n".join(filter(None, [self.text, text.strip()]))
        if len(both) > LONGEST_TEXT:
            self.trouble("Only the beginning of the text is shown.")
        self.text = both[:LONGEST_TEXT]


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """In UTC, or None for a day that no mail can have been sent on."""
    if moment is None:
        return None
    try:
        utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None
    return utc if utc >= EARLIEST and (utc - now).days < 2 else None
