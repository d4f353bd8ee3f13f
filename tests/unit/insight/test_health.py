import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from councilsafe.notifications.actions import beat
from councilsafe.notifications.models import Heartbeat, OutboxMessage
from insight import health
from tests.factories import UserFactory

READY = {
    "database": "ok",
    "beat": "ok",
    "oldest unsent message": "ok",
    "failed messages": "ok",
    "broker": "ok",
}


@pytest.fixture
def beating(db: None) -> None:
    beat()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Takes connections, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def silent_database(db: None, silent_port: int) -> Iterator[None]:
    """As when its host has gone: there is a way to it, and no answer."""
    alive = connections["default"]
    connections["default"] = alive.copy()
    connections["default"].settings_dict |= {"HOST": "127.0.0.1", "PORT": silent_port}
    yield
    connections["default"] = alive


def waiting(age: timedelta, **fields: object) -> OutboxMessage:
    moment = timezone.now() - age
    return OutboxMessage.objects.create(
        key=str(age), recipient=UserFactory(), kind="alert", about_ref="CS", path="/", goes_at=moment, **fields
    )


def test_alive_asks_nobody(client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"web": "ok"})


@pytest.mark.usefixtures("beating")
def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, READY)


@pytest.mark.usefixtures("beating")
def test_ready_is_cheap(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(6):
        client.get("/readyz")


@pytest.mark.django_db
def test_not_ready_before_beat_was_ever_seen(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == READY | {"beat": "has never been seen"}


@pytest.mark.usefixtures("beating")
def test_a_heartbeat_counts_for_a_minute() -> None:
    last = Heartbeat.objects.get().at
    assert health.beat(last + timedelta(seconds=59)) == "ok"
    assert health.beat(last + timedelta(seconds=60)) == "last seen 60 seconds ago"


@pytest.mark.usefixtures("beating")
def test_a_message_may_wait_for_five_minutes(client: Client) -> None:
    waiting(timedelta(minutes=4))
    assert client.get("/readyz").status_code == 200
    waiting(timedelta(minutes=6))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["oldest unsent message"] == "email has waited for 360 seconds"


@pytest.mark.usefixtures("beating")
def test_messages_that_were_given_up_are_counted(client: Client) -> None:
    waiting(timedelta(days=3), failed_at=timezone.now(), attempts=9, last_error="TimeoutError")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == READY | {"failed messages": "1 given up in the last day"}


@pytest.mark.usefixtures("beating")
def test_messages_that_were_given_up_are_spoken_of_for_a_day(client: Client) -> None:
    day_ago = timezone.now() - timedelta(days=1)
    waiting(timedelta(days=4), failed_at=day_ago, attempts=9, last_error="TimeoutError")
    assert client.get("/readyz").status_code == 200
    assert health.failed(day_ago + timedelta(hours=23)) == "1 given up in the last day"


@pytest.mark.usefixtures("beating")
def test_refused_addresses_are_the_servers_matter_only_when_they_are_several(client: Client) -> None:
    for days in (1, 2, 3):
        assert client.get("/readyz").status_code == 200
        refused = {"delivery": "permanent-failure", "delivery_at": timezone.now(), "last_error": "Refused"}
        waiting(timedelta(days=days), failed_at=timezone.now(), attempts=1, **refused)
    told = client.get("/readyz").json()["failed messages"]
    assert told == "the addresses of 3 people refused in the last day"


@pytest.mark.usefixtures("beating")
def test_a_broker_that_refuses_is_named(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == READY | {"broker": "does not answer (ConnectionError)"}


@pytest.mark.usefixtures("beating")
def test_a_broker_that_is_silent_is_not_waited_for(settings: Settings, silent_port: int) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent_port}/0"
    began = time.monotonic()
    assert health.broker() == "does not answer (TimeoutError)"
    assert time.monotonic() - began < 4


@pytest.mark.django_db
def test_a_database_that_fails_says_so_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("the password of 10.0.0.1 is hunter2")

    monkeypatch.setattr(health, "keep_short", fail)
    assert health.stored(timezone.now()) == {
        "database": "does not answer (OperationalError)",
        "beat": "not known without the database",
        "oldest unsent message": "not known without the database",
        "failed messages": "not known without the database",
    }


@pytest.mark.usefixtures("silent_database")
def test_a_database_that_is_silent_is_not_waited_for(client: Client) -> None:
    began = time.monotonic()
    answer = client.get("/readyz")
    assert time.monotonic() - began < 4
    assert answer.status_code == 503
    assert answer.json()["database"] == "does not answer (OperationalError)"


@pytest.mark.django_db
def test_a_database_that_is_busy_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "TIMEOUT", timedelta(milliseconds=50))

    def sleep(now: object) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
        return health.OK

    monkeypatch.setattr(health, "beat", sleep)
    began = time.monotonic()
    assert health.stored(timezone.now())["database"] == "does not answer (OperationalError)"
    assert time.monotonic() - began < 2
