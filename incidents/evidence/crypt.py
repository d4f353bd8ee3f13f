"""Encryption with age while the bytes pass by: no file is ever whole in memory, and none lies plain on a disk.

age reads and writes by itself, and callers want to write and read by themselves. So each runs age in a thread, at the
other end of a pipe, and asks it at the end whether all went well.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Thread
from typing import Any, BinaryIO

import pyrage
from django.conf import settings
from pyrage import x25519


class UnreadableError(Exception):
    """The bytes were changed or cut off, or none of our keys opens them."""


def identities() -> list[Any]:
    """All that open evidence. The first of them is the one that closes it."""
    return [_identity(key) for key in settings.EVIDENCE_KEYS]


@cache
def _identity(key: str) -> Any:
    return x25519.Identity.from_str(key)


def recipient() -> str:
    """The public key that evidence is encrypted to now."""
    return str(identities()[0].to_public())


class Work(Thread):
    """Keeps what went wrong, for whoever waits for it."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.work()
        except Exception as error:  # whatever it is, it is raised where somebody can act on it
            self.error = error


class Faithful:
    """A file whose failure is remembered: pyrage swallows one that comes with its very last bytes."""

    def __init__(self, target: BinaryIO) -> None:
        self.target = target
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            self.target.write(data)
        except OSError as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        pass  # whoever opened the target closes it


class Encryptor:
    """What is written to it arrives encrypted in `target`. Raises OSError when `target` has no room for it."""

    def __init__(self, target: BinaryIO) -> None:
        reader, writer = os.pipe()
        self._target = Faithful(target)
        self._source = os.fdopen(reader, "rb", buffering=0)
        self._feed = os.fdopen(writer, "wb")
        self._work = Work(self._encrypt)

    def _encrypt(self) -> None:
        with self._source:
            pyrage.encrypt_io(self._source, self._target, [identities()[0].to_public()])

    def write(self, data: bytes) -> None:
        try:
            self._feed.write(data)
        except BrokenPipeError:
            self.close()

    def close(self) -> None:
        """All is encrypted when it returns, and an error is raised when it is not."""
        with suppress(BrokenPipeError):  # the other end stopped early, and says why below
            self._feed.close()
        self._work.join()
        if error := self._target.error or self._work.error:
            raise OSError(f"It was not encrypted: {error}") from error


class Decryptor:
    """The plain bytes of `source`, to be read once. Raises UnreadableError at the end of what cannot be trusted."""

    def __init__(self, source: BinaryIO) -> None:
        reader, writer = os.pipe()
        self._source = source
        self._plain = os.fdopen(reader, "rb")
        self._target = os.fdopen(writer, "wb")
        self._work = Work(self._decrypt)

    def _decrypt(self) -> None:
        with self._source, self._target:
            pyrage.decrypt_io(self._source, self._target, identities())

    def read(self, size: int = -1) -> bytes:
        data = self._plain.read(size)
        if len(data) < size or size < 0:
            self._work.join()
            if self._work.error:
                raise UnreadableError("It was changed, cut off, or closed with another key.") from self._work.error
        return data

    def close(self) -> None:
        """Also before the end: then the thread finds nobody who reads, and stops."""
        self._plain.close()
        self._work.join()

    def __enter__(self) -> "Decryptor":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
