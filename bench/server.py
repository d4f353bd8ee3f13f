"""A web process as in production, over a socket, into a real worker; and somebody who is signed in to it."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from bench.world import use
from councilsafe import services
from councilsafe.accounts.models import User

START_SECONDS = 30


def session(user: User) -> str:
    kept = SessionStore()
    kept[SESSION_KEY] = str(user.pk)
    kept[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    kept[HASH_SESSION_KEY] = user.get_session_auth_hash()
    kept.create()
    return str(kept.session_key)


def csrf_token(connection: http.client.HTTPConnection, path: str, cookie: str) -> str:
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}")
    return re.findall(f"{settings.CSRF_COOKIE_NAME}=(\\w+)", answer.headers["Set-Cookie"])[0]


@contextmanager
def web(council: str, **environment: str) -> Iterator[tuple[int, int]]:
    """The port of a web server with one worker, and the worker's process number."""
    use(council)
    port = int(services.free_port())
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{council}").geturl()
    told = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "PYTHONWARNINGS": "ignore::UserWarning",  # of the assets that are not built
        "ALLOWED_HOSTS": "127.0.0.1",
        **environment,
    }
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "councilsafe.wsgi"], env=told)
    try:
        yield port, worker_of(server.pid, port)
    finally:
        server.terminate()
        server.wait()


def worker_of(server: int, port: int) -> int:
    """Once it answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return int(Path(f"/proc/{server}/task/{server}/children").read_text().split()[0])
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server does not answer.")
