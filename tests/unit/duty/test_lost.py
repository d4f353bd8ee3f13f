"""A reminder that cannot be delivered is heard by those above, once, and never goes round without end."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty import actions
from councilsafe.duty.audience import Audience
from councilsafe.duty.models import Deadline, DeadlineStep
from councilsafe.duty.plans import LOST, UNREACHED
from councilsafe.notifications.actions.delivering import give_up
from councilsafe.notifications.channels.answers import Refused
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.signals import message_failed
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

REF, PATH = "CS-22222-33333", "/cases/CS-22222-33333/"
Remind = Callable[..., Deadline]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(london("2026-11-23 10:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def remind(people: People, clock: time_machine.Traveller) -> Remind:
    """A deadline of Bob's, reminded of at a time."""

    def remind(at: str = "2026-11-25 10:15", plan: str = "case.plan", **more: Any) -> Deadline:
        due = {"case.referral": "2026-11-25 09:50", "support": "2026-11-25 23:59", "review": "2026-11-25 23:59"}
        deadline = actions.set_deadline(
            kind=plan,
            about_type="test",
            about_ref=REF,
            path=PATH,
            owner=more.pop("owner", people.bob),
            due_at=london(due.get(plan, "2026-11-25 10:00")),
            plan=plan,
            **more,
        )
        clock.move_to(london(at), tick=False)
        actions.remind_due_deadlines()
        return Deadline.objects.get(pk=deadline.pk)

    return remind


def fail(*messages: OutboxMessage) -> None:
    """As the outbox itself gives up: all of it in one transaction."""
    with transaction.atomic():
        for one in messages:
            one.attempts += 1
        give_up(list(messages), Refused(), timezone.now())


def come_back(message: OutboxMessage) -> None:
    """It had gone, and GOV.UK Notify says later that there is no such address."""
    with transaction.atomic():
        message.sent_at = message.delivery_at = timezone.now()
        message.delivery = "permanent-failure"
        message.save(update_fields=["sent_at", "delivery", "delivery_at"])
        message_failed.send(OutboxMessage, message=message)


def message_to(person: User) -> OutboxMessage:
    return OutboxMessage.objects.filter(recipient=person, channel="email").latest("id")


def told() -> list[tuple[str, str]]:
    return [(one.recipient.name, one.kind) for one in DeadlineStep.objects.select_related("recipient").order_by("id")]


def test_those_above_hear_in_their_place(people: People, remind: Remind) -> None:
    remind()
    fail(message_to(people.bob))
    assert told() == [("Bob", "plan.late"), ("Mary", LOST)]
    message = message_to(people.manager)
    assert (message.kind, message.path, message.why, message.can_wait) == (LOST, PATH, UNREACHED, False)
    assert AuditEvent.objects.get(verb="reminder did not arrive").detail == "case.plan, told 1 above"


def test_the_failure_and_what_follows_are_written_together_or_not_at_all(people: People, remind: Remind) -> None:
    remind()
    with transaction.atomic():
        fail(message_to(people.bob))
        transaction.set_rollback(True)
    assert told() == [("Bob", "plan.late")]
    assert not OutboxMessage.objects.undelivered().exists()


def test_said_twice_they_hear_once(people: People, remind: Remind) -> None:
    remind()
    message = message_to(people.bob)
    fail(message)
    fail(message)
    assert [name for name, _ in told()] == ["Bob", "Mary"]


def test_who_was_told_in_the_same_turn_hears_no_second_time(people: People, remind: Remind) -> None:
    remind("2026-11-26 12:00")
    fail(message_to(people.bob))
    assert told() == [("Mary", "plan.escalated"), ("Bob", "plan.late")]


def test_it_goes_up_only_where_a_whole_line_cannot_be_reached(people: People, remind: Remind) -> None:
    other = UserFactory(name="Max", roles=["manager"])
    remind()
    fail(message_to(people.bob))
    fail(message_to(people.manager))
    assert [name for name, _ in told()] == ["Bob", "Mary", "Max"]
    fail(message_to(other))
    assert [name for name, _ in told()] == ["Bob", "Mary", "Max", "Olive"]


def test_where_all_mail_is_refused_it_ends(people: People, remind: Remind) -> None:
    remind()
    refused = 0
    while waiting := OutboxMessage.objects.unsent().order_by("id").first():
        fail(waiting)
        refused += 1
    assert [name for name, _ in told()] == ["Bob", "Mary", "Olive", "Ann"]
    assert refused == 4


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 9), max_size=12), plan=st.sampled_from(["case.plan", "case.referral", "review"]))
def test_in_whatever_order_they_fail_nobody_hears_twice_of_one_turn(
    people: People, remind: Remind, clock: time_machine.Traveller, order: list[int], plan: str
) -> None:
    with transaction.atomic():
        clock.move_to(london("2026-11-23 10:00"), tick=False)
        remind(plan=plan)
        for number in order:
            messages = list(OutboxMessage.objects.filter(channel="email").order_by("id"))
            fail(messages[number % len(messages)])
        names = [name for name, _ in told()]
        transaction.set_rollback(True)
    assert len(names) == len(set(names)) <= 4


def test_what_had_gone_and_comes_back_is_told_of_too(people: People, remind: Remind) -> None:
    remind()
    come_back(message_to(people.bob))
    assert [name for name, _ in told()] == ["Bob", "Mary"]


@pytest.mark.parametrize("over", ["met", "dropped", "paused", "set anew", "told since", "handed over"])
def test_what_does_not_count_any_more_is_left(
    people: People, remind: Remind, clock: time_machine.Traveller, over: str
) -> None:
    remind("2026-11-24 09:00")
    lost = message_to(people.bob)
    OutboxMessage.objects.filter(pk=lost.pk).update(sent_at=timezone.now())
    about = {"kind": "case.plan", "about_ref": REF}
    if over == "met":
        actions.meet_deadline(by=people.bob, **about)
    elif over == "dropped":
        actions.drop_deadline(reason="It is over.", **about)
    elif over == "paused":
        actions.pause_deadline(by=people.ann, reason="It waits.", until=london("2026-11-27 10:00"), **about)
    elif over == "handed over":
        actions.hand_deadline(about_ref=REF, to=people.ann)
    elif over == "told since":
        clock.move_to(london("2026-11-25 10:15"), tick=False)
        actions.remind_due_deadlines()
    else:
        Deadline.objects.update(setting=1, turn=-1)
    before = told()
    come_back(lost)
    assert told() == before


def test_what_is_nobody_elses_business_stays_so(people: People, remind: Remind) -> None:
    owner = UserFactory(name="Cleo", roles=["councillor"])
    remind("2026-11-25 10:15", "support.again", owner=owner)
    fail(message_to(owner))
    assert [name for name, _ in told()] == ["Cleo"]


def test_those_above_learn_neither_whose_nor_what_where_the_plan_keeps_that(people: People, remind: Remind) -> None:
    helper = UserFactory(name="Well", roles=["champion"])
    remind("2026-11-25 10:15", "support", owner=helper)
    fail(message_to(helper))
    assert message_to(people.manager).path == "/"


def test_nobody_outside_its_audience_hears(people: People, remind: Remind) -> None:
    remind(audience=Audience.of([people.bob.pk, people.monitoring.pk], ()))
    fail(message_to(people.bob))
    assert [name for name, _ in told()] == ["Bob", "Olive"]


def test_at_night_only_what_is_urgent(people: People, remind: Remind, clock: time_machine.Traveller) -> None:
    remind()
    clock.move_to(london("2026-11-26 03:00"), tick=False)
    fail(message_to(people.bob))
    assert message_to(people.manager).can_wait


def test_a_text_that_does_not_arrive_is_told_of_too_and_the_teams_chat_is_not(people: People, remind: Remind) -> None:
    remind(plan="case.referral")
    mail = message_to(people.bob)
    more = {"recipient": people.bob, "kind": mail.kind, "about_ref": REF, "path": PATH}
    chat = OutboxMessage.objects.create(key=f"{mail.key}:chat", channel="chat", **more)
    text = OutboxMessage.objects.create(key=f"{mail.key}:sms", channel="sms", **more)
    fail(chat)
    assert [name for name, _ in told()] == ["Bob"]
    fail(text)
    assert [name for name, _ in told()] == ["Bob", "Mary"]


@pytest.mark.django_db(transaction=True)
def test_whoever_holds_the_deadline_is_not_waited_for(people: People, remind: Remind) -> None:
    """They might wait for the message that we hold."""
    remind()
    message = message_to(people.bob)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM duty_deadline FOR NO KEY UPDATE")
            with connection.cursor() as own:
                own.execute("SET lock_timeout = '2s'")
            fail(message)
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert [name for name, _ in told()] == ["Bob", "Mary"]


@pytest.mark.django_db(transaction=True)
def test_who_changes_a_deadline_holds_it_so_that_telling_goes_on(people: People, remind: Remind) -> None:
    deadline = remind()
    other = connection.copy()
    try:
        with transaction.atomic(), other.cursor() as cursor:
            actions.meet_deadline(by=people.bob, kind="case.plan", about_ref=REF)
            cursor.execute("SELECT 1 FROM duty_deadline WHERE id = %s FOR KEY SHARE NOWAIT", [deadline.pk])
    finally:
        other.close()
