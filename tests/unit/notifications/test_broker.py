"""Waking a worker never costs a person their page."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from django.conf import settings

from councilsafe.notifications.broker import wake

Point = Callable[[str], None]


@pytest.fixture
def broker_at() -> Iterator[Point]:
    """Points the application at another broker for the length of a test."""
    real = current_app.conf.broker_url

    def point(url: str) -> None:
        current_app.conf.broker_url = url

    yield point
    current_app.conf.broker_url = real


def test_the_application_is_ours_wherever_it_is_used() -> None:
    """Without that, a web process would speak to a broker that is not there."""
    assert current_app.conf.broker_url == settings.CELERY_BROKER_URL


def test_the_task_reaches_the_broker() -> None:
    with current_app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        queue.clear()
        wake("notifications.deliver", 7)
        message = queue.get(timeout=5)
        message.ack()
    assert message.headers["task"] == "notifications.deliver"
    assert message.headers["argsrepr"] == "(7,)"


def test_a_broker_that_refuses_is_logged_at_once(broker_at: Point, caplog: pytest.LogCaptureFixture) -> None:
    broker_at("redis://127.0.0.1:1/0")
    started = time.monotonic()
    wake("notifications.deliver", 7)
    assert time.monotonic() - started < 1
    assert "the sweep will do it" in caplog.text


def test_a_broker_that_hangs_is_left_after_a_second(broker_at: Point, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()
        wake("notifications.deliver", 7)
    assert time.monotonic() - started < 3
    assert "the sweep will do it" in caplog.text
