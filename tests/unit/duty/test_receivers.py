"""A message that cannot be delivered climbs its alert at once, and never goes round without end."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from pytest_django import DjangoCaptureOnCommitCallbacks

from councilsafe.duty import actions
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.models import AlertStep
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.signals import message_failed
from tests.unit.duty.conftest import People, london

REF = "CS-22222-33333"
Fail = Callable[[OutboxMessage], None]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(london("2026-11-23 09:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def fail(people: People, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Fail:
    """Says that a message to somebody has failed."""
    actions.raise_alert(
        kind="alert",
        about_type="incident",
        about_ref=REF,
        path="/",
        ladder="emergency",
        first_clock=Clock(10, Unit.MINUTES),
    )

    def fail(message: OutboxMessage) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            message_failed.send(OutboxMessage, message=message)

    return fail


def told() -> list[str]:
    return [step.recipient.name for step in AlertStep.objects.select_related("recipient").order_by("id")]


def test_the_next_is_told_at_once(fail: Fail, people: People) -> None:
    fail(OutboxMessage.objects.get())
    assert told() == ["Ann", "Bob"]


def test_what_failed_before_the_newest_telling_changes_nothing(fail: Fail) -> None:
    first = OutboxMessage.objects.get()
    fail(first)
    fail(first)
    assert told() == ["Ann", "Bob"]


def test_a_text_message_that_fails_climbs_too(fail: Fail) -> None:
    message = OutboxMessage.objects.get()
    fail(OutboxMessage(key=f"{message.key}:sms"))
    assert told() == ["Ann", "Bob"]


def test_whose_every_mail_is_refused_nobody_goes_round_without_end(fail: Fail) -> None:
    for _ in range(10):
        fail(OutboxMessage.objects.order_by("id").last())
    assert told() == ["Ann", "Bob", "Mary", "Olive"]


def test_what_is_answered_climbs_no_more(fail: Fail, people: People) -> None:
    message = OutboxMessage.objects.get()
    actions.answer_alerts(by=people.ann, about_ref=REF)
    fail(message)
    assert told() == ["Ann"]


def test_other_messages_are_none_of_ours(fail: Fail) -> None:
    fail(OutboxMessage(key="update:CS-1:x:U-1"))
    assert told() == ["Ann"]
