"""Telling and delivering: once for every key, again after a failure, and given up only after days."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from threading import Barrier, Event

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from councilsafe.accounts.models import User
from councilsafe.notifications import actions
from councilsafe.notifications.actions import delivering, telling
from councilsafe.notifications.channels import mail as mail_channel
from councilsafe.notifications.models import Channel, Heartbeat, OutboxMessage

Told = Callable[..., OutboxMessage]
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(message: EmailMessage) -> int:
        raise SMTPServerDisconnected("the address of officer@example.org and other secrets")

    monkeypatch.setattr(EmailMessage, "send", fail)


# tell ------------------------------------------------------------------------------------------------------------


def test_the_same_key_is_told_once(told: Told, officer: User) -> None:
    told(key="once")
    assert actions.tell(to=officer, kind="alert", about_ref="X", path="/", key="once") is None
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_a_kind_without_wording_is_refused(told: Told) -> None:
    with pytest.raises(ValueError, match="No wording"):
        told(kind="gossip")


def test_a_worker_is_woken_after_the_commit(
    told: Told, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    woken: list[tuple[str, int]] = []
    monkeypatch.setattr(telling, "wake", lambda task, pk: woken.append((task, pk)))
    with django_capture_on_commit_callbacks(execute=True):
        message = told()
        assert woken == []
    assert woken == [("notifications.deliver", message.pk)]


def test_nothing_is_told_by_a_transaction_that_fails(told: Told) -> None:
    with transaction.atomic():
        told()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_what_has_not_gone_can_be_taken_back(told: Told, officer: User) -> None:
    gone, waiting = told(key="gone"), told(key="waiting")
    elsewhere = actions.tell(to=officer, kind="alert", about_ref="X", path="/", key="elsewhere")
    actions.deliver(message_id=gone.pk)
    assert actions.take_back(about_ref=waiting.about_ref, people=[officer]) == 1
    assert set(OutboxMessage.objects.all()) == {gone, elsewhere}


# deliver ---------------------------------------------------------------------------------------------------------


def test_delivers_once(told: Told) -> None:
    message = told()
    assert actions.deliver(message_id=message.pk)
    assert not actions.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (1, "")
    assert message.sent_at
    assert [sent.to for sent in mail.outbox] == [["officer@example.org"]]


def test_the_same_key_has_the_same_message_id(told: Told) -> None:
    first, second = actions.as_email(told(key="a")), actions.as_email(told(key="b"))
    assert first.extra_headers["Message-ID"] == actions.message_id("a") != second.extra_headers["Message-ID"]
    assert first.message()["Message-ID"].endswith("@example.org>")


def test_the_link_is_absolute(told: Told, settings: Settings) -> None:
    settings.SITE_URL = "https://safe.example.org"
    assert "https://safe.example.org/cases/CS-22222-33333/\n" in actions.as_email(told()).body


@pytest.mark.usefixtures("broken_mail")
def test_a_failure_is_put_off(told: Told, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture) -> None:
    message = told()
    assert not actions.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert (message.attempts, message.last_error, message.sent_at) == (1, "SMTPServerDisconnected", None)
    assert timedelta(seconds=30) <= message.next_attempt_at - MORNING <= timedelta(minutes=1)
    assert "secrets" not in caplog.text
    assert "example.org" not in caplog.text


@pytest.mark.usefixtures("broken_mail")
def test_is_not_tried_before_its_time(told: Told, clock: time_machine.Traveller) -> None:
    message = told()
    actions.deliver(message_id=message.pk)
    actions.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert message.attempts == 1


def test_goes_out_after_a_failure(
    told: Told, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    message = told()
    with monkeypatch.context():
        request.getfixturevalue("broken_mail")
        actions.deliver(message_id=message.pk)
    monkeypatch.undo()
    clock.shift(timedelta(minutes=1))
    assert actions.deliver(message_id=message.pk)


def test_waits_longer_and_longer() -> None:
    waits = [actions.wait(attempts) for attempts in (1, 3, 5, 9, 400)]
    assert waits[0] <= timedelta(minutes=1)
    assert waits == sorted(waits[:3]) + waits[3:]
    assert all(timedelta(seconds=30) <= wait <= timedelta(minutes=15) for wait in waits)


@pytest.mark.usefixtures("broken_mail")
def test_is_given_up_after_three_days(
    told: Told, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    message = told()
    for _ in range(400):
        clock.shift(delivering.LONGEST_WAIT)
        actions.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert message.failed_at == MORNING + delivering.GIVE_UP_AFTER[Channel.EMAIL]
    assert list(OutboxMessage.objects.failed()) == [message]
    assert not OutboxMessage.objects.unsent().exists()
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1


def test_a_database_error_while_sending_is_put_off_too(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(message: EmailMessage) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return 1

    monkeypatch.setattr(EmailMessage, "send", fail)
    message = told()
    assert not actions.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert message.last_error == "DataError"


# the sweep -------------------------------------------------------------------------------------------------------


def test_the_sweep_sends_what_is_due(told: Told, clock: time_machine.Traveller) -> None:
    told(key="a"), told(key="b")
    later = told(key="c")
    OutboxMessage.objects.filter(pk=later.pk).update(next_attempt_at=MORNING + timedelta(seconds=1))
    assert actions.deliver_due() == 2
    assert list(OutboxMessage.objects.unsent()) == [later]


def test_the_sweep_takes_a_batch(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "SWEEP_SIZE", 2)
    for number in range(3):
        told(key=str(number))
    assert [actions.deliver_due() for _ in range(3)] == [2, 1, 0]


def test_one_bad_message_holds_up_no_other(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = told(key="bad"), told(key="good")
    real = mail_channel.as_email
    monkeypatch.setattr(mail_channel, "as_email", lambda one, _: real(one) if one.pk == good.pk else 1 / 0)
    assert actions.deliver_due() == 1
    bad.refresh_from_db()
    assert bad.last_error == "ZeroDivisionError"


def test_the_sweep_ends_in_time(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "SWEEP_SECONDS", 0)
    told()
    assert actions.deliver_due() == 0


# side by side ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_message_once(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second worker arrives while the first is sending: it sees the lock and leaves."""
    message, sending, second_left = told(), Event(), Event()
    sent: list[EmailMessage] = []

    def send(email: EmailMessage) -> int:
        sent.append(email)
        sending.set()
        second_left.wait(10)
        return 1

    def first() -> bool:
        try:
            return actions.deliver(message_id=message.pk)
        finally:
            connection.close()

    monkeypatch.setattr(EmailMessage, "send", send)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert sending.wait(10)
        assert not actions.deliver(message_id=message.pk)
        second_left.set()
        assert running.result(10)
    assert len(sent) == 1


@pytest.mark.django_db(transaction=True)
def test_one_key_told_by_two_at_once_is_one_message(officer: User) -> None:
    both = Barrier(2)

    def tell() -> OutboxMessage | None:
        try:
            with transaction.atomic():
                both.wait(10)
                return actions.tell(to=officer, kind="alert", about_ref="X", path="/", key="same")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [future.result(10) for future in [pool.submit(tell), pool.submit(tell)]]
    assert sorted(result is None for result in results) == [False, True]


# the heartbeat ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_heart_beats() -> None:
    actions.beat()
    actions.beat()
    (heart,) = Heartbeat.objects.all()
    assert timezone.now() - heart.at < timedelta(seconds=10)
