"""Alerts in simulated time: who is told when, on every ladder, until somebody answers."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from threading import Barrier, Event

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty import actions
from councilsafe.duty.audience import EVERYBODY, Audience
from councilsafe.duty.calendar import LONDON, Clock, Unit
from councilsafe.duty.models import Alert, AlertStep, Shift
from councilsafe.notifications import actions as notifications
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
FIRST_CLOCKS = {
    "emergency": Clock(10, Unit.MINUTES),
    "police": Clock(1, Unit.HOURS),
    "council": Clock(4, Unit.WORKING_HOURS),
    "log": Clock(1, Unit.WORKING_DAYS),
}
REF = "CS-22222-33333"
ALL = ["Ann", "Bob", "Mary", "Olive"]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at nine on a Monday morning, and moves only when it is told to."""
    with time_machine.travel(london("2026-11-23 09:00"), tick=False) as clock:
        yield clock


def raise_alert(ladder: str, at: datetime | None = None, kind: str = "alert", audience: Audience = EVERYBODY) -> Alert:
    return actions.raise_alert(
        kind=kind,
        about_type="incident",
        about_ref=REF,
        path=f"/cases/{REF}/",
        ladder=ladder,
        first_clock=FIRST_CLOCKS[ladder],
        audience=audience,
        at=at,
    )


def pass_time(clock: time_machine.Traveller, until: str, every: timedelta = timedelta(minutes=5)) -> None:
    """Lets time pass as beat does: with a sweep every so often."""
    now, end = datetime.now(UTC), london(until).astimezone(UTC)
    while now < end:
        now = min(now + every, end)
        clock.move_to(now)
        actions.climb_due_alerts()


def told() -> list[tuple[str, str]]:
    """Who was told, and when in London."""
    steps = AlertStep.objects.select_related("recipient").order_by("told_at", "round", "rung")
    return [(step.recipient.name, f"{step.told_at.astimezone(LONDON):%a %H:%M}") for step in steps]


# One ladder for each tier ----------------------------------------------------------------------------------------


def test_the_first_is_told_at_once(people: People, clock: time_machine.Traveller) -> None:
    alert = raise_alert("police")
    (message,) = OutboxMessage.objects.all()
    assert (message.recipient, message.kind, message.about_ref) == (people.ann, "alert", REF)
    assert (message.path, message.key) == (f"/cases/{REF}/", f"alert:{alert.reference}:0:0")


def test_emergency_goes_round_every_ten_minutes(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("emergency")
    pass_time(clock, "2026-11-23 10:05")
    times = ["Mon 09:00", "Mon 09:10", "Mon 09:20", "Mon 09:30", "Mon 09:40", "Mon 09:50", "Mon 10:00"]
    assert told() == list(zip([*ALL, *ALL[:3]], times, strict=True))


def test_emergency_goes_on_all_night(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("emergency")
    pass_time(clock, "2026-11-24 09:00")
    assert len(told()) == 1 + 24 * 6


def test_police_climbs_by_night_and_then_tells_the_top_every_hour(
    people: People, clock: time_machine.Traveller
) -> None:
    clock.move_to(london("2026-11-23 22:00"))
    raise_alert("police")
    pass_time(clock, "2026-11-24 02:30")
    assert told() == [
        ("Ann", "Mon 22:00"),
        ("Bob", "Mon 23:00"),
        ("Mary", "Mon 23:30"),
        ("Olive", "Tue 00:00"),
        ("Mary", "Tue 01:00"),
        ("Olive", "Tue 01:00"),
        ("Mary", "Tue 02:00"),
        ("Olive", "Tue 02:00"),
    ]


def test_at_the_top_of_police_whoever_is_away_is_told_as_well(people: People, clock: time_machine.Traveller) -> None:
    starts, ends = london("2026-11-20 09:00"), london("2026-11-27 09:00")
    actions.add_absence(by=people.monitoring, person=people.monitoring, starts_at=starts, ends_at=ends, kind="leave")
    raise_alert("police")
    pass_time(clock, "2026-11-23 13:30")
    assert told()[-4:] == [("Mary", "Mon 12:00"), ("Olive", "Mon 12:00"), ("Mary", "Mon 13:00"), ("Olive", "Mon 13:00")]


def test_council_climbs_in_working_time_and_begins_again_each_morning(
    people: People, clock: time_machine.Traveller
) -> None:
    clock.move_to(london("2026-11-19 15:00"))
    raise_alert("council")
    pass_time(clock, "2026-11-23 12:00", timedelta(minutes=30))
    assert told() == [
        ("Ann", "Thu 15:00"),
        ("Bob", "Fri 11:00"),
        ("Mary", "Fri 13:00"),
        ("Olive", "Fri 15:00"),
        ("Ann", "Mon 09:00"),
        ("Bob", "Mon 11:00"),
    ]


def test_whoever_is_on_duty_by_then_hears_of_what_others_left(
    people: People, plan: Plan, clock: time_machine.Traveller
) -> None:
    """Everybody of the shift was told, and nobody of the next one."""
    people.manager.delete(), people.monitoring.delete()
    carl = UserFactory(name="Carl", roles=["officer"])
    plan("2026-11-24 00:00", "2026-11-25 00:00", first=carl, second=None)
    raise_alert("council")
    pass_time(clock, "2026-11-24 10:00", timedelta(minutes=30))
    assert told() == [("Ann", "Mon 09:00"), ("Bob", "Mon 13:00"), ("Carl", "Tue 09:00")]


@pytest.mark.parametrize("ladder", ["log", "council"])
def test_nobody_hears_of_what_is_calm_twice_in_a_day(
    people: People, clock: time_machine.Traveller, ladder: str
) -> None:
    raise_alert(ladder)
    pass_time(clock, "2026-12-31 12:00", timedelta(minutes=30))
    days = Counter((name, at.date()) for name, at in AlertStep.objects.values_list("recipient__name", "told_at"))
    assert max(days.values()) == 1
    assert {date.weekday() for _, date in days} <= set(range(5))


def test_log_climbs_by_working_days_over_christmas(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(london("2026-12-24 16:00"))
    raise_alert("log")
    pass_time(clock, "2027-01-08 12:00", timedelta(hours=1))
    assert told() == [
        ("Ann", "Thu 16:00"),
        ("Bob", "Tue 16:00"),
        ("Mary", "Wed 16:00"),
        ("Olive", "Thu 16:00"),
        ("Ann", "Mon 09:00"),
        ("Bob", "Mon 17:00"),
        ("Mary", "Tue 17:00"),
        ("Olive", "Wed 17:00"),
        ("Ann", "Thu 09:00"),
        ("Bob", "Thu 17:00"),
    ]


def test_the_night_with_an_hour_more(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(london("2026-10-25 00:30"))
    raise_alert("police")
    pass_time(clock, "2026-10-25 02:00")
    assert told() == [("Ann", "Sun 00:30"), ("Bob", "Sun 01:30"), ("Mary", "Sun 01:00"), ("Olive", "Sun 01:30")]


def test_the_night_with_an_hour_less(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(london("2026-03-29 00:30"))
    raise_alert("police")
    pass_time(clock, "2026-03-29 03:30")
    assert told()[:3] == [("Ann", "Sun 00:30"), ("Bob", "Sun 02:30"), ("Mary", "Sun 03:00")]


# What changes on the way -----------------------------------------------------------------------------------------


def test_the_shift_of_the_moment_is_asked(people: People, plan: Plan, clock: time_machine.Traveller) -> None:
    plan("2026-11-23 09:00", "2026-11-23 17:00", first=people.bob, second=None)
    raise_alert("emergency")
    pass_time(clock, "2026-11-23 09:10")
    assert [name for name, _ in told()] == ["Bob", "Ann"]


def test_who_leaves_on_the_way_is_passed_over(people: People, clock: time_machine.Traveller) -> None:
    raise_alert("emergency")
    people.bob.is_active = False
    people.bob.save()
    pass_time(clock, "2026-11-23 09:30")
    assert [name for name, _ in told()] == ["Ann", "Mary", "Olive", "Ann"]


def test_a_ladder_of_one_person(db: None, clock: time_machine.Traveller) -> None:
    UserFactory(name="Solo", roles=["officer"])
    raise_alert("police")
    pass_time(clock, "2026-11-23 11:00")
    assert told() == [("Solo", "Mon 09:00"), ("Solo", "Mon 10:00"), ("Solo", "Mon 11:00")]


def test_nobody_to_tell_keeps_the_alert_and_looks_again(
    db: None, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    raise_alert("emergency")
    assert told() == []
    assert {record.levelno for record in caplog.records} == {logging.CRITICAL}
    UserFactory(name="Late", roles=["officer"])
    pass_time(clock, "2026-11-23 09:05")
    assert told() == [("Late", "Mon 09:05")]


def test_after_a_long_silence_one_rung_at_a_time(people: People, clock: time_machine.Traveller) -> None:
    """Beat was stopped for two days: there is no burst, and the next step counts from now."""
    raise_alert("emergency")
    clock.shift(timedelta(days=2))
    assert [actions.climb_due_alerts() for _ in range(3)] == [1, 0, 0]
    assert told() == [("Ann", "Mon 09:00"), ("Bob", "Wed 09:00")]
    pass_time(clock, "2026-11-25 09:10")
    assert told()[-1] == ("Mary", "Wed 09:10")


def test_one_that_cannot_climb_holds_up_no_other(
    people: People, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a kind of message was taken away while an alarm of it was open."""
    broken = raise_alert("emergency", at=london("2026-11-23 08:00"), kind="message")
    raise_alert("emergency", at=london("2026-11-23 08:30"))
    Alert.objects.filter(pk=broken.pk).update(kind="none such")
    assert actions.climb_due_alerts() == 1
    assert [one.alert.kind for one in AlertStep.objects.order_by("id")][2:] == ["alert"]
    assert "could not climb" in caplog.text
    Alert.objects.filter(pk=broken.pk).update(kind="message")
    assert actions.climb_due_alerts() == 1


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


# The rota --------------------------------------------------------------------------------------------------------


def test_planning_is_on_record(plan: Plan, people: People) -> None:
    shift = plan("2026-11-23 09:00", "2026-11-23 17:00")
    event = AuditEvent.objects.get(object_type="shift", object_ref=shift.reference)
    assert (event.verb, event.actor) == ("shift planned", people.manager.reference)


def change(shift: Shift, by: User) -> None:
    actions.change_shift(
        by=by, shift=shift, starts_at=shift.starts_at, ends_at=shift.ends_at, first=shift.second, second=shift.first
    )


def test_a_shift_can_be_changed_until_it_is_over(plan: Plan, people: People, clock: time_machine.Traveller) -> None:
    shift = plan("2026-11-23 09:00", "2026-11-23 17:00")
    change(shift, people.manager)
    shift.refresh_from_db()
    assert (shift.first, shift.second) == (people.ann, people.bob)
    clock.move_to(london("2026-11-23 17:00"))
    with pytest.raises(ActionDenied, match="This shift is over"):
        change(shift, people.manager)


def test_a_shift_can_be_removed_until_it_is_over(plan: Plan, people: People, clock: time_machine.Traveller) -> None:
    over, coming = plan("2026-11-22 09:00", "2026-11-23 09:00"), plan("2026-11-23 09:00", "2026-11-23 17:00")
    actions.remove_shift(by=people.manager, shift=coming)
    with pytest.raises(ActionDenied, match="This shift is over"):
        actions.remove_shift(by=people.manager, shift=over)
    assert list(Shift.objects.all()) == [over]
    assert AuditEvent.objects.filter(verb="shift removed", object_ref=coming.reference).count() == 1


def who() -> list[str]:
    return [name for name, _ in told()]


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
