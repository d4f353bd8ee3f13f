"""The messages of a pile-on as an officer pastes them, and what follows from them. Pure: the time is given.

One message a line: who, where, when and what, with a bar or a tab between them, as a spreadsheet copies its cells; or
what alone. Or the text of a CSV file whose first line names its columns: who, where, when, what, in any order. It has
commas, semicolons or tabs between them, as the spreadsheet's country and its program have it. A cell is text, whatever
it begins with: a formula is what somebody wrote, and is nowhere reckoned with.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from incidents.facts import Facts

COLUMNS = ("source", "platform", "when", "text")
NAMED = {
    **{name: name for name in COLUMNS},
    **dict.fromkeys(("who", "author", "sender", "from", "account", "user", "username", "handle"), "source"),
    **dict.fromkeys(("where", "site", "network", "channel"), "platform"),
    **dict.fromkeys(("date", "time", "written", "sent", "posted", "created"), "when"),
    **dict.fromkeys(("what", "message", "comment", "post", "words", "content"), "text"),
}
SEPARATORS = (",", ";", "\t")
SAYS_SEPARATOR = "sep="  # a first line of Excel's own
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
NO_END: Sequence[str] = ()


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
    columns = columns_of(lines)
    if columns:
        return csv_rows(lines[columns.line :], columns)
    return ((number, cells_of(line)) for number, line in enumerate(lines, start=1) if line.strip())


@dataclass(frozen=True)
class Columns:
    """What a CSV file's heading says, the number of its line, and what stands between its cells."""

    heads: Sequence[str]
    line: int
    separator: str


def columns_of(lines: Sequence[str]) -> Columns | None:
    """None for what is no CSV file with a heading that we know."""
    place = next((at for at, line in enumerate(lines) if line.strip() and not is_hint(line)), 0)
    for separator in SEPARATORS:
        names = [head.strip().strip('"').lower() for head in lines[place].split(separator)]
        heads = [NAMED.get(name, name) for name in names]
        if "text" in heads and set(heads) <= {*COLUMNS, ""}:
            return Columns(heads, place + 1, separator)
    return None


def is_hint(line: str) -> bool:
    return line.strip().strip('"').lower().startswith(SAYS_SEPARATOR)


def csv_rows(lines: Sequence[str], columns: Columns) -> Iterator[Row]:
    """Each with the number of the line that it begins on, because a cell may hold several."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=columns.separator)
    begins = columns.line + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, NO_END
            return
        if any(cell.strip() for cell in cells):
            named = dict(zip(columns.heads, cells, strict=False))
            yield begins, [named.get(column, "") for column in COLUMNS]
        begins = columns.line + reader.line_num + 1


def cells_of(line: str) -> Sequence[str]:
    separator = "\t" if "\t" in line else "|"
    cells = line.split(separator, 3)
    return ["", "", "", line] if len(cells) == 1 else cells


def message(cells: Sequence[str], now: datetime, zone: tzinfo) -> Gathered:
    if cells is NO_END:
        raise UnreadableError("A cell has no end. A quotation mark is missing")
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
