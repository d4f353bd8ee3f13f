"""What can wait: one mail for one person's day, nothing lost, nothing twice, and nothing that was taken back."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from councilsafe.accounts.models import User
from councilsafe.duty.calendar import LONDON, is_working_day
from councilsafe.notifications import actions
from councilsafe.notifications.actions import delivering
from councilsafe.notifications.models import Channel, OutboxMessage
from tests.factories import UserFactory
from tests.standins.notify import Notify

Told = Callable[..., OutboxMessage]
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def sweep() -> int:
    """As beat does. Returns how many mails went."""
    actions.put_together()
    before = len(mail.outbox)
    actions.deliver_due()
    return len(mail.outbox) - before


# When ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (datetime(2026, 11, 23, 8, 29, tzinfo=UTC), datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 23, 8, 30, tzinfo=UTC), datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 27, 12, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, 30, tzinfo=UTC)),  # a Friday
        (datetime(2026, 12, 24, 12, 0, tzinfo=UTC), datetime(2026, 12, 29, 8, 30, tzinfo=UTC)),  # Christmas
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 30, tzinfo=UTC)),  # summer time begins
        (datetime(2026, 10, 23, 12, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 30, tzinfo=UTC)),  # and ends
    ],
)
def test_it_goes_in_the_morning_of_a_working_day(now: datetime, goes: datetime) -> None:
    assert actions.next_daily_mail(now) == goes


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)))
def test_always_after_now_on_a_working_day_and_at_the_same_time(now: datetime) -> None:
    goes = actions.next_daily_mail(now)
    local = goes.astimezone(LONDON)
    assert goes > now
    assert is_working_day(local.date())
    assert (local.hour, local.minute) == (8, 30)
    assert not [day for day in days_between(now, goes) if is_working_day(day)]


def days_between(now: datetime, goes: datetime) -> list[date]:
    """Whole days that were passed over."""
    first, last = now.astimezone(LONDON).date(), goes.astimezone(LONDON).date()
    return [first + timedelta(days=days) for days in range(1, (last - first).days)]


# What ------------------------------------------------------------------------------------------------------------


def test_what_can_wait_goes_together(told: Told, officer: User, clock: time_machine.Traveller) -> None:
    told(key="a", kind="assigned", can_wait=True, why="You are the owner.")
    told(key="b", kind="message", can_wait=True)
    assert sweep() == 0
    clock.move_to(TUESDAY)
    assert sweep() == 1
    (sent,) = mail.outbox
    assert sent.to == ["officer@example.org"]
    assert sent.subject == "2 messages for you, none of them urgent"
    assert "CS-22222-33333 has been given to you\nWhy you are told: You are the owner.\nhttp" in sent.body
    assert sweep() == 0
    assert not OutboxMessage.objects.unsent().exists()


def test_everybody_has_their_own(told: Told, officer: User, clock: time_machine.Traveller) -> None:
    other = UserFactory()
    about = {"kind": "message", "about_ref": "CS-44444-55555", "path": "/"}
    told(key="a", can_wait=True)
    actions.tell(to=other, key="b", can_wait=True, **about)
    clock.move_to(TUESDAY)
    assert sweep() == 2
    assert {sent.to[0]: "CS-44444-55555" in sent.body for sent in mail.outbox} == {
        officer.email: False,
        other.email: True,
    }


def test_what_is_taken_back_is_not_in_it(told: Told, officer: User, clock: time_machine.Traveller) -> None:
    told(key="a", can_wait=True)
    stays = actions.tell(to=officer, kind="message", about_ref="CS-4", path="/", key="b", can_wait=True)
    actions.take_back(about_ref="CS-22222-33333", people=[officer])
    clock.move_to(TUESDAY)
    assert sweep() == 1
    assert "CS-22222-33333" not in mail.outbox[0].body
    assert OutboxMessage.objects.get(channel=Channel.EMAIL) == stays


def test_all_of_it_taken_back_is_no_mail(told: Told, officer: User, clock: time_machine.Traveller) -> None:
    told(key="a", can_wait=True)
    clock.move_to(TUESDAY)
    actions.put_together()
    actions.take_back(about_ref="CS-22222-33333", people=[officer])
    assert actions.deliver_due() == 0
    assert not OutboxMessage.objects.exists()


def test_what_becomes_urgent_goes_by_itself(told: Told, clock: time_machine.Traveller) -> None:
    told(key="a", can_wait=True)
    told(key="a")
    assert sweep() == 1
    assert mail.outbox[0].subject == "CS-22222-33333 needs somebody now"
    clock.move_to(TUESDAY)
    assert sweep() == 0


def test_what_is_urgent_cannot_wait(officer: User) -> None:
    with pytest.raises(ValueError, match="cannot wait"):
        actions.tell(to=officer, kind="alert", about_ref="X", path="/", key="k", can_wait=True, urgent=True)


def test_one_mail_a_day_at_most(told: Told, clock: time_machine.Traveller) -> None:
    """Two working weeks, with something to say at every hour of the day and of the night."""
    for hour in range(14 * 24):
        told(key=str(hour), can_wait=True)
        clock.shift(timedelta(hours=1))
        sweep()
    days = [sent.sent_at.date() for sent in OutboxMessage.objects.filter(channel=Channel.DAILY, sent_at__isnull=False)]
    assert len(days) == len(set(days)) == 10
    told_of = sum(sent.body.count("Why") + sent.body.count("needs somebody now") for sent in mail.outbox)
    assert told_of == OutboxMessage.objects.filter(channel=Channel.EMAIL, sent_at__isnull=False).count()
    assert {one.goes_at for one in OutboxMessage.objects.unsent()} <= {actions.next_daily_mail(clock_now())}


def clock_now() -> datetime:
    return datetime.now(UTC)


def test_after_an_outage_two_days_are_still_one_mail_a_day(
    told: Told, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(message: EmailMessage) -> int:
        raise ConnectionRefusedError

    told(key="a", can_wait=True)
    clock.move_to(TUESDAY)
    with monkeypatch.context() as outage:
        outage.setattr(EmailMessage, "send", fail)
        sweep()
    told(key="b", can_wait=True)
    clock.move_to(TUESDAY + timedelta(days=1))
    assert sweep() == 1
    assert sweep() == 0
    assert OutboxMessage.objects.get(key="b").sent_at is None
    clock.move_to(TUESDAY + timedelta(days=2))
    assert sweep() == 1
    assert OutboxMessage.objects.get(key="b").sent_at


def test_a_death_while_it_is_sent_loses_nothing(
    told: Told, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes again, as the mail server must expect of us: under the same Message-ID, with the same in it."""
    sent: list[EmailMessage] = []

    def die(email: EmailMessage) -> int:
        sent.append(email)
        raise SystemExit

    told(key="a", can_wait=True), told(key="b", can_wait=True)
    clock.move_to(TUESDAY)
    with monkeypatch.context() as dying:
        dying.setattr(EmailMessage, "send", die)
        with pytest.raises(SystemExit):
            sweep()
    assert OutboxMessage.objects.unsent().count() == 3
    assert sweep() == 1
    assert mail.outbox[0].body == sent[0].body
    assert mail.outbox[0].extra_headers["Message-ID"] == sent[0].extra_headers["Message-ID"]
    assert not OutboxMessage.objects.unsent().exists()


def test_a_refused_address_fails_all_that_was_in_it(
    notify: Notify, told: Told, officer: User, clock: time_machine.Traveller, failed: list[OutboxMessage]
) -> None:
    officer.email = "nobody@refused.example"
    officer.save()
    waiting = [told(key="a", can_wait=True), told(key="b", can_wait=True)]
    clock.move_to(TUESDAY)
    sweep()
    assert [one.key for one in failed][1:] == [one.key for one in waiting]
    assert not OutboxMessage.objects.unsent().exists()


def test_a_mail_that_did_not_arrive_names_all_that_was_in_it(
    notify: Notify, told: Told, clock: time_machine.Traveller, failed: list[OutboxMessage]
) -> None:
    waiting = [told(key="a", can_wait=True), told(key="b", can_wait=True)]
    clock.move_to(TUESDAY)
    sweep()
    daily = OutboxMessage.objects.get(channel=Channel.DAILY)
    assert actions.hear(reference=daily.key, provider_id=daily.provider_id, status="permanent-failure")
    assert failed == [daily, *waiting]


def test_what_waits_is_not_late_before_its_time(told: Told, clock: time_machine.Traveller) -> None:
    told(can_wait=True)
    clock.shift(timedelta(hours=10))
    assert OutboxMessage.objects.oldest_unsent_ages(clock_now()) == {}


def test_the_sweep_asks_once_for_all(
    told: Told, clock: time_machine.Traveller, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        actions.put_together()


def test_given_up_texts_and_posts_sooner_than_mails() -> None:
    limits = delivering.GIVE_UP_AFTER
    assert set(limits) == set(Channel)
    assert limits[Channel.CHAT] < limits[Channel.SMS] < limits[Channel.EMAIL]
