"""Several commands side by side, none of which may be left behind."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from councilsafe import services
from councilsafe.processes import Processes, read_procfile

SLEEP = "python -c 'import time; time.sleep(60)'"
STUBBORN = "sh -c 'trap : TERM; echo ready; while true; do sleep 0.05; done'"
RUNNER = f"""
import time
from pathlib import Path
from councilsafe.processes import Processes
with Processes({{"child": {SLEEP!r}}}, folder=Path(".")) as processes:
    print(processes.started["child"].pid, flush=True)
    time.sleep(60)
"""


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]


def test_output_is_printed_line_by_line_with_the_name_before_it(tmp_path: Path) -> None:
    output = io.StringIO()
    with Processes({"one": "echo hello"}, folder=tmp_path, output=output) as processes:
        processes.started["one"].wait()
    assert output.getvalue() == "one    | hello\n"


def test_the_first_to_end_is_named(tmp_path: Path) -> None:
    with Processes({"long": SLEEP, "short": "true"}, folder=tmp_path) as processes:
        processes.started["short"].wait()
        assert processes.ended() == "short"


def test_all_are_gone_afterwards(tmp_path: Path) -> None:
    with Processes({"one": SLEEP, "two": SLEEP}, folder=tmp_path) as processes:
        assert processes.ended() is None
    assert all(process.returncode == -signal.SIGTERM for process in processes.started.values())


def test_one_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("councilsafe.processes.STOP_SECONDS", 0.2)
    output = io.StringIO()
    with Processes({"stubborn": STUBBORN}, folder=tmp_path, output=output) as processes:
        while not output.getvalue():
            time.sleep(0.02)
    assert processes.started["stubborn"].returncode == -signal.SIGKILL


def test_children_end_with_a_runner_that_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", RUNNER], stdout=subprocess.PIPE, cwd=services.BASE_DIR) as runner:
        assert runner.stdout
        child = int(runner.stdout.readline())
        runner.kill()
    deadline = time.monotonic() + 5
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child)


def test_containers_run_the_commands_of_the_procfile() -> None:
    compose = (services.BASE_DIR / "docker-compose.yml").read_text()
    for name, command in read_procfile(services.BASE_DIR / "Procfile").items():
        assert f"  {name}:\n" in compose
        assert f"command: {command}\n" in compose
