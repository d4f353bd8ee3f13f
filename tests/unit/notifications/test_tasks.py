"""Tasks have the names that settings and the outbox call them by, and run one action each."""

from collections.abc import Callable

import pytest
from celery import current_app
from django.core import mail

from councilsafe.notifications import tasks
from councilsafe.notifications.models import Heartbeat, OutboxMessage


@pytest.mark.parametrize("name", ["notifications.deliver", "notifications.deliver_due", "notifications.heartbeat"])
def test_names(name: str) -> None:
    assert name in current_app.tasks


def test_deliver(told: Callable[..., OutboxMessage]) -> None:
    tasks.deliver(told().pk)
    assert len(mail.outbox) == 1


def test_deliver_due(told: Callable[..., OutboxMessage]) -> None:
    told()
    tasks.deliver_due()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_heartbeat() -> None:
    tasks.heartbeat()
    assert Heartbeat.objects.filter(name="beat").exists()
