"""Checking stored files and keeping them readable, whatever they belong to. What follows is the owner's matter."""

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from councilsafe.notifications.actions import wait
from incidents.evidence import previews, scan
from incidents.evidence.crypt import UnreadableError, recipient
from incidents.evidence.store import store
from incidents.evidence.uploads import CHUNK
from incidents.models.stored import StoredFile

logger = logging.getLogger(__name__)
File = TypeVar("File", bound=StoredFile)
PREVIEW_TRIES = 3  # a picture that brings its reader down three times is kept without a preview
SWEEP_SIZE = 100
SWEEP_SECONDS = 20

# Checking --------------------------------------------------------------------------------------------------------


def check_file(rows: type[File], pk: int, then: Callable[[File], None]) -> bool:
    """Scan one file that waits, and draw its preview. Returns whether its state is settled now.

    It is claimed for a while and not locked: a file that brings the worker down has to wait longer every time.
    """
    file = claim(rows, pk)
    if file is None:
        return False
    try:
        state = scan.verdict(file.key)
        preview = None if state == StoredFile.State.INFECTED else draw_preview(file)
    except (scan.ScannerError, UnreadableError, OSError) as error:
        logger.error("File %s is not checked yet, and waits: %s", file, error)
        return False
    settle(file, state, preview, then)
    return True


@transaction.atomic
def claim(rows: type[File], pk: int) -> File | None:
    now = timezone.now()
    file = waiting(rows, now).select_for_update(skip_locked=True).filter(pk=pk).first()
    if file:
        file.attempts += 1
        file.next_check_at = now + wait(file.attempts)
        file.save(update_fields=["attempts", "next_check_at"])
    return file


def waiting(rows: type[File], now: datetime) -> QuerySet[File]:
    return rows._default_manager.filter(state=StoredFile.State.WAITING, next_check_at__lte=now)


def draw_preview(file: StoredFile) -> str:
    """Its key, or nothing."""
    if file.attempts > PREVIEW_TRIES:
        return ""
    preview = previews.preview_of(file.key, file.kind)
    return store.put(preview) if preview else ""


@transaction.atomic
def settle(file: File, state: StoredFile.State, preview: str | None, then: Callable[[File], None]) -> None:
    """Unless somebody else was quicker, or it was removed meanwhile; then the sweep finds the preview."""
    rows = type(file)._default_manager.select_for_update().filter(pk=file.pk, state=StoredFile.State.WAITING)
    current = rows.first()
    if current is None:
        return
    current.state, current.preview_key, current.checked_at = state, preview or "", timezone.now()
    current.save(update_fields=["state", "preview_key", "checked_at"])
    then(current)


def check_all(rows: type[File], check: Callable[[int], bool]) -> int:
    """Check what waits, each for itself. Returns how many are settled now."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    due = waiting(rows, timezone.now()).order_by("next_check_at").values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(check(pk) for pk in due if time.monotonic() < stop_at)


# Keeping ---------------------------------------------------------------------------------------------------------


def close_anew(file: StoredFile) -> None:
    """Encrypt it under the first of our keys. Raises UnreadableError when it is not what was received."""
    old = [file.key, file.preview_key]
    file.key = closed_anew(file.key, file.digest)
    file.preview_key = closed_anew(file.preview_key) if file.preview_key else ""
    file.recipient = recipient()
    file.save(update_fields=["key", "preview_key", "recipient"])
    forget(old)


def forget(keys: list[str]) -> None:
    for key in filter(None, keys):
        transaction.on_commit(partial(store.delete, key))


def closed_anew(key: str, digest: str = "") -> str:
    """The key of a copy that only the first of our keys opens, with the same bytes in it."""
    seen = hashlib.sha256()
    deposit = store.begin()
    try:
        with store.open(key) as plain:
            while chunk := plain.read(CHUNK):
                seen.update(chunk)
                deposit.write(chunk)
        if digest and seen.hexdigest() != digest:
            raise UnreadableError("It is not what was received.")
        deposit.finish()
    except BaseException:
        deposit.abandon()
        raise
    return deposit.key
