"""Deadlines in simulated time: who is reminded when, what stops it, and what counts as missed."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilsafe.audit.models import AuditEvent
from councilsafe.duty import actions
from councilsafe.duty.models import Deadline
from councilsafe.duty.signals import deadline_missed
from councilsafe.notifications import actions as notifications
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.signals import still_wanted
from tests.unit.duty.conftest import People, london
from tests.unit.duty.deadlines import BOB, REF, START, Clock, pass_time, put, told


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(london(START), tick=False) as clock:
        yield clock


# Who is told when ------------------------------------------------------------------------------------------------


def test_a_plan_is_reminded_of_before_at_once_and_above(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00")
    pass_time(clock, "2026-12-04 12:00")
    assert told() == [
        (BOB, "plan.before", "Tue 24 08:00"),
        (BOB, "plan.late", "Wed 25 10:00"),
        ("Mary", "plan.escalated", "Thu 26 10:00"),
        (BOB, "plan.late", "Thu 26 10:00"),
    ]
    messages = OutboxMessage.objects.order_by("id")
    assert [(message.recipient, message.path) for message in messages] == [
        (people.bob, f"/cases/{REF}/"),
        (people.bob, f"/cases/{REF}/"),
        (people.manager, f"/cases/{REF}/"),
        (people.bob, f"/cases/{REF}/"),
    ]
    assert [message.can_wait for message in messages] == [True, False, False, False]
    assert all(message.why.startswith("You ") for message in messages)


def test_a_referral_does_not_wait_for_the_morning(people: People, clock: Clock) -> None:
    clock.move_to(london("2026-11-23 22:00"))
    put(people.bob, "2026-11-24 02:00", "case.referral")
    pass_time(clock, "2026-11-24 12:00", timedelta(minutes=5))
    assert told() == [
        (BOB, "referral.before", "Tue 24 01:00"),
        (BOB, "referral.late", "Tue 24 02:00"),
        ("Mary", "referral.escalated", "Tue 24 02:30"),
        ("Mary", "referral.escalated", "Tue 24 04:00"),
        ("Olive", "referral.escalated", "Tue 24 04:00"),
        (BOB, "referral.late", "Tue 24 04:00"),
    ]


def test_working_days_leave_out_weekends_and_bank_holidays(people: People, clock: Clock) -> None:
    put(people.bob, "2026-12-24 16:00")  # a Thursday; the next working day is Tuesday the 29th
    pass_time(clock, "2026-12-31 12:00")
    assert told()[1:] == [
        (BOB, "plan.late", "Thu 24 16:00"),
        ("Mary", "plan.escalated", "Tue 29 16:00"),
        (BOB, "plan.late", "Tue 29 16:00"),
    ]


@pytest.mark.parametrize("day", ["2027-03-28", "2026-10-25"])
def test_the_morning_is_londons_when_the_clocks_change(people: People, clock: Clock, day: str) -> None:
    clock.move_to(london("2026-10-01 09:00") if day.startswith("2026") else london("2027-03-01 09:00"))
    put(people.bob, f"{day} 23:59", "review")
    pass_time(clock, f"{day} 12:00", timedelta(hours=1))
    assert told()[-1][1:] == ("review.today", f"{london(day):%a %d} 08:00")


def test_reminders_go_on_for_as_long_as_the_plan_says(people: People, clock: Clock) -> None:
    put(people.bob, "2026-12-01 23:59", "review")
    pass_time(clock, "2027-01-15 12:00", timedelta(hours=6))
    kinds = Counter((name, kind) for name, kind, _ in told())
    assert kinds == {
        (BOB, "review.before"): 1,
        (BOB, "review.today"): 1,
        (BOB, "review.overdue"): 6,
        ("Mary", "review.escalated"): 6,
        ("Olive", "review.escalated"): 5,
    }


def test_who_was_given_it_late_needs_no_reminder_before_its_time(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-23 16:00")
    pass_time(clock, "2026-11-23 17:00")
    assert told() == [(BOB, "plan.late", "Mon 23 16:00")]


# What was missed by the sweep ------------------------------------------------------------------------------------


def test_after_downtime_only_the_newest_turn_is_told(people: People, clock: Clock) -> None:
    deadline = put(people.bob, "2026-11-25 10:00")
    clock.move_to(london("2026-12-04 12:00"))
    for _ in range(3):
        actions.remind_due_deadlines()
    assert told() == [("Mary", "plan.escalated", "Fri 04 12:00"), (BOB, "plan.late", "Fri 04 12:00")]
    deadline.refresh_from_db()
    assert deadline.breached_at == london("2026-11-25 10:00")


def test_what_is_told_late_says_so(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 23:59", "review")
    pass_time(clock, "2026-11-23 12:00")
    clock.move_to(london("2026-11-27 12:00"))
    actions.remind_due_deadlines()
    assert [kind for _, kind, _ in told()] == ["review.before", "review.overdue"]


def test_nobody_is_told_at_night_what_can_wait_for_the_morning(people: People, clock: Clock) -> None:
    deadline = put(people.bob, "2026-11-25 10:00")
    clock.move_to(london("2026-11-26 03:00"))
    actions.remind_due_deadlines()
    deadline.refresh_from_db()
    assert (told(), deadline.breached_at, deadline.next_at) == ([], deadline.due_at, london("2026-11-26 08:00"))
    pass_time(clock, "2026-11-26 09:00")
    assert told() == [(BOB, "plan.late", "Thu 26 08:00")]


def test_a_time_that_came_nearer_is_no_second_reminder_that_day(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-28 23:59", "review")
    actions.remind_due_deadlines()
    put(people.bob, "2026-11-27 23:59", "review")
    pass_time(clock, "2026-11-23 23:00")
    assert len(told()) == 1
    pass_time(clock, "2026-11-24 09:00")
    assert told()[1:] == [(BOB, "review.before", "Tue 24 08:00")]


def test_one_that_fails_holds_up_no_other(people: People, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """As after a plan was taken away while a deadline of it was open."""
    broken = put(people.bob, "2026-11-23 10:30", "case.referral")
    put(people.ann, "2026-11-23 11:00", "case.plan")
    Deadline.objects.filter(pk=broken.pk).update(plan="none such")
    clock.move_to(london("2026-11-23 11:01"), tick=False)
    assert actions.remind_due_deadlines() == 1
    assert told() == [("Ann", "plan.late", "Mon 23 11:01")]
    assert "could not be looked at" in caplog.text


def test_a_reminder_asks_for_nobody_above_whom_it_does_not_need(people: People, clock: Clock) -> None:
    deadline = put(people.bob, "2026-11-23 10:30", "case.referral")
    clock.move_to(london("2026-11-23 11:00"), tick=False)
    with CaptureQueriesContext(connection) as found:
        actions.remind(deadline_id=deadline.pk)
    assert [one for one, _, _ in told()] == ["Mary"]
    assert sum('FROM "accounts_user"' in one["sql"] for one in found) == 1


# What stops it, and what moves it --------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", ["met", "dropped"])
def test_nobody_is_told_when_it_is_over(people: People, clock: Clock, stop: str) -> None:
    put(people.bob, "2026-11-25 10:00")
    pass_time(clock, "2026-11-24 09:00")
    if stop == "met":
        done = actions.meet_deadline(by=people.bob, kind="case.plan", about_ref=REF)
    else:
        done = actions.drop_deadline(kind="case.plan", about_ref=REF, reason="closed")
    pass_time(clock, "2026-12-04 12:00", timedelta(hours=1))
    assert len(told()) == 1
    assert done
    assert not done.is_open
    assert not Deadline.objects.missed().exists()


@pytest.mark.parametrize("change", ["met", "dropped", "moved", "paused"])
def test_a_reminder_that_has_not_gone_goes_no_more(people: People, clock: Clock, change: str) -> None:
    """It would come after it was done, or speak of another time."""
    put(people.bob, "2026-11-25 10:00")
    pass_time(clock, "2026-11-24 09:00")
    message, about = OutboxMessage.objects.get(), {"kind": "case.plan", "about_ref": REF}
    assert wanted(message)
    match change:
        case "met":
            actions.meet_deadline(by=people.bob, **about)
        case "dropped":
            actions.drop_deadline(reason="closed", **about)
        case "moved":
            put(people.bob, "2026-11-30 10:00")
        case "paused":
            actions.pause_deadline(by=people.bob, reason="reporter", until=london("2026-11-30 10:00"), **about)
    assert not OutboxMessage.objects.exists()
    assert not wanted(message)
    assert len(told()) == 1


def wanted(message: OutboxMessage) -> bool:
    return all(answer is not False for _, answer in still_wanted.send(OutboxMessage, message=message))


def test_what_was_in_hand_when_it_was_done_is_not_in_the_days_mail(people: People, clock: Clock) -> None:
    """Another worker had the row at that moment, and died."""
    put(people.bob, "2026-11-25 10:00")
    pass_time(clock, "2026-11-24 09:00")
    message = OutboxMessage.objects.get()
    actions.meet_deadline(by=people.bob, kind="case.plan", about_ref=REF)
    message.save(force_insert=True)
    clock.move_to(london("2026-11-25 09:00"))
    notifications.put_together()
    assert notifications.deliver_due() == 0
    assert not OutboxMessage.objects.exists()


def test_done_late_before_any_sweep_it_was_missed_all_the_same(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-23 11:00")
    clock.move_to(london("2026-11-23 12:00"))
    met = actions.meet_deadline(by=people.bob, kind="case.plan", about_ref=REF)
    assert met
    assert met.breached_at == london("2026-11-23 11:00")
    assert AuditEvent.objects.filter(verb="deadline missed").count() == 1


def test_nothing_to_meet_is_no_mistake(people: People) -> None:
    assert actions.meet_deadline(by=people.bob, kind="case.plan", about_ref=REF) is None
    assert actions.drop_deadline(kind="case.plan", about_ref=REF, reason="closed") is None
    assert actions.resume_deadline(kind="case.plan", about_ref=REF) is None


def test_set_again_it_moves_and_begins_anew(people: People, clock: Clock) -> None:
    first = put(people.bob, "2026-11-25 10:00")
    pass_time(clock, "2026-11-24 09:00")
    second = put(people.ann, "2026-11-30 10:00")
    pass_time(clock, "2026-11-30 12:00")
    assert (first.pk, second.setting) == (second.pk, 1)
    assert [one for one in told() if one[0] == "Ann"] == [
        ("Ann", "plan.before", "Fri 27 08:00"),
        ("Ann", "plan.late", "Mon 30 10:00"),
    ]


def test_set_again_to_the_same_time_it_stays(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-25 10:00")
    pass_time(clock, "2026-11-24 09:00")
    assert put(people.bob, "2026-11-25 10:00").setting == 0
    pass_time(clock, "2026-11-24 12:00")
    assert len(told()) == 1


def test_what_was_missed_stays_so_when_it_is_set_anew(people: People, clock: Clock) -> None:
    put(people.bob, "2026-11-23 11:00")
    clock.move_to(london("2026-11-23 12:00"))
    put(people.bob, "2026-11-25 10:00")
    assert Deadline.objects.open().get().breached_at is None
    assert Deadline.objects.missed().get().drop_reason == "missed, and set anew"


def test_a_breach_is_counted_and_signalled_once(people: People, clock: Clock) -> None:
    seen: list[Deadline] = []

    def hear(deadline: Deadline, **kwargs: Any) -> None:
        seen.append(deadline)

    deadline_missed.connect(hear)
    put(people.bob, "2026-11-23 11:00")
    pass_time(clock, "2026-12-01 12:00", timedelta(hours=1))
    actions.meet_deadline(by=people.bob, kind="case.plan", about_ref=REF)
    deadline_missed.disconnect(hear)
    assert len(seen) == Deadline.objects.missed().count() == 1


def test_a_plan_that_there_is_not_is_a_mistake_of_ours(people: People) -> None:
    with pytest.raises(ValueError, match=r"no plan 'cake'"):
        put(people.bob, "2026-11-25 10:00", plan="cake")
