"""Where evidence lies: encrypted files with random names, each whole under its name or not there at all."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from incidents.evidence.crypt import Decryptor, Encryptor, recipient

UNFINISHED = ".part"


class Deposit:
    """One file on its way in. It has its key from the start, and can be opened with it once it is finished."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.key = path.name
        self.recipient = recipient()
        self._path = path
        self._unfinished = path.with_suffix(UNFINISHED)
        self._file: BinaryIO = open(self._unfinished, "wb", buffering=0)  # noqa: SIM115 - closed by finish or abandon
        self._encryptor = Encryptor(self._file)

    def write(self, data: bytes) -> None:
        """Raises OSError when there is no room."""
        self._encryptor.write(data)

    def finish(self) -> None:
        """Raises OSError when there is no room; then it is for the caller to abandon it."""
        self._encryptor.close()
        os.fsync(self._file.fileno())
        self._file.close()
        os.rename(self._unfinished, self._path)

    def abandon(self) -> None:
        with suppress(OSError):  # what it could not write is of no interest any more
            self._encryptor.close()
        self._file.close()
        self._unfinished.unlink(missing_ok=True)


class Store:
    """A folder. Another place, as a bucket, would be another class with these five methods."""

    @property
    def folder(self) -> Path:
        return Path(settings.EVIDENCE_DIR)

    def begin(self) -> Deposit:
        """Raises OSError when the folder cannot be written to."""
        return Deposit(self._path(secrets.token_hex(24)))

    def put(self, data: bytes) -> str:
        """Keep something small. Returns its key."""
        deposit = self.begin()
        try:
            deposit.write(data)
            deposit.finish()
        except OSError:
            deposit.abandon()
            raise
        return deposit.key

    def open(self, key: str) -> Decryptor:
        """The plain bytes, to be read once. Raises FileNotFoundError for a key that is none."""
        return Decryptor(open(self._path(key), "rb"))

    def delete(self, key: str) -> None:
        """Safe to call twice."""
        self._path(key).unlink(missing_ok=True)

    def untouched_for(self, age: timedelta) -> Iterator[str]:
        """The keys of files this old, with those that were never finished."""
        until = time.time() - age.total_seconds()
        for path in self.folder.glob("??/*"):
            with suppress(FileNotFoundError):  # somebody else deleted it meanwhile
                if path.stat().st_mtime < until:
                    yield path.name

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


store = Store()
