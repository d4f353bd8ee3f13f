"""Taking mail over from the mailbox that quarantined mail is put into.

Rather twice than never: a mail is moved out of the folder only after it is committed here, and the same bytes are one
mail. Nothing is ever deleted there.
"""

import hashlib
import logging
import ssl
import time
from imaplib import IMAP4, IMAP4_SSL
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from incidents.actions.mail import hold_mail, note_mailbox_read
from incidents.evidence.kinds import MAIL
from incidents.evidence.limits import MOST_FILE
from incidents.evidence.store import store
from incidents.evidence.uploads import Received

logger = logging.getLogger(__name__)
SECONDS = 20
SWEEP_SECONDS = 40
CUT = "Only the first 50 MB were taken over. The whole of it is in the mailbox."


def fetch_mail() -> int:
    """Hold what lies in the mailbox's folder. Returns how many were new. Without a mailbox there is nothing to do."""
    if not settings.IMAP_URL:
        return 0
    try:
        with connected() as client:
            enter(client)
            new = take_all(client)
    except (OSError, IMAP4.error) as error:
        logger.error("The mailbox of held mail cannot be read (%s).", type(error).__name__)
        return 0
    note_mailbox_read()
    return new


def connected() -> IMAP4:
    """The certificate of a mail server is checked."""
    url = urlsplit(settings.IMAP_URL)
    if url.scheme == "imaps":
        context = ssl.create_default_context()
        return IMAP4_SSL(url.hostname or "", url.port or 993, ssl_context=context, timeout=SECONDS)
    return IMAP4(url.hostname or "", url.port or 143, timeout=SECONDS)


def enter(client: IMAP4) -> None:
    """Sign in, and open the folder that the address names."""
    url = urlsplit(settings.IMAP_URL)
    client.login(unquote(url.username or ""), unquote(url.password or ""))
    answer(client.select(quoted(unquote(url.path.strip("/")) or "INBOX")))


def take_all(client: IMAP4) -> int:
    """As many as there is time for; the rest stays for the next time."""
    stop_at, new = time.monotonic() + SWEEP_SECONDS, 0
    waiting = answer(client.uid("SEARCH", "UNDELETED"))[0].split()
    if waiting:
        client.create(quoted(settings.IMAP_DONE_FOLDER))  # says NO when it is there
    for uid in waiting:
        if time.monotonic() > stop_at:
            break
        new += take_over(client, uid.decode())
    return new


def take_over(client: IMAP4, uid: str) -> bool:
    content = fetched(client, uid)
    if content is None:  # somebody else moved it meanwhile
        return False
    problems = [CUT] if len(content) == MOST_FILE else []
    file = stored(content)
    try:
        _, is_new = hold_mail(by=None, file=file, problems=problems)
    finally:
        file.close()
    move(client, uid)
    return is_new


def fetched(client: IMAP4, uid: str) -> bytes | None:
    """The mail as it is, without marking it as read."""
    parts = answer(client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_FILE}>)"))
    return next((part[1] for part in parts if isinstance(part, tuple)), None)


def stored(content: bytes) -> Received:
    """Whatever it looks like: a mailbox holds mail."""
    deposit = store.begin()
    try:
        deposit.write(content)
        deposit.finish()
    except OSError:
        deposit.abandon()
        raise
    digest = hashlib.sha256(content).hexdigest()
    return Received(
        name="mail",
        size=len(content),
        digest=digest,
        kind=MAIL,
        refused="",
        key=deposit.key,
        recipient=deposit.recipient,
    )


def move(client: IMAP4, uid: str) -> None:
    """Into the folder of what was taken over; where the server cannot move, by a copy and a mark."""
    folder = quoted(settings.IMAP_DONE_FOLDER)
    if b"MOVE" in answer(client.capability())[0].upper().split():
        answer(client.uid("MOVE", uid, folder))
    else:
        answer(client.uid("COPY", uid, folder))
        answer(client.uid("STORE", uid, "+FLAGS", r"(\Deleted)"))


def answer(reply: tuple[str, list[Any]]) -> list[Any]:
    """The lines of a reply: bytes, pairs of bytes, or nothing."""
    kind, data = reply
    if kind != "OK":
        raise IMAP4.error(kind)
    return data


def quoted(folder: str) -> str:
    escaped = folder.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
