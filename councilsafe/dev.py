"""`make run`: the whole service on this machine with demo data, until Ctrl-C. Never for a council's real cases."""

import hashlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from councilsafe import frontend, services
from councilsafe.processes import Processes, read_procfile

HOST = "127.0.0.1"
READY_SECONDS = 60
_began = time.monotonic()


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    port = _chosen_port()
    _configure(port)
    frontend.build(services.data_dir())
    say("Starting PostgreSQL and Valkey")
    services.provide()
    _prepare()
    say("Starting web, worker and beat")
    with Processes(read_procfile(services.BASE_DIR / "Procfile"), folder=services.BASE_DIR) as processes:
        _wait_until_ready(processes, port)
        _announce(port)
        _wait_until_ended(processes)


def say(text: str) -> None:
    print(f"[{time.monotonic() - _began:5.1f} s] {text}", flush=True)


def _stop(*_: Any) -> None:
    """Once: whoever presses Ctrl-C again must not prevent an orderly end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    say("Stopping")
    sys.exit(0)


def _chosen_port() -> int:
    port = int(os.environ.get("PORT") or 8000)
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
        except OSError as error:
            sys.exit(f"Port {port} is not free ({error.strerror}). Choose another one: make run PORT={port + 1}")
    return port


def _configure(port: int) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="councilsafe.settings",
        DEBUG="off",
        DEMO_MODE="on-without-debug",
        SITE_URL=f"http://{HOST}:{port}",
        HOST=HOST,
        PORT=str(port),
    )
    os.environ.setdefault("ALLOWED_HOSTS", f"{HOST},localhost")
    os.environ.setdefault("SPOC_PHONE", "01632 960100")  # a number kept for drama
    os.environ.setdefault("SECRET_KEY", services.secret_key(services.data_dir()))
    os.environ.setdefault("EVIDENCE_KEYS", services.evidence_keys(services.data_dir()))


def _prepare() -> None:
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    say("Bringing the database up to date")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _collect_static_files()
    say("Loading demo data, unless it is there already")
    call_command("seed_demo", once=True)
    connections.close_all()


def _collect_static_files() -> None:
    from django.core.management import call_command

    stamp, wanted = services.data_dir() / "staticfiles.stamp", _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Compressing style sheets and scripts")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    found = sorted(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in _static_files())
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def _static_files() -> Iterator[Path]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))


def _wait_until_ready(processes: Processes, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _healthy(port):
        _complain_of_ended(processes)
        if time.monotonic() > deadline:
            sys.exit(f"The web process does not answer within {READY_SECONDS} seconds. What it said is above.")
        time.sleep(0.1)


def _healthy(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _announce(port: int) -> None:
    from triage.demo.people import ACCOUNTS, PASSWORD, email_of

    say("Everything is running. Press Ctrl-C to stop it.\n")
    print(f"CouncilSafe is ready at http://{HOST}:{port}\n")
    print(f"Sign in with the password {PASSWORD} as")
    for name, _, roles in ACCOUNTS:
        print(f"  {email_of(name):25} {' and '.join(role.label for role in roles)}")
    print(flush=True)


def _wait_until_ended(processes: Processes) -> None:
    while True:
        _complain_of_ended(processes)
        time.sleep(0.2)


def _complain_of_ended(processes: Processes) -> None:
    if name := processes.ended():
        sys.exit(f"The process {name} has ended by itself, so the others stop too. What it said is above.")


if __name__ == "__main__":
    main()
