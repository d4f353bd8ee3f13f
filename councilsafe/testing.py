"""The pytest plugin that gives every run its own PostgreSQL, Valkey and data folder (`-p councilsafe.testing`).

A plugin and not a conftest, because pytest-django reads the settings before any conftest is read.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from councilsafe import frontend, services

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = "The browser tests need Chromium. Install it with: sudo apt-get install chromium"
BROWSER_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    _choose_settings()
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        _take_own_broker_database(int(worker.removeprefix("gw")) + 1)
    else:
        _make_data_folder(early_config)
        _provide_services(early_config)
    result = yield
    _keep_static_files_plain()
    return result


def _choose_settings() -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="councilsafe.settings",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # Playwright runs an event loop in the thread of the test
        DEBUG="off",
        DEMO_MODE="off",
        SECRET_KEY="only-for-tests-" + "0123456789" * 4,
    )


def _take_own_broker_database(number: int) -> None:
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"


def _make_data_folder(config: pytest.Config) -> None:
    built = services.data_dir()
    frontend.build(built)
    folder = Path(tempfile.mkdtemp(prefix="councilsafe-tests-"))
    _share_frontend(built, folder)
    (folder / "staticfiles").mkdir()
    os.environ["DATA_DIR"] = str(folder)
    os.environ["EVIDENCE_KEYS"] = services.evidence_keys(folder)
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def _share_frontend(built: Path, folder: Path) -> None:
    for name in ("frontend", "frontend.stamp"):
        (folder / name).symlink_to(built / name)


def _provide_services(config: pytest.Config) -> None:
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    ours = services.Services(services.data_dir(), durable=False)
    ours.join()
    os.environ.setdefault("DATABASE_URL", ours.database_url)
    os.environ.setdefault("REDIS_URL", ours.redis_url)
    config.add_cleanup(ours.delete)


def _keep_static_files_plain() -> None:
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True, scope="session")
def flush_passes_protection() -> Iterator[None]:
    """Lets the flush after a transactional test through the triggers that protect append-only tables."""
    import pgtrigger
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def flush_unprotected(self: DatabaseOperations, sql_list: list[str]) -> None:
        with pgtrigger.ignore(databases=[self.connection.alias]):
            flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_unprotected)
        yield


@pytest.fixture(scope="session")
def running_site() -> Iterator[str]:
    """The address of everything that `make run` starts, with its own data: for tests of the whole."""
    folder = Path(tempfile.mkdtemp(prefix="councilsafe-running-"))
    _share_frontend(services.data_dir(), folder)
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {"DATA_DIR": str(folder), "PORT": services.free_port()}
    command = [sys.executable, "-m", "councilsafe.dev"]
    with open(folder / "log", "w") as log:
        runner = subprocess.Popen(command, cwd=services.BASE_DIR, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_ready(runner, folder / "log")
        yield f"http://127.0.0.1:{environment['PORT']}"
    finally:
        runner.terminate()
        runner.wait()
        services.Services(folder).delete()
        shutil.rmtree(folder)


def _wait_until_ready(runner: "subprocess.Popen[bytes]", log: Path) -> None:
    while "CouncilSafe is ready" not in log.read_text():
        if runner.poll() is not None:
            pytest.fail(f"`make run` did not get ready:\n{log.read_text()}", pytrace=False)
        time.sleep(0.1)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's browser: none is downloaded."""
    return find_chromium() or pytest.fail(NO_CHROMIUM, pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": chromium_path, "args": BROWSER_ARGUMENTS + as_root}


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def install_chromium() -> None:
    """What `make test` does first. Exits with the one command to run where it may not install anything."""
    if find_chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests", flush=True)
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "--quiet", "--quiet", *command], check=False)
    if not find_chromium():
        sys.exit(NO_CHROMIUM)


if __name__ == "__main__":
    install_chromium()
