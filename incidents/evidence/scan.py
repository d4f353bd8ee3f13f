"""Asking ClamAV, over the wire that its daemon listens on. Nothing here decides anything by itself."""

from urllib.parse import urlsplit

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

from incidents.evidence.store import store
from incidents.models import StoredFile

SECONDS = 60


class ScannerError(Exception):
    """No answer, or none that says whether the file is clean. It has to be asked again."""


def verdict(key: str) -> StoredFile.State:
    """Of the stored file `key`. Raises ScannerError, and UnreadableError when the file is damaged."""
    if not settings.CLAMD_ADDRESS:
        return StoredFile.State.UNCHECKED
    with store.open(key) as plain:
        try:
            answers = scanner().instream(plain)  # type: ignore[arg-type]  # it only reads
        except BufferTooLongError as error:
            raise ScannerError("Set StreamMaxLength of clamd.conf to 64M or more") from error
        except (ClamdError, OSError, UnicodeDecodeError) as error:
            raise ScannerError(f"{type(error).__name__}: {error}") from error
    return state_of(answers)


def state_of(answers: dict[str, tuple[str, str | None]]) -> StoredFile.State:
    states = {status for status, _ in answers.values()}
    if "FOUND" in states:
        return StoredFile.State.INFECTED
    if states == {"OK"}:
        return StoredFile.State.CLEAN
    raise ScannerError(f"It answered {answers}")


def scanner() -> ClamdNetworkSocket:
    address = urlsplit(settings.CLAMD_ADDRESS)
    if address.scheme == "unix":
        return ClamdUnixSocket(address.path, timeout=SECONDS)
    return ClamdNetworkSocket(address.hostname or "", address.port or 3310, timeout=SECONDS)
