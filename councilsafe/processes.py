"""Runs the commands of a Procfile side by side, and leaves no process behind."""

import contextlib
import ctypes
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import IO, Self

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def read_procfile(path: Path) -> dict[str, str]:
    """Name to command, in the order of the file."""
    lines = [line.split(":", 1) for line in path.read_text().splitlines() if line.strip()]
    return {name: command.strip() for name, command in lines}


class Processes:
    """Starts every command in a process group of its own on entering, and ends them all on leaving."""

    def __init__(self, commands: dict[str, str], *, folder: Path, output: IO[str] = sys.stdout) -> None:
        self.commands = commands
        self.folder = folder
        self.output = output
        self.started: dict[str, subprocess.Popen[str]] = {}
        self._printers: list[Thread] = []

    def __enter__(self) -> Self:
        for name, command in self.commands.items():
            self.started[name] = self._start(command)
        for name, process in self.started.items():
            self._printers.append(Thread(target=self._print, args=(name, process), daemon=True))
        for printer in self._printers:
            printer.start()
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        for process in self.started.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.started.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for printer in self._printers:
            printer.join(1)

    def ended(self) -> str | None:
        """The name of a process that has ended, if any has."""
        return next((name for name, process in self.started.items() if process.poll() is not None), None)

    def _start(self, command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            shlex.split(command),
            cwd=self.folder,
            env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - the threads start after the last process
        )

    def _print(self, name: str, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            print(f"{name:7}| {line}", end="", file=self.output, flush=True)
        process.stdout.close()


def _end_with_parent() -> None:
    """Linux ends the process when whoever started it was killed; elsewhere it lives on until it is stopped."""
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
