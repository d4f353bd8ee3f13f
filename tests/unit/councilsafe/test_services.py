"""The embedded servers: shared by processes, stopped by the last, and never in the way of the next start."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from redis import Redis

from councilsafe import services

USER = "from councilsafe import services; services.provide(); print('ready', flush=True); input()"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    services.Services(tmp_path, durable=False).delete()


def start_user(folder: Path) -> subprocess.Popen[str]:
    """Another process that uses the services until it is told to end."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    user = subprocess.Popen(
        [sys.executable, "-c", USER],
        cwd=services.BASE_DIR,
        env=environment | {"DATA_DIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout
    assert user.stdout.readline() == "ready\n"
    return user


def end(user: subprocess.Popen[str], number: int = signal.SIGTERM) -> None:
    user.send_signal(number)
    user.communicate()


def servers(folder: Path) -> list[services.Server]:
    both = services.Services(folder)
    return [both.postgresql, both.valkey]


def running(folder: Path) -> list[bool]:
    return [server.running() for server in servers(folder)]


def test_both_answer_at_the_addresses_given(folder: Path) -> None:
    user = start_user(folder)
    both = services.Services(folder)
    connection = psycopg2.connect(both.database_url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == ("councilsafe",)
    connection.close()
    with Redis.from_url(both.redis_url) as broker:
        assert broker.config_get("appendonly", "maxmemory-policy") == {
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
        }
    end(user)


def test_the_last_one_out_stops_them(folder: Path) -> None:
    first, second = start_user(folder), start_user(folder)
    end(first)
    assert running(folder) == [True, True]
    end(second)
    assert running(folder) == [False, False]


def test_a_killed_user_keeps_nobody_from_starting_or_stopping(folder: Path) -> None:
    end(start_user(folder), signal.SIGKILL)
    assert running(folder) == [True, True]
    end(start_user(folder))
    assert running(folder) == [False, False]


def test_killed_servers_start_again_with_their_data(folder: Path) -> None:
    user = start_user(folder)
    both = services.Services(folder)
    with Redis.from_url(both.redis_url) as broker:
        broker.set("kept", "yes")
        os.kill(broker.info()["process_id"], signal.SIGKILL)
    os.kill(int((both.postgresql.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    end(user, signal.SIGKILL)
    wait_until_gone(folder)
    user = start_user(folder)
    with Redis.from_url(both.redis_url) as broker:
        assert broker.get("kept") == b"yes"
    end(user)


def wait_until_gone(folder: Path) -> None:
    deadline = time.monotonic() + 10
    while any(running(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(folder) == [False, False]


def test_an_interrupted_creation_begins_again(folder: Path) -> None:
    (services.PostgreSQL(folder / "services").home / "unfinished").mkdir()
    end(start_user(folder))
    assert running(folder) == [False, False]


def test_valkey_keeps_its_address(folder: Path) -> None:
    end(start_user(folder))
    before = services.Valkey(folder / "services").url
    end(start_user(folder))
    assert services.Valkey(folder / "services").url == before


def test_nothing_is_started_when_both_addresses_are_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    services.provide()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_started_where_the_servers_are_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(services, "installed", lambda: False)
    services.provide()
    assert "DATABASE_URL" not in os.environ


def test_the_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    key = services.secret_key(tmp_path)
    assert len(key) > 50
    assert services.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_data_folder_with_a_long_path_works_too(folder: Path) -> None:
    deep = folder / ("long" * 30)
    end(start_user(deep))
    assert running(deep) == [False, False]
    services.Services(deep).delete()
