"""Outlook's own format, `.msg`: a file system in a file. Read with python-oxmsg, inside the same bounds."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import getaddresses
from io import BytesIO
from typing import TypeVar

from olefile import OleFileIO
from oxmsg import Message
from oxmsg.attachment import Attachment

from incidents.mail.parsed import (
    LARGEST,
    LONGEST_ADDRESS,
    LONGEST_SHOWN,
    MOST_HEADERS,
    MOST_PARTS,
    Attached,
    ParsedMail,
    plausible,
)
from incidents.mail.text import from_html, one_line, tidy

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MOST_ENTRIES = 5_000
SENDER_SMTP = 0x5D01
TOO_LARGE = "The Outlook message is too large or too complicated to be read here. It is kept as it was received."

Value = TypeVar("Value")


def is_outlook(data: bytes) -> bool:
    return data.startswith(MAGIC)


def read(data: bytes, mail: ParsedMail) -> None:
    if not within_bounds(data):
        mail.trouble(TOO_LARGE)
        return
    message = Message.load(BytesIO(data))
    mail.subject = one_line(known(lambda: message.subject, ""), LONGEST_SHOWN)
    mail.sender_name, mail.sender = sender(message)
    mail.to = first_recipient(message)
    mail.date = plausible(known(lambda: message.sent_date, datetime.min), datetime.now(UTC))
    mail.headers = headers(message)
    read_text(message, mail)
    mail.attachments = attachments(message)
    note_what_is_wrong(mail)


def within_bounds(data: bytes) -> bool:
    """Many entries may lie upon the same bytes: together they must not be more than the file holds."""
    if len(data) > LARGEST:
        return False
    with OleFileIO(BytesIO(data)) as file:
        entries = [entry for entry in file.direntries if entry]
        return len(entries) <= MOST_ENTRIES and sum(entry.size for entry in entries) <= 2 * len(data)


def known(read_one: Callable[[], Value | None], otherwise: Value) -> Value:
    """One property; a broken one does not take the others with it."""
    try:
        return read_one() or otherwise
    except Exception:  # the library raises whatever the broken bytes lead it to
        return otherwise


def sender(message: Message) -> tuple[str, str]:
    """Inside one company Outlook writes addresses that are none; the other property then has the real one."""
    said = known(lambda: message.sender, "")
    smtp = known(lambda: message.properties.str_prop_value(SENDER_SMTP), "")
    for name, address in getaddresses([tidy(said)]):
        if "@" in address or smtp:
            return one_line(name, 120), one_line(address if "@" in address else smtp, LONGEST_ADDRESS)
    return "", one_line(smtp, LONGEST_ADDRESS)


def first_recipient(message: Message) -> str:
    found: list[str] = known(lambda: [one.email_address for one in message.recipients[:MOST_PARTS]], [])
    return next((one_line(address, LONGEST_ADDRESS) for address in found if address), "")


def headers(message: Message) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = known(lambda: list(message.message_headers.items()), [])
    return [(one_line(name, 100), one_line(str(value), LONGEST_SHOWN)) for name, value in found[:MOST_HEADERS]]


def read_text(message: Message, mail: ParsedMail) -> None:
    plain = known(lambda: message.body, "")
    mail.add_text(tidy(plain) if plain else from_html(known(lambda: message.html_body, "")))


def attachments(message: Message) -> list[Attached]:
    found: list[Attachment] = known(lambda: list(message.attachments[:MOST_PARTS]), [])
    return [attached(one) for one in found]


def attached(one: Attachment) -> Attached:
    name, kind = known(lambda: one.file_name, ""), known(lambda: one.mime_type, "")
    return Attached(one_line(name, 255) or "No name", one_line(kind, 100), known(lambda: one.size, 0))


def note_what_is_wrong(mail: ParsedMail) -> None:
    if not mail.sender:
        mail.trouble("It does not say who sent it.")
    if mail.date is None:
        mail.trouble("It does not say when it was sent, or not in a way that can be right.")
    if not mail.text:
        mail.trouble("There is no text in it, or only in a form that Outlook alone can read.")
