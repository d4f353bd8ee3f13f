import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.db import connection, transaction

from councilsafe.accounts.models import User
from councilsafe.notifications.actions import message_id, tell
from tests.factories import UserFactory
from tests.faults.mail import Mailbox
from tests.faults.processes import ROOT, Broker, Program
from tests.standins.notify import API_KEY, EMAIL_TEMPLATE, Notify, running


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    broker, real = Broker(tmp_path / "valkey"), current_app.conf.broker_url
    current_app.conf.broker_url = broker.url
    yield broker
    current_app.conf.broker_url = real
    broker.stop()


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)


@pytest.fixture
def notify(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notify]:
    """GOV.UK Notify's stand-in: ask for it before `program`, whose processes then send through it."""
    with running() as notify:
        monkeypatch.setenv("FAULTS_SETTINGS", "tests.faults.notify_settings")
        monkeypatch.setenv("NOTIFY_API_KEY", API_KEY)
        monkeypatch.setenv("NOTIFY_URL", notify.url)
        monkeypatch.setenv("NOTIFY_EMAIL_TEMPLATE", EMAIL_TEMPLATE)
        yield notify


@pytest.fixture
def program(transactional_db: None, broker: Broker, tmp_path: Path) -> Iterator[Callable[[str], Program]]:
    """Starts a line of the Procfile on the test's database, broker and mailbox. At the end, no process is left."""
    started: list[Program] = []
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("FAULTS_SETTINGS", "tests.faults.settings"),
        "PYTHONPATH": str(ROOT),
        "FAULTS_DATABASE": connection.settings_dict["NAME"],
        "FAULTS_MAIL": str(tmp_path),
        "DATA_DIR": str(tmp_path),
        "REDIS_URL": broker.url,
    }

    def start(name: str) -> Program:
        program = Program(name, env=env, log=tmp_path / f"{name}.log")
        started.append(program)
        program.start()
        return program

    yield start
    for program in started:
        program.kill()
        print(program.log.read_text())  # noqa: T201 - pytest shows it when the test fails


@pytest.fixture
def tell_officer(transactional_db: None) -> Callable[..., list[str]]:
    """Tells an officer so many things, as a request does, and returns the Message-IDs to be sent."""
    officer: User = UserFactory(roles=["officer"])

    def tell_all(*keys: str) -> list[str]:
        for key in keys:
            with transaction.atomic():
                tell(to=officer, kind="alert", about_ref="CS-22222-33333", path="/cases/CS-22222-33333/", key=key)
        return sorted(map(message_id, keys))

    return tell_all
