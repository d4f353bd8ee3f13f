"""`parse` reads any bytes as a message, never raises, and says what it could not read.

The time and memory it takes are bounded, because the bytes come from people who may wish us harm.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, Protocol

from incidents.mail import outlook
from incidents.mail.parsed import (
    LARGEST,
    LONGEST_ADDRESS,
    LONGEST_HEADER,
    LONGEST_SHOWN,
    MOST_HEADERS,
    MOST_LINES,
    MOST_PARTS,
    SECONDS,
    Attached,
    ParsedMail,
    plausible,
)
from incidents.mail.text import decoded, from_html, header, one_line

CHUNK = 64 * 1024
HEADERS_ONLY = 256 * 1024
NOT_READ = "This could not be read as a message. It is kept as it was received."
CUT = "The message is very large or very complicated. Only a part of it was read."
TNEF = "A part of it can only be read by Outlook (winmail.dat)."


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def parse(source: bytes | Readable) -> ParsedMail:
    """Read a message: what it says of itself, and in `problems` what could not be read."""
    data = source if isinstance(source, bytes) else source.read(LARGEST + 1)
    mail, read = ParsedMail(), outlook.read if outlook.is_outlook(data) else read_mime
    try:
        read(data, mail)
    except Exception:  # whatever hostile bytes make the libraries raise, the message is kept and shown
        mail.trouble(NOT_READ)
    return mail


def read_mime(data: bytes, mail: ParsedMail) -> None:
    if not data.strip():
        mail.trouble("The message is empty.")
        return
    try:
        message = tree(bounded(data, mail), mail)
    except RecursionError:
        mail.trouble(CUT)
        message = tree(data[:HEADERS_ONLY].split(b"\n\n")[0].split(b"\r\n\r\n")[0], mail)
    read_headers(message, mail)
    read_parts(message, mail)
    if not mail.headers:
        mail.trouble(NOT_READ)
    elif not mail.text:
        mail.trouble("There is no text in it.")


# Bounds ----------------------------------------------------------------------------------------------------------


class ShortHeaders(Compat32):
    """Cuts headers where they are read, and takes them as they come: the newer policies raise on nonsense."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse([line[:LONGEST_HEADER] for line in sourcelines[:MOST_HEADERS]])
        return name[:LONGEST_SHOWN], value[:LONGEST_HEADER]


def bounded(data: bytes, mail: ParsedMail) -> bytes:
    """The first megabytes, and the first so many lines of them."""
    cut = data[:LARGEST]
    lines = cut.count(b"\n") + cut.count(b"\r") - cut.count(b"\r\n")
    if lines > MOST_LINES:
        cut = b"".join(cut.splitlines(keepends=True)[:MOST_LINES])
    if len(cut) < len(data):
        mail.trouble(CUT)
    return cut


def tree(data: bytes, mail: ParsedMail) -> Message:
    """The message with its parts, as far as it could be read in time."""
    parts = 0

    def new_part(policy: Any = None) -> Message:
        nonlocal parts
        parts += 1
        return Message(policy)

    parser, stop_at = BytesFeedParser(policy=ShortHeaders(message_factory=new_part)), time.monotonic() + SECONDS
    for start in range(0, len(data), CHUNK):
        if parts > MOST_PARTS or time.monotonic() > stop_at:
            mail.trouble(CUT)
            break
        parser.feed(data[start : start + CHUNK])
    return parser.close()


# Headers ---------------------------------------------------------------------------------------------------------


def read_headers(message: Message, mail: ParsedMail) -> None:
    raw = [(name, str(value)) for name, value in message.raw_items()]
    if len(raw) > MOST_HEADERS:
        mail.trouble("Only the first headers are shown.")
    mail.headers = [(one_line(name, 100), header(value, LONGEST_SHOWN)) for name, value in raw[:MOST_HEADERS]]
    by_name = {name.lower(): value for name, value in reversed(raw)}  # of several the first counts
    mail.sender_name, mail.sender = first_address(by_name, "from", "sender", "return-path")
    mail.to = first_address(by_name, "to", "delivered-to", "x-original-to", "cc")[1]
    mail.subject = header(by_name.get("subject", ""), LONGEST_SHOWN)
    mail.date = read_date(by_name.get("date", ""))
    note_what_is_wrong(mail, [name.lower() for name, _ in raw])


def note_what_is_wrong(mail: ParsedMail, names: list[str]) -> None:
    if names.count("from") > 1:
        mail.trouble("It names more than one sender. The first is shown.")
    if names and not mail.sender:
        mail.trouble("It does not say who sent it.")
    if names and mail.date is None:
        mail.trouble("It does not say when it was sent, or not in a way that can be right.")


def first_address(by_name: dict[str, str], *names: str) -> tuple[str, str]:
    """Name and address from the first of these headers that has an address."""
    for name in names:
        for person, address in addresses(by_name.get(name, "")):
            if "@" in address:
                return person, address
    return "", ""


def addresses(raw: str) -> Iterator[tuple[str, str]]:
    try:
        found = getaddresses([raw])
    except (RecursionError, ValueError, IndexError):  # brackets in brackets, and other nonsense
        return
    for person, address in found:
        yield header(person, 120), one_line(address.strip("<> "), LONGEST_ADDRESS)


def read_date(raw: str) -> datetime | None:
    try:
        return plausible(parsedate_to_datetime(raw), datetime.now(UTC))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


# Parts -----------------------------------------------------------------------------------------------------------


def read_parts(message: Message, mail: ParsedMail) -> None:
    """Text into the text, all else into the attachments. A stack, because messages are nested on purpose."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        if part.get_content_maintype() == "message" and part.is_multipart():
            read_forwarded(part, mail)
        inside = part.get_payload() if part.is_multipart() else None
        if isinstance(inside, list):
            waiting += reversed(choose(part, inside))
        else:
            read_leaf(part, mail)
    if waiting:
        mail.trouble(CUT)


def choose(part: Message, inside: list[Any]) -> list[Any]:
    """Of alternatives only the plain text, if there is one; it says the same."""
    if part.get_content_subtype() == "alternative":
        plain = [one for one in inside if one.get_content_type() == "text/plain" and has_words(one)]
        others = [one for one in inside if one.get_content_maintype() != "text"]
        return plain + others if plain else inside
    return inside


def has_words(part: Message) -> bool:
    return bool(content(part).strip())


def read_forwarded(part: Message, mail: ParsedMail) -> None:
    inner: Any = part.get_payload(0)
    raw = {name.lower(): str(value) for name, value in inner.raw_items()}
    name, address = first_address(raw, "from")
    subject, said = header(raw.get("subject", ""), LONGEST_SHOWN), header(raw.get("date", ""), 100)
    mail.attachments.append(Attached(subject or "A message", part.get_content_type(), 0))
    mail.add_text("\n".join(["A message is attached:", f"From: {name} {address}", f"Date: {said}", subject]))


def read_leaf(part: Message, mail: ParsedMail) -> None:
    kind = part.get_content_type()
    if kind == "application/ms-tnef":
        mail.trouble(TNEF)
    named = part.get_content_disposition() == "attachment" or part.get_filename()
    if part.get_content_maintype() in {"text", "multipart"} and not named:  # parts without an edge between them
        data = decoded(content(part), part.get_content_charset())
        mail.add_text(from_html(data) if kind == "text/html" else data)
    else:
        name = header(str(part.get_filename() or ""), 255) or "No name"
        mail.attachments.append(Attached(name, one_line(kind, 100), len(content(part))))


def content(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
