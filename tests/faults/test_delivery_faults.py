"""Killing the worker, the broker or beat at the worst moments may delay a message. It never loses or repeats one.

The processes are those of the Procfile, and so are PostgreSQL and Valkey. Only the mail server is ours: see mail.py.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from councilsafe.duty.actions import raise_alert
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.models import Alert, AlertStep
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory
from tests.faults.mail import Mailbox
from tests.faults.processes import Broker, Program, let_sweeps_pass, wait_until

Start = Callable[[str], Program]
Tell = Callable[..., list[str]]


def all_sent() -> bool:
    return OutboxMessage.objects.exists() and not OutboxMessage.objects.unsent().exists()


def test_worker_killed_and_broker_emptied_between_telling_and_sending(
    program: Start, broker: Broker, mailbox: Mailbox, tell_officer: Tell
) -> None:
    """Some messages wait in the broker and two are just being sent when all of that is gone at once."""
    mailbox.hang.touch()
    program("beat")
    worker = program("worker")
    expected = tell_officer("a", "b", "c", "d", "e")
    wait_until(mailbox.hanging.exists)
    worker.kill()
    broker.forget()
    assert mailbox.message_ids() == []
    mailbox.hang.unlink()
    worker.start()
    wait_until(all_sent)
    let_sweeps_pass()
    assert mailbox.message_ids() == expected


def test_worker_killed_between_sending_and_marking(program: Start, mailbox: Mailbox, tell_officer: Tell) -> None:
    """The one moment at which nobody can know. The message goes again, and its Message-ID says that it is the same."""
    mailbox.kill.touch()
    program("beat")
    program("worker")
    (expected,) = tell_officer("a")
    wait_until(all_sent)
    let_sweeps_pass()
    assert mailbox.message_ids() == [expected, expected]
    assert OutboxMessage.objects.get().attempts == 1


def test_broker_stopped_while_people_are_told(
    program: Start, broker: Broker, mailbox: Mailbox, tell_officer: Tell
) -> None:
    """Messages are queued, the broker goes down, another is told, and the broker comes back."""
    mailbox.hang.touch()
    program("beat")
    program("worker")
    expected = tell_officer("a", "b", "c")
    wait_until(mailbox.hanging.exists)
    broker.stop()
    started = time.monotonic()
    expected += tell_officer("d")
    assert time.monotonic() - started < 3
    broker.restart()
    mailbox.hang.unlink()
    wait_until(all_sent)
    let_sweeps_pass()
    assert mailbox.message_ids() == sorted(expected)


@pytest.mark.usefixtures("tell_officer")
def test_beat_killed_and_started_again(program: Start, mailbox: Mailbox) -> None:
    """An alert falls due while beat is dead. It climbs one rung when beat is back, and no more."""
    UserFactory(roles=["officer"])
    program("worker")
    beat = program("beat")
    alert = raise_alert(
        kind="alert",
        about_type="incident",
        about_ref="CS-22222-33333",
        path="/cases/CS-22222-33333/",
        ladder="emergency",
        first_clock=Clock(10, Unit.MINUTES),
    )
    wait_until(lambda: len(mailbox.message_ids()) == 1)
    beat.kill()
    Alert.objects.filter(pk=alert.pk).update(next_climb_at=timezone.now() - timedelta(hours=1))
    let_sweeps_pass()
    assert AlertStep.objects.filter(alert=alert).count() == 1
    beat.start()
    wait_until(lambda: len(mailbox.message_ids()) == 2)
    let_sweeps_pass()
    assert AlertStep.objects.filter(alert=alert).count() == 2
    assert len(set(mailbox.message_ids())) == 2
