"""What a large upload costs the web process that takes it: as in production, over a socket, into a real worker."""

import http.client
import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from bench.figures import Figure
from bench.server import csrf_token, session, web
from bench.world import empty
from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions import start_draft
from incidents.models import Evidence

NAMES = ["uploads"]
SIZE = 50 * 1024 * 1024
RISES_AT_MOST = 15  # MB
CHUNK = 64 * 1024
COUNCIL = "uploads"
BOUNDARY = "a-boundary-that-is-in-no-file"


def figures(only: str) -> Iterator[Figure]:
    if NAMES[0].startswith(only):
        empty(COUNCIL)
        with web(COUNCIL) as (port, worker):
            yield Figure("uploads-50-mb-memory", rise(port, worker), RISES_AT_MOST, "MB")


def rise(port: int, worker: int) -> float:
    """Megabytes that the worker's peak went up by one upload, after it had answered and taken a small one."""
    reporter = User.objects.create_user("reporter@example.org", "unused", name="Reporter", roles=[Role.COUNCILLOR])
    path, cookie = (
        f"/report/{start_draft(by=reporter).pk}/files/",
        f"{settings.SESSION_COOKIE_NAME}={session(reporter)}",
    )
    upload(port, path, cookie, size=CHUNK)
    before = peak(worker)
    upload(port, path, cookie, size=SIZE)
    if sorted(Evidence.objects.values_list("size", flat=True)) != [CHUNK, SIZE]:
        raise SystemExit("The upload did not arrive.")
    return peak(worker) - before


def upload(port: int, path: str, cookie: str, *, size: int) -> None:
    """Raises SystemExit unless the page sends on, which it does when all was kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    token = csrf_token(connection, path, cookie)
    fields = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    head = f'{fields}--{BOUNDARY}\r\nContent-Disposition: form-data; name="attached"; filename="a.wav"\r\n\r\n'.encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    connection.putrequest("POST", path)
    connection.putheader("Cookie", f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}")
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    connection.putheader("Content-Length", str(len(head) + size + len(tail)))
    connection.endheaders()
    for part in (head, *recording(size), tail):
        connection.send(part)
    status = connection.getresponse().status
    connection.close()
    if status != 302:
        raise SystemExit(f"The upload of {size} bytes answers {status}")


def recording(size: int) -> Iterator[bytes]:
    """A sound file of so many bytes, that no compression makes smaller."""
    yield b"RIFF" + size.to_bytes(4, "little") + b"WAVEfmt " + bytes(CHUNK - 16)
    for _ in range(size // CHUNK - 1):
        yield os.urandom(CHUNK)


def peak(process: int) -> float:
    """Megabytes of memory that a process has ever held."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024
