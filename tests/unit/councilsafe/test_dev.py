"""`make run`: what it says, what it refuses, and that all of it answers."""

import socket
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from councilsafe import dev


def test_a_taken_port_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(SystemExit, match=f"Port {port} is not free .* make run PORT={port + 1}"):
            dev._chosen_port()


def test_static_files_are_collected_when_something_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    collected: list[str] = []
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_: collected.append(name))
    style_sheet = tmp_path / "static.css"
    style_sheet.write_text("a")
    monkeypatch.setattr(dev, "_static_files", lambda: [style_sheet])
    dev._collect_static_files()
    dev._collect_static_files()
    style_sheet.write_text("longer")
    dev._collect_static_files()
    assert collected == ["collectstatic", "collectstatic"]


def test_all_of_it_answers(running_site: str) -> None:
    assert status(running_site, "/healthz") == 200
    deadline = time.monotonic() + 30
    while status(running_site, "/readyz") != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert status(running_site, "/readyz") == 200


def status(site: str, path: str) -> int:
    connection = HTTPConnection(urlsplit(site).netloc, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse().status
    connection.close()
    return answer
