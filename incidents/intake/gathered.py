"""The messages of a pile-on as an officer pastes them, and what follows from them. Pure: the time is given.

One message a line: who, where, when and what, with a bar or a tab between them, as a spreadsheet copies its cells; or
what alone. Or the text of a CSV file whose first line names its columns: source, platform, when, text.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from incidents.facts import Facts

COLUMNS = ("source", "platform", "when", "text")
MOST = 2_000
LONGEST_SOURCE, LONGEST_PLATFORM, LONGEST_TEXT = 200, 40, 10_000
DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")
TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S", " %I:%M%p", " %I%p")
FORMATS = tuple(day + time for day in DAYS for time in TIMES)
PUBLIC = ("x", "twitter", "facebook", "instagram", "tiktok", "youtube", "nextdoor", "reddit", "threads", "bluesky")
PRIVATE = ("email", "e-mail", "mail", "whatsapp", "text", "sms", "messenger", "signal", "telegram", "dm")
MAIL = ("email", "e-mail", "mail")


@dataclass(frozen=True)
class Gathered:
    text: str
    source: str = ""
    platform: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True)
class Reading:
    """What could be read, and what could not: each problem says its line, what is wrong and what would be right."""

    messages: Sequence[Gathered]
    problems: Sequence[str]


class UnreadableError(ValueError):
    """Says what is wrong with a line, without its number."""


Row = tuple[int, Sequence[str]]


def read(text: str, now: datetime, zone: tzinfo) -> Reading:
    """Everything that can be read, in its order. `zone` is the one of times that name none."""
    messages, problems = [], []
    for number, cells in rows(text):
        try:
            messages.append(message(cells, now, zone))
        except UnreadableError as error:
            problems.append(f"Line {number}: {error}")
    if len(messages) > MOST:
        problems.append(f"These are {len(messages)} messages. Send {MOST} or fewer at a time")
    return Reading(messages, problems)


def rows(text: str) -> Iterator[Row]:
    """The number of each line that says something, and its cells."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    heads = [head.strip().lower() for head in lines[first].split(",")]
    if "text" in heads and set(heads) <= set(COLUMNS):
        return csv_rows(lines[first + 1 :], heads, first + 1)
    return ((number, cells_of(line)) for number, line in enumerate(lines, start=1) if line.strip())


def csv_rows(lines: Sequence[str], heads: Sequence[str], above: int) -> Iterator[Row]:
    reader = csv.reader(line + "\n" for line in lines)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            named = dict(zip(heads, cells, strict=False))
            yield above + reader.line_num, [named.get(column, "") for column in COLUMNS]


def cells_of(line: str) -> Sequence[str]:
    separator = "\t" if "\t" in line else "|"
    cells = line.split(separator, 3)
    return ["", "", "", line] if len(cells) == 1 else cells


def message(cells: Sequence[str], now: datetime, zone: tzinfo) -> Gathered:
    if len(cells) != len(COLUMNS):
        raise UnreadableError("Write who, where, when and what with bars between them, or only what")
    source, platform, when, text = (cell.strip().replace("\x00", "") for cell in cells)
    for name, value, longest in (
        ("who", source, LONGEST_SOURCE),
        ("where", platform, LONGEST_PLATFORM),
        ("what", text, LONGEST_TEXT),
    ):
        if len(value) > longest:
            raise UnreadableError(f"The part that says {name} must be {longest} characters or fewer")
    if not text:
        raise UnreadableError("The message itself is missing")
    return Gathered(text, source, platform, moment(when, now, zone))


def moment(words: str, now: datetime, zone: tzinfo) -> datetime | None:
    if not words:
        return None
    found = next((at for pattern in FORMATS if (at := parsed(words, pattern))), None)
    if found is None:
        raise UnreadableError(f"“{words[:40]}” is no date that we can read. Write it like 21/11/2026 14:30")
    found = found.replace(tzinfo=zone)
    if found > now:
        raise UnreadableError(f"“{words[:40]}” lies in the future")
    return found


def parsed(words: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(words.split()).upper().replace(" AM", "AM").replace(" PM", "PM"), pattern)
    except ValueError:
        return None


# What follows ----------------------------------------------------------------------------------------------------


def facts_of(messages: Sequence[Gathered]) -> Facts:
    """How many, from how many, over how long, and how openly. What cannot be told from them is left out."""
    facts = {
        "occasions": len(messages) or None,
        "distinct_sources": len({same_name(one.source) for one in messages if one.source}) or None,
        "period_days": period_days(messages),
        "audience": audience(messages),
        "channel": channel(messages),
    }
    return {name: value for name, value in facts.items() if value is not None}


def same_name(source: str) -> str:
    return source.strip().lstrip("@").casefold()


def period_days(messages: Sequence[Gathered]) -> int | None:
    moments = [one.written_at for one in messages if one.written_at]
    return (max(moments) - min(moments)).days if len(moments) > 1 else None


def audience(messages: Sequence[Gathered]) -> str | None:
    """One message that everybody could read is enough for *public*."""
    if any(is_one_of(one, PUBLIC) for one in messages):
        return "public"
    return "to_councillor" if messages and all(is_one_of(one, PRIVATE) for one in messages) else None


def channel(messages: Sequence[Gathered]) -> str | None:
    """What most of those came by that say so."""
    said = [one for one in messages if is_one_of(one, (*PUBLIC, *PRIVATE))]
    if not said:
        return None
    mails = sum(is_one_of(one, MAIL) for one in said)
    return "email" if mails * 2 > len(said) else "social_media"


def is_one_of(message: Gathered, platforms: Sequence[str]) -> bool:
    return message.platform.strip().casefold() in platforms
