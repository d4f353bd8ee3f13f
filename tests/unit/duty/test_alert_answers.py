"""What stops an alert, makes it faster, or lets others hear of it; and what stays on record."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from threading import Barrier, Event

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty import actions
from councilsafe.duty.audience import Audience
from councilsafe.duty.models import Alert, Shift
from councilsafe.notifications import actions as notifications
from councilsafe.notifications.models import OutboxMessage
from tests.unit.duty.alerts import FIRST_CLOCKS, REF, pass_time, raise_alert, told, who
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at nine on a Monday morning, and moves only when it is told to."""
    with time_machine.travel(london("2026-11-23 09:00"), tick=False) as clock:
        yield clock


# Answering -------------------------------------------------------------------------------------------------------


def test_an_answer_stops_it(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("emergency")
    pass_time(clock, "2026-11-23 09:10")
    (alert,) = actions.answer_alerts(by=people.bob, about_ref=REF)
    assert (alert.answered_by, alert.answered_at) == (people.bob, london("2026-11-23 09:10"))
    pass_time(clock, "2026-11-23 12:00")
    assert len(told()) == 2


@pytest.mark.parametrize("end", ["answered", "stopped"])
def test_a_call_that_has_not_gone_does_not_come_after_the_answer(people: People, settings: Settings, end: str) -> None:
    settings.SMS_BACKEND = "councilsafe.notifications.channels.notify.send_text"
    User.objects.filter(pk=people.ann.pk).update(mobile="+447700900982", wants_texts=True)
    raise_alert("police")
    gone, waiting = OutboxMessage.objects.order_by("channel")
    OutboxMessage.objects.filter(pk=gone.pk).update(sent_at=timezone.now())
    if end == "answered":
        actions.answer_alerts(by=people.bob, about_ref=REF)
    else:
        actions.stop_alerts(about_ref=REF, reason="closed")
    assert (list(OutboxMessage.objects.all()), waiting.channel) == ([gone], "sms")
    assert told() != []
    assert AuditEvent.objects.get(verb="calls not sent").detail == "1 taken back"


def test_an_answer_takes_back_no_other_call(people: People) -> None:
    raise_alert("police")
    actions.answer_alerts(by=people.ann, about_ref="CS-OTHER")
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_who_answers_waits_for_a_mail_that_is_being_sent(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server hangs, and refuses in the end: then it is not tried again."""
    sending, answered = Event(), Event()

    def send(email: EmailMessage) -> int:
        sending.set()
        assert answered.wait(10)
        raise SMTPServerDisconnected

    def deliver(pk: int) -> bool:
        try:
            return notifications.deliver(message_id=pk)
        finally:
            connection.close()

    raise_alert("police")
    monkeypatch.setattr(EmailMessage, "send", send)
    message = OutboxMessage.objects.get()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(deliver, message.pk)
        assert sending.wait(10)
        actions.answer_alerts(by=people.bob, about_ref=REF)
        answered.set()
        assert not running.result(10)
    assert OutboxMessage.objects.filter(attempts=1).update(next_attempt_at=timezone.now()) == 1
    assert not notifications.deliver(message_id=message.pk)
    assert not OutboxMessage.objects.exists()


def test_an_answer_answers_every_kind(people: People) -> None:
    raise_alert("police"), raise_alert("log", kind="message")
    assert len(actions.answer_alerts(by=people.ann, about_ref=REF)) == 2
    assert actions.answer_alerts(by=people.ann, about_ref=REF) == []


def test_an_answer_is_about_one_thing(people: People) -> None:
    raise_alert("police")
    assert actions.answer_alerts(by=people.ann, about_ref="CS-OTHER") == []
    assert Alert.objects.open().count() == 1


def test_what_is_gone_is_stopped_with_its_reason(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("police")
    (alert,) = actions.stop_alerts(by=people.ann, about_ref=REF, reason="The case was closed.")
    assert (alert.is_open, alert.stop_reason, alert.answered_at) == (False, "The case was closed.", None)
    pass_time(clock, "2026-11-23 12:00")
    assert len(told()) == 1


def test_after_an_answer_a_new_alert_can_be_raised(people: People) -> None:
    first = raise_alert("council")
    actions.answer_alerts(by=people.ann, about_ref=REF)
    assert raise_alert("police") != first
    assert len(told()) == 2


# Growing graver --------------------------------------------------------------------------------------------------


def test_a_faster_ladder_begins_again_with_who_is_on_duty(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("council")
    pass_time(clock, "2026-11-23 13:00")
    actions.raise_to(about_ref=REF, ladder="emergency", first_clock=FIRST_CLOCKS["emergency"])
    pass_time(clock, "2026-11-23 13:10")
    assert told() == [("Ann", "Mon 09:00"), ("Bob", "Mon 13:00"), ("Ann", "Mon 13:00"), ("Bob", "Mon 13:10")]


def test_growing_graver_never_makes_it_slower(people: People, clock: time_machine.Traveller) -> None:
    """The council's clock had a quarter of an hour left; that of the police would have had an hour."""
    alert = raise_alert("council")
    clock.move_to(london("2026-11-23 12:45"))
    (alert,) = actions.raise_to(about_ref=REF, ladder="police", first_clock=FIRST_CLOCKS["police"])
    assert alert.next_climb_at == london("2026-11-23 13:00")


def test_it_begins_again_at_once_when_it_grows_graver(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("council")
    pass_time(clock, "2026-11-24 08:00", timedelta(hours=1))
    assert len(told()) == 4
    actions.raise_to(about_ref=REF, ladder="police", first_clock=FIRST_CLOCKS["police"])
    pass_time(clock, "2026-11-24 09:00")
    assert told()[4:] == [("Ann", "Tue 08:00"), ("Bob", "Tue 09:00")]


@pytest.mark.parametrize("ladder", ["police", "council", "log"])
def test_a_slower_ladder_changes_nothing(people: People, clock: time_machine.Traveller, ladder: str) -> None:
    alert = raise_alert("police")
    (same,) = actions.raise_to(about_ref=REF, ladder=ladder, first_clock=FIRST_CLOCKS[ladder])
    assert (same.ladder, same.next_climb_at) == ("police", alert.next_climb_at)
    assert len(told()) == 1


def test_raising_again_is_no_second_alert(people: People, clock: time_machine.Traveller) -> None:
    first = raise_alert("council")
    assert raise_alert("emergency") == first
    first.refresh_from_db()
    assert first.ladder == "emergency"
    assert [name for name, _ in told()] == ["Ann", "Ann"]


# Who may hear of it --------------------------------------------------------------------------------------------


def test_nobody_outside_the_audience_is_called(people: People, clock: time_machine.Traveller) -> None:
    both = frozenset({people.bob.pk, people.monitoring.pk})
    raise_alert("emergency", audience=Audience(only=both, barred=frozenset({people.monitoring.pk})))
    pass_time(clock, "2026-11-23 10:00")
    assert set(who()) == {"Bob"}


def test_an_alert_that_others_may_hear_of_begins_again_with_them(people: People, clock: time_machine.Traveller) -> None:
    alert = raise_alert("police")
    clock.move_to(london("2026-11-23 09:50"))
    but_ann, first = Audience(barred=frozenset({people.ann.pk})), FIRST_CLOCKS["police"]
    assert actions.readdress(about_ref=REF, audience=but_ann, first_clock=first) == [alert]
    assert actions.readdress(about_ref=REF, audience=but_ann, first_clock=first) == []
    pass_time(clock, "2026-11-23 10:01")
    assert told() == [("Ann", "Mon 09:00"), ("Bob", "Mon 09:50"), ("Mary", "Mon 10:00")]  # no later than was planned


def test_a_graver_alert_may_be_for_others(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("council", audience=Audience(only=frozenset({people.monitoring.pk})))
    raise_alert("emergency")
    assert (who()[0], "Ann" in who()) == ("Olive", True)


# The record ------------------------------------------------------------------------------------------------------


def test_everything_is_on_record(people: People, clock: time_machine.Traveller) -> None:
    alert = raise_alert("council")
    actions.raise_to(about_ref=REF, ladder="emergency", first_clock=FIRST_CLOCKS["emergency"])
    pass_time(clock, "2026-11-23 09:10")
    actions.answer_alerts(by=people.bob, about_ref=REF)
    events = AuditEvent.objects.filter(object_type="alert", object_ref=alert.reference).order_by("id")
    assert [(event.verb, event.actor) for event in events] == [
        ("alert raised", "councilsafe"),
        ("alert told", "councilsafe"),
        ("alert quickened", "councilsafe"),
        ("alert told", "councilsafe"),
        ("alert told", "councilsafe"),
        ("alert answered", people.bob.reference),
        ("calls not sent", "councilsafe"),
    ]


def test_a_past_alert_can_be_written_down(people: People) -> None:
    then = london("2025-05-05 10:00")
    alert = raise_alert("police", at=then)
    (answered,) = actions.answer_alerts(by=people.ann, about_ref=REF, at=then + timedelta(minutes=7))
    assert (alert.raised_at, answered.answered_at - then) == (then, timedelta(minutes=7))
    assert alert.next_climb_at == then + timedelta(hours=1)


# Side by side ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_climbs_at_once_tell_one_person(people: People) -> None:
    alert = raise_alert("emergency")
    Alert.objects.update(next_climb_at=alert.raised_at)
    both = Barrier(2)

    def climb() -> bool:
        try:
            both.wait(10)
            return actions.climb(alert_id=alert.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        climbed = [future.result(10) for future in [pool.submit(climb), pool.submit(climb)]]
    assert sorted(climbed) == [False, True]
    assert [name for name, _ in told()] == ["Ann", "Bob"]


@pytest.mark.django_db(transaction=True)
def test_two_alarms_at_once_are_one_alert(people: People) -> None:
    both = Barrier(2)

    def alarm() -> int:
        try:
            both.wait(10)
            return raise_alert("emergency").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = [future.result(10) for future in [pool.submit(alarm), pool.submit(alarm)]]
    assert first == second
    assert [name for name, _ in told()] == ["Ann"]
