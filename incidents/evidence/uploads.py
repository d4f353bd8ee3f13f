"""Files on their way in: hashed, recognised, measured and encrypted while they arrive, a piece at a time."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from typing import Any, Protocol

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from councilsafe.accounts.guards import SignedInRequest, View
from incidents.evidence import limits
from incidents.evidence.kinds import Sniffer
from incidents.evidence.lists import Owner, room_of
from incidents.evidence.store import Deposit, store

logger = logging.getLogger(__name__)
CHUNK = 64 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass
class Received:
    """A file as it came in. Unless it is `kept`, closing it deletes it. `refused` says why it cannot be kept."""

    name: str
    size: int
    digest: str
    kind: str
    refused: str
    key: str = ""
    recipient: str = ""
    kept: bool = False

    def close(self) -> None:
        if self.key and not self.kept:
            store.delete(self.key)


class Intake:
    """One file arriving. What is refused is read on and thrown away, so that its sender can be told why."""

    def __init__(self, name: str, *, room: int, refused: str = "") -> None:
        self.name = clean_name(name)
        self.size = 0
        self.refused = refused
        self._room = room
        self._digest = hashlib.sha256()
        self._sniffer = Sniffer()
        self._deposit: Deposit | None = None
        if not refused:
            self._stored(self._begin)

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > limits.MOST_FILE:
            self.abandon(limits.TOO_LARGE)
        elif self.size > self._room:
            self.abandon(limits.TOO_MUCH)
        if self._deposit:
            self._digest.update(chunk)
            self._sniffer.feed(chunk)
            self._stored(self._deposit.write, chunk)

    def finish(self) -> Received:
        if not self.size:
            self.abandon(limits.EMPTY)
        kind = self._sniffer.kind or ""
        if not kind:
            self.abandon(limits.NOT_TAKEN)
        if self._deposit:
            self._stored(self._deposit.finish)
        received = Received(self.name, self.size, self._digest.hexdigest(), kind, self.refused)
        if self._deposit:
            received.key, received.recipient = self._deposit.key, self._deposit.recipient
        return received

    def abandon(self, why: str) -> None:
        self.refused = self.refused or why
        if self._deposit:
            self._deposit.abandon()
            self._deposit = None

    def _begin(self) -> None:
        self._deposit = store.begin()

    def _stored(self, work: Callable[..., None], *arguments: bytes) -> None:
        try:
            work(*arguments)
        except OSError as error:
            logger.error("Evidence could not be stored (%s).", error)
            self.abandon(limits.NO_ROOM)


def clean_name(name: str) -> str:
    """As received, without a path and without what cannot be seen; the end stays, because it names the format."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, last)).strip()[-limits.LONGEST_NAME :] or "file"


def take(name: str, content: bytes | Readable, *, room: int = limits.MOST_INCIDENT) -> Received:
    """A file that did not come by a form."""
    intake = Intake(name, room=room)
    source: Readable = BytesIO(content) if isinstance(content, bytes) else content
    while chunk := source.read(CHUNK):
        intake.write(chunk)
    return intake.finish()


def refusals(files: list[Received]) -> str:
    """What is wrong with those that were not kept, by their names. Empty when all were."""
    refused = [file for file in files if file.refused]
    words = " ".join(f"“{file.name}” was not kept: {file.refused}." for file in refused)
    return f"{len(refused)} files were not kept. {words}" if len(refused) > 1 else words


class EvidenceHandler(FileUploadHandler):
    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room
        self.number = 0
        self.intake: Intake | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.number += 1
        refused = limits.TOO_MANY if self.number > limits.MOST_AT_ONCE else ""
        self.intake = Intake(self.file_name or "", room=self.room, refused=refused)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.intake is not None, "Django announces a file before its first piece"
        self.intake.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        assert self.intake is not None, "Django announces a file before its end"
        received, self.intake = self.intake.finish(), None
        if not received.refused:
            self.room -= received.size
        return received

    def upload_interrupted(self) -> None:
        if self.intake:
            self.intake.abandon("it did not arrive whole")
            self.intake = None


class NoFiles(FileUploadHandler):
    """Everywhere else: files are read past, and land nowhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never told of any."""

    def file_complete(self, file_size: int) -> None:
        """Never told of any."""


class Owned(Protocol):
    """A case, which stands for its incident."""

    @property
    def incident(self) -> Any: ...


def receives(handler_of: Callable[..., Any]) -> Callable[[Callable[..., HttpResponse]], View]:
    """For a view that takes files, nearest to it: `view(request, …)`, with `handler_of(…)` of the same for its upload.

    By then it is known that whoever sends them may. That is before the request's body is read, so that the check for
    forgery, which reads it, has to wait until here as well: the address itself is exempt from it.
    """

    def decorate(view: Callable[..., HttpResponse]) -> View:
        protected = csrf_protect(view)

        @wraps(view)
        def receiving(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            handler = handler_of(*args)
            request.upload_handlers = [handler]
            try:
                return protected(request, *args, **kwargs)
            finally:
                handler.upload_interrupted()

        return csrf_exempt(receiving)

    return decorate


def for_owner(owner: Owner | Owned, *args: Any) -> EvidenceHandler:
    """With what is known by then: how much room is left of what the files will belong to."""
    return EvidenceHandler(room_of(owner))


receives_files = receives(for_owner)
