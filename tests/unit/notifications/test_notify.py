"""GOV.UK Notify through its real client, against a server on this machine that speaks its API."""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail import send_mail
from django.test import Client
from pytest_django import Settings

from councilsafe.accounts.models import User
from councilsafe.notifications import actions
from councilsafe.notifications.actions import following
from councilsafe.notifications.models import OutboxMessage
from tests.standins.notify import EMAIL_TEMPLATE, SMS_TEMPLATE, Notify

Told = Callable[..., OutboxMessage]
HOOK = "/hooks/notify/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        yield clock


def state(message: OutboxMessage) -> tuple[bool, bool, str]:
    """Whether it went, whether it was given up, and how far it came."""
    message.refresh_from_db()
    return message.sent_at is not None, message.failed_at is not None, message.delivery


# Sending ---------------------------------------------------------------------------------------------------------


def test_an_email_is_accepted_under_our_reference(notify: Notify, told: Told) -> None:
    message = told(key="alert:1")
    assert actions.deliver(message_id=message.pk)
    assert state(message) == (True, False, "accepted")
    (sent,) = notify.accepted
    assert (sent["email_address"], sent["template_id"]) == ("officer@example.org", EMAIL_TEMPLATE)
    assert (sent["reference"], sent["id"]) == ("alert:1", message.provider_id)
    assert sent["personalisation"]["subject"] == "CS-22222-33333 needs somebody now"
    assert "/cases/CS-22222-33333/" in sent["personalisation"]["body"]


def test_what_is_urgent_is_texted_too(notify: Notify, told: Told, officer: User) -> None:
    officer.mobile, officer.wants_texts = "+447700900982", True
    officer.save()
    told(key="alert:1", urgent=True)
    assert actions.deliver_due() == 2
    text = next(one for one in notify.accepted if one["type"] == "sms")
    assert (text["phone_number"], text["template_id"]) == ("+447700900982", SMS_TEMPLATE)
    assert text["reference"] == "alert:1:sms"
    assert text["personalisation"]["message"].endswith("/cases/CS-22222-33333/")


@pytest.mark.django_db
def test_mails_of_the_sign_in_pages_go_the_same_way(notify: Notify) -> None:
    assert send_mail("Reset", "A link", None, ["a@example.org"]) == 1
    assert notify.accepted[0]["personalisation"] == {"subject": "Reset", "body": "A link"}


def test_too_many_are_tried_again(notify: Notify, told: Told, clock: time_machine.Traveller) -> None:
    notify.throttle(2)
    message = told()
    for tried in (1, 2):
        assert not actions.deliver(message_id=message.pk)
        assert state(message) == (False, False, "")
        assert (message.attempts, message.last_error) == (tried, "Throttled")
        clock.shift(timedelta(minutes=2))
    assert actions.deliver(message_id=message.pk)
    assert len(notify.accepted) == 1


def test_a_service_that_is_down_is_waited_for(notify: Notify, told: Told, clock: time_machine.Traveller) -> None:
    notify.break_down(1)
    message = told()
    assert not actions.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert (message.last_error, message.failed_at) == ("Unavailable", None)
    clock.shift(timedelta(minutes=1))
    assert actions.deliver(message_id=message.pk)


@pytest.mark.usefixtures("notify")
def test_a_service_that_is_not_there_is_waited_for(told: Told, settings: Settings) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:1"
    message = told()
    assert not actions.deliver(message_id=message.pk)
    message.refresh_from_db()
    assert (message.last_error, message.failed_at) == ("Unavailable", None)


def test_accepted_without_a_word_is_recognised_and_not_sent_again(
    notify: Notify, told: Told, settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.OUT_TIMEOUT = 0.2
    notify.answering.clear()
    message = told(key="alert:1")
    assert not actions.deliver(message_id=message.pk)
    assert len(notify.accepted) == 1
    notify.answering.set()
    clock.shift(timedelta(minutes=1))
    assert actions.deliver(message_id=message.pk)
    assert len(notify.accepted) == 1
    assert state(message) == (True, False, "accepted")
    assert message.provider_id == notify.accepted[0]["id"]


@pytest.mark.parametrize("wrong", ["NOTIFY_API_KEY", "NOTIFY_EMAIL_TEMPLATE"])
def test_a_wrong_setting_is_said_loudly_and_loses_nothing(
    wrong: str,
    notify: Notify,
    told: Told,
    settings: Settings,
    clock: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
) -> None:
    right = getattr(settings, wrong)
    setattr(settings, wrong, f"{right[:-4]}ffff")
    message = told()
    assert not actions.deliver(message_id=message.pk)
    assert state(message) == (False, False, "")
    assert message.last_error == "Misconfigured"
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    setattr(settings, wrong, right)
    clock.shift(timedelta(minutes=1))
    assert actions.deliver(message_id=message.pk)
    assert len(notify.accepted) == 1


def test_a_refused_address_fails_at_once(
    notify: Notify, told: Told, officer: User, failed: list[OutboxMessage], caplog: pytest.LogCaptureFixture
) -> None:
    officer.email = "nobody@refused.example"
    officer.save()
    message = told()
    assert not actions.deliver(message_id=message.pk)
    assert state(message) == (False, True, "permanent-failure")
    assert failed == [message]
    assert "refused.example" not in caplog.text


# What became of it -----------------------------------------------------------------------------------------------


@pytest.fixture
def sent(notify: Notify, told: Told) -> OutboxMessage:
    message = told(key="alert:1")
    assert actions.deliver(message_id=message.pk)
    return message


@pytest.fixture
def say(client: Client, notify: Notify, settings: Settings) -> Callable[..., int]:
    """Notify says what became of the message, by a callback."""

    def post(status: str, token: str | None = None, **changes: object) -> int:
        body = notify.callback("alert:1", status) | changes
        given = settings.NOTIFY_CALLBACK_TOKEN if token is None else token
        headers = {"Authorization": f"Bearer {given}"}
        return client.post(HOOK, json.dumps(body), content_type="application/json", headers=headers).status_code

    return post


def test_delivered(sent: OutboxMessage, say: Callable[..., int], failed: list[OutboxMessage]) -> None:
    assert say("delivered") == 204
    assert state(sent) == (True, False, "delivered")
    assert sent.poll_at is None
    assert failed == []


@pytest.mark.parametrize("status", ["permanent-failure", "temporary-failure", "technical-failure"])
def test_a_failure_is_said_once(
    status: str, sent: OutboxMessage, say: Callable[..., int], failed: list[OutboxMessage]
) -> None:
    assert [say(status), say(status)] == [204, 204]
    assert state(sent) == (True, False, status)
    assert failed == [sent]


@pytest.mark.parametrize(
    ("told_in_turn", "at_last"),
    [
        (["delivered", "sending"], "delivered"),
        (["delivered", "temporary-failure"], "delivered"),
        (["delivered", "permanent-failure"], "delivered"),
        (["permanent-failure", "delivered"], "permanent-failure"),
        (["temporary-failure", "delivered"], "delivered"),
        (["delivered", "accepted"], "delivered"),
    ],
)
def test_what_comes_out_of_order_never_goes_back(
    told_in_turn: list[str], at_last: str, sent: OutboxMessage, say: Callable[..., int]
) -> None:
    assert [say(status) for status in told_in_turn] == [204, 204]
    assert state(sent)[2] == at_last


@pytest.mark.parametrize("token", ["", "wrong", "a long random text, as it should bf"])
def test_nobody_else_can_say_so(token: str, sent: OutboxMessage, say: Callable[..., int]) -> None:
    assert say("permanent-failure", token) == 403
    assert state(sent)[2] == "accepted"


def test_without_a_token_nobody_can(sent: OutboxMessage, say: Callable[..., int], settings: Settings) -> None:
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert say("permanent-failure", "") == 403


@pytest.mark.parametrize(
    ("status", "changes"),
    [("delivered", {"reference": "nobody's"}), ("delivered", {"id": "another"}), ("lost", {}), ("accepted", {})],
)
def test_what_is_not_known_is_answered_alike(
    status: str, changes: dict[str, str], sent: OutboxMessage, say: Callable[..., int]
) -> None:
    assert say(status, **changes) == 204
    assert state(sent)[2] == "accepted"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "{}", '{"reference": 1, "id": "a", "status": "b"}', "[" * 9000, " " * 10_001]
)
def test_what_makes_no_sense_is_refused(body: str, client: Client, notify: Notify, settings: Settings) -> None:
    headers = {"Authorization": f"Bearer {settings.NOTIFY_CALLBACK_TOKEN}"}
    assert client.post(HOOK, body, content_type="application/json", headers=headers).status_code == 400


def test_a_message_of_another_channel_is_not_touched(notify: Notify, told: Told) -> None:
    told(key="alert:1")
    assert not actions.hear(reference="alert:1", provider_id="made up", status="delivered")


def test_a_callback_before_the_mark_saves_sending_again(
    notify: Notify, told: Told, settings: Settings, say: Callable[..., int], clock: time_machine.Traveller
) -> None:
    settings.OUT_TIMEOUT = 0.2
    notify.answering.clear()
    message = told(key="alert:1")
    assert not actions.deliver(message_id=message.pk)
    say("delivered")
    assert state(message) == (True, False, "delivered")
    clock.shift(timedelta(minutes=1))
    assert actions.deliver_due() == 0
    assert len(notify.accepted) == 1


@pytest.mark.django_db(transaction=True)
def test_it_really_calls_back(notify: Notify, told: Told, settings: Settings, live_server: object) -> None:
    message = told(key="alert:1")
    actions.deliver(message_id=message.pk)
    site, token = str(live_server), settings.NOTIFY_CALLBACK_TOKEN
    assert notify.call_back(site, token, "alert:1", "delivered") == 204
    assert notify.call_back(site, "forged", "alert:1", "permanent-failure") == 403
    assert state(message) == (True, False, "delivered")


# Asking ----------------------------------------------------------------------------------------------------------


def test_what_no_callback_tells_is_asked_for(
    notify: Notify, sent: OutboxMessage, clock: time_machine.Traveller, failed: list[OutboxMessage]
) -> None:
    assert actions.ask_what_became() == 0
    clock.shift(following.FIRST_LOOK + timedelta(minutes=1))
    assert actions.ask_what_became() == 0  # it is still on its way
    notify.accepted[0]["status"] = "permanent-failure"
    clock.shift(following.LATER_LOOKS)
    assert actions.ask_what_became() == 1
    assert actions.ask_what_became() == 0
    assert failed == [sent]


def test_asking_ends(notify: Notify, sent: OutboxMessage, clock: time_machine.Traveller) -> None:
    for _ in range(30):
        clock.shift(following.LATER_LOOKS)
        actions.ask_what_became()
    sent.refresh_from_db()
    assert sent.poll_at is None
    assert len(notify.requests) < 20


def test_asking_in_vain_harms_nothing(notify: Notify, sent: OutboxMessage, clock: time_machine.Traveller) -> None:
    notify.break_down(1)
    clock.shift(timedelta(hours=1))
    assert actions.ask_what_became() == 0
    assert state(sent) == (True, False, "accepted")
