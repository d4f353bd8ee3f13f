"""A calendar file cut into its events, each with its line, before any library reads it.

Only events are looked at. What else is in a file, as rules for changing clocks that never end, is read past.
"""

from collections.abc import Iterator
from dataclasses import dataclass

MOST_EVENTS = 1000
MOST_LINES = 200  # of one event
NOT_ONE = "This is no calendar file. Choose a file that ends in .ics"
TOO_MANY = f"There are more than {MOST_EVENTS} entries in this file. Make several files of it"
CUT_OFF = "The file ends in the middle of an entry"
BEGIN, END = "BEGIN:", "END:"


class NoCalendarError(ValueError):
    """The whole file is refused; the message says why."""


@dataclass(frozen=True)
class Chunk:
    """The lines of an event. `refused` says why they are not even tried."""

    line: int
    text: str
    refused: str = ""


def chunks(text: str) -> list[Chunk]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if first.strip().upper() != "BEGIN:VCALENDAR" or "\x00" in text:
        raise NoCalendarError(NOT_ONE)
    found = []
    for chunk in cut(lines):
        found.append(chunk)
        if len(found) > MOST_EVENTS:
            raise NoCalendarError(TOO_MANY)
    return found


def cut(lines: list[str]) -> Iterator[Chunk]:
    """A line that begins with a space goes on with the one before it, so it begins nothing."""
    started, within = 0, list[str]()
    for number, line in enumerate(lines, start=1):
        word = line.rstrip().upper()
        if not started and word == "BEGIN:VEVENT":
            started, within = number, []
        if started:
            within.append(line)
        if started and word == "END:VEVENT":
            yield chunk_of(started, within)
            started = 0
    if started:
        raise NoCalendarError(CUT_OFF)


def chunk_of(started: int, within: list[str]) -> Chunk:
    kept = without_alarms(within)
    inner = [line for line in kept[1:-1] if line.upper().startswith((BEGIN, END))]
    refused = ""
    if inner:
        refused = "There is another part inside this entry"
    elif len(kept) > MOST_LINES:
        refused = "This entry is too long"
    return Chunk(started, "\r\n".join(kept) + "\r\n", refused)


def without_alarms(lines: list[str]) -> list[str]:
    found, in_alarm = [], False
    for line in lines:
        word = line.rstrip().upper()
        in_alarm = in_alarm or word == "BEGIN:VALARM"
        if not in_alarm:
            found.append(line)
        in_alarm = in_alarm and word != "END:VALARM"
    return found
