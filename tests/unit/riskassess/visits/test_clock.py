"""Simulated time: whoever does not check in is missed, at once, by everybody who should be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from councilsafe.accounts.models import User
from councilsafe.duty.actions import climb_due_alerts
from councilsafe.duty.models import Alert, AlertStep
from councilsafe.notifications.models import Channel, OutboxMessage
from riskassess.actions import visit_clock
from riskassess.actions.visit_alarms import account_for, answer_visit
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import end_visit, give_more_time, start_visit
from riskassess.models import AlarmReason, Visit, VisitAlarm, VisitOutcome
from tests.unit.riskassess.visits.conftest import HOUR, MINUTE

Plan = Callable[..., Visit]


def told(person: User) -> list[str]:
    rows = OutboxMessage.objects.filter(recipient=person, channel=Channel.EMAIL, kind__startswith="visit.")
    return list(rows.order_by("id").values_list("kind", flat=True))


def state(visit: Visit) -> str:
    visit.refresh_from_db()
    return visit.state


def test_a_plan_counts_as_under_way_from_its_start_without_a_word(plan: Plan, clock) -> None:
    visit = plan()
    assert watch_visits() == 0
    clock.shift(HOUR)
    watch_visits()
    assert state(visit) == "under-way"


def test_whoever_has_not_said_that_it_began_is_asked_once(plan: Plan, clock, councillor: User) -> None:
    visit = plan()
    clock.shift(HOUR + 15 * MINUTE)
    for _ in range(3):
        watch_visits()
    assert told(councillor) == ["visit.takes_place"]
    assert state(visit) == "under-way"


def test_whoever_has_said_it_is_not_asked(plan: Plan, clock, councillor: User) -> None:
    visit = plan()
    clock.shift(HOUR)
    start_visit(by=councillor, visit=visit)
    start_visit(by=councillor, visit=visit)
    clock.shift(15 * MINUTE)
    watch_visits()
    assert told(councillor) == []


def test_at_the_end_they_are_asked_to_check_in_and_nobody_else_hears(
    plan: Plan, clock, councillor: User, buddy: User, officer: User
) -> None:
    visit = plan()
    clock.shift(HOUR)
    start_visit(by=councillor, visit=visit)
    clock.shift(HOUR)
    watch_visits()
    assert told(councillor) == ["visit.check_in"]
    assert told(buddy) == told(officer) == []
    assert state(visit) == "overdue"


def test_nobody_is_called_a_second_before_the_minutes_are_over(plan: Plan, clock, officer: User) -> None:
    visit = plan()
    clock.shift(2 * HOUR + 15 * MINUTE - timedelta(seconds=1))
    watch_visits()
    assert not VisitAlarm.objects.exists()
    clock.shift(timedelta(seconds=1))
    watch_visits()
    assert state(visit) == "raised"
    assert VisitAlarm.objects.get().reason == AlarmReason.MISSED


def test_duty_and_buddies_are_called_at_the_same_moment_and_once(
    plan: Plan, clock, councillor: User, buddy: User, officer: User
) -> None:
    plan()
    clock.shift(2 * HOUR + 15 * MINUTE)
    for _ in range(3):
        watch_visits()
    alarm, alert = VisitAlarm.objects.get(), Alert.objects.get(kind="visit.missed")
    assert (alert.about_ref, alert.ladder) == (alarm.reference, "emergency")
    assert alert.next_climb_at == alarm.raised_at + 10 * MINUTE
    assert told(buddy) == told(officer) == ["visit.missed"]
    assert "visit.missed" not in told(councillor)


def test_the_ladder_climbs_without_end_until_somebody_answers(
    plan: Plan, clock, officer: User, manager: User, monitoring: User
) -> None:
    visit = plan()
    clock.shift(2 * HOUR + 15 * MINUTE)
    watch_visits()
    for _ in range(12):
        clock.shift(10 * MINUTE)
        climb_due_alerts()
    called = AlertStep.objects.filter(alert__kind="visit.missed")
    assert {step.recipient for step in called} == {officer, manager, monitoring}
    assert called.count() == 13
    answer_visit(by=manager, visit=visit)
    answer_visit(by=officer, visit=visit)
    clock.shift(HOUR)
    climb_due_alerts()
    assert called.count() == 13
    assert VisitAlarm.objects.get().answered_by == manager


def test_after_hours_without_a_worker_the_next_sweep_does_it_all(plan: Plan, clock, officer: User, buddy: User) -> None:
    visit = plan()
    clock.shift(9 * HOUR)
    watch_visits()
    assert state(visit) == "raised"
    assert told(buddy) == ["visit.missed"]


def test_a_late_check_in_stops_it_and_tells_those_who_were_told(
    plan: Plan, clock, councillor: User, buddy: User, officer: User
) -> None:
    visit = plan()
    clock.shift(2 * HOUR + 15 * MINUTE)
    watch_visits()
    OutboxMessage.objects.update(sent_at=datetime.now(UTC))
    end_visit(by=councillor, visit=visit)
    assert state(visit) == "ended"
    watch_visits()
    assert VisitAlarm.objects.get().outcome == VisitOutcome.CHECKED_IN
    assert Alert.objects.get(kind="visit.missed").stopped_at
    assert told(buddy) == told(officer) == ["visit.missed", "visit.over"]


def test_more_time_moves_everything_and_a_second_press_nothing(plan: Plan, clock, councillor: User) -> None:
    visit = plan()
    clock.shift(2 * HOUR + 5 * MINUTE)
    watch_visits()
    visit.refresh_from_db()
    seen = visit.expected_end_at
    for _ in range(2):
        give_more_time(by=councillor, visit=visit, minutes=30, seen_end=seen)
    visit.refresh_from_db()
    assert visit.expected_end_at == datetime.now(UTC) + 30 * MINUTE
    assert visit.next_at == visit.expected_end_at
    clock.shift(44 * MINUTE)
    watch_visits()
    assert not VisitAlarm.objects.exists()
    clock.shift(MINUTE)
    watch_visits()
    assert state(visit) == "raised"


def test_accounted_for_in_words_ends_all_of_it(plan: Plan, clock, buddy: User, officer: User) -> None:
    visit = plan()
    clock.shift(3 * HOUR)
    watch_visits()
    OutboxMessage.objects.update(sent_at=datetime.now(UTC))
    account_for(by=officer, visit=visit, what_happened="Their phone was flat.")
    alarm = VisitAlarm.objects.get()
    assert (alarm.outcome, alarm.answered_by, alarm.closed_by) == ("accounted", officer, officer)
    assert state(visit) == "accounted"
    assert told(buddy) == ["visit.missed", "visit.over"]
    assert not Alert.objects.open().filter(about_ref=alarm.reference).exists()


def test_a_visit_that_fails_holds_up_no_other(plan: Plan, clock, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, fine = plan(), plan(place="Elsewhere")
    clock.shift(HOUR)
    real = visit_clock.step

    def fail(visit: Visit, now: datetime) -> None:
        if visit.pk == broken.pk:
            raise DatabaseError
        real(visit, now)

    monkeypatch.setattr(visit_clock, "step", fail)
    assert watch_visits() == 1
    assert state(fine) == "under-way"


def test_a_sweep_asks_as_often_with_many_visits_that_are_not_due(plan: Plan, clock, django_assert_num_queries) -> None:
    for number in range(20):
        plan(place=f"{number} Mill Lane")
    with django_assert_num_queries(2):
        watch_visits()


def test_the_sweep_reads_an_index(plan: Plan, clock) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan_text = Visit.objects.due(datetime.now(UTC)).values_list("pk").explain()
    assert "visit_due" in plan_text
