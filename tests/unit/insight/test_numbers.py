from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.models import Incident
from insight import numbers
from insight.numbers import OpenCases, Reported
from insight.periods import last_weeks
from riskassess.models import RiskReview
from tests.factories import COUNCIL, LOG, POLICE, UserFactory, alarm, report
from triage.actions import acknowledge, propose_override
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.usefixtures("stopped_clock", "officer")


def tier_row(user: User, tier: Tier) -> OpenCases:
    return next(row for row in numbers.open_cases(user, timezone.now()) if row.tier == tier)


def fall_due(case: Case, at: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(due_at=at, queue_at=at)


def test_every_tier_has_a_row_the_gravest_first(monitoring: User, now: datetime) -> None:
    assert [row.tier for row in numbers.open_cases(monitoring, now)] == [
        Tier.EMERGENCY,
        Tier.POLICE,
        Tier.COUNCIL,
        Tier.LOG,
    ]


def test_open_cases_stand_under_what_their_clock_says(councillor: User, monitoring: User, now: datetime) -> None:
    for due_at in (now - timedelta(seconds=1), now, now.replace(hour=23), now + timedelta(days=1)):
        case = report(councillor, **POLICE)
        fall_due(case, due_at)
    row = tier_row(monitoring, Tier.POLICE)
    assert (row.late, row.today, row.later) == (1, 2, 1)
    assert (row.total, row.unanswered) == (4, 4)


def test_today_ends_at_local_midnight(councillor: User, monitoring: User, stopped_clock: object) -> None:
    stopped_clock.move_to(datetime(2026, 6, 18, 22, 30, tzinfo=timezone.get_current_timezone()))
    case = report(councillor, **POLICE)
    fall_due(case, timezone.now() + timedelta(hours=1, minutes=29))
    assert tier_row(monitoring, Tier.POLICE).today == 1
    fall_due(case, timezone.now() + timedelta(hours=1, minutes=30))
    assert tier_row(monitoring, Tier.POLICE).later == 1


def test_closed_cases_are_not_counted_as_open(councillor: User, monitoring: User, now: datetime) -> None:
    case = report(councillor, **LOG)
    closed = {"state": "closed", "closed_at": now, "closed_by": monitoring, "close_reason": "Done", "due_at": None}
    answered = {"acknowledged_at": now, "acknowledged_by": monitoring}
    Case.objects.filter(pk=case.pk).update(**closed, **answered)
    assert numbers.together(numbers.open_cases(monitoring, now)).total == 0


def test_all_tiers_together() -> None:
    rows = [OpenCases(Tier.POLICE, late=1, today=2, unanswered=3), OpenCases(Tier.LOG, late=4, later=5)]
    assert numbers.together(rows) == OpenCases(None, late=5, today=2, later=5, unanswered=3)


def test_danger_is_grave_and_unanswered(councillor: User, officer: User, monitoring: User) -> None:
    emergency, answered, _mild = alarm(councillor), report(councillor, **POLICE), report(councillor, **COUNCIL)
    acknowledge(by=officer, case=answered)
    assert list(numbers.in_danger(monitoring)) == [emergency]


def test_a_second_officer_is_not_the_one_who_asked(councillor: User, officer: User, monitoring: User) -> None:
    case = report(councillor, **POLICE)
    acknowledge(by=officer, case=case)
    override = propose_override(by=officer, case=case, tier=Tier.COUNCIL, reason="A neighbour waiting for a bus")
    assert list(numbers.second_officer(monitoring)) == [override]
    assert list(numbers.second_officer(officer)) == []


def test_reviews_are_overdue_after_their_day(councillor: User, monitoring: User) -> None:
    report(councillor, **POLICE)
    review = RiskReview.objects.get()
    assert not numbers.overdue_reviews(monitoring, review.due_on).exists()
    assert numbers.overdue_reviews(monitoring, review.due_on + timedelta(days=1)).exists()


def test_reports_fall_into_their_local_week(councillor: User, monitoring: User) -> None:
    mondays = last_weeks(date(2026, 7, 8), 2)
    midnight = datetime(2026, 7, 6, tzinfo=timezone.get_current_timezone())  # 11pm on Sunday in UTC
    moments = [midnight - timedelta(days=7, seconds=1), midnight - timedelta(seconds=1), midnight, midnight]
    for moment in moments:
        case = report(councillor, **LOG)
        Case.objects.filter(pk=case.pk).update(reported_at=moment)
    assert sorted(numbers.reports(monitoring, mondays), key=lambda row: row.week) == [
        Reported(date(2026, 6, 29), "criticism", 1),
        Reported(date(2026, 7, 6), "criticism", 2),
    ]


def test_time_to_answer(councillor: User, officer: User, monitoring: User, now: datetime) -> None:
    waits = [timedelta(minutes=minutes) for minutes in (10, 20, 30, 90)]
    for wait in waits:
        case = report(councillor, **POLICE)
        Case.objects.filter(pk=case.pk).update(acknowledged_at=now + wait, acknowledged_by=officer)
    report(councillor, **POLICE)
    later = now + timedelta(minutes=50)
    row = next(row for row in numbers.answers(monitoring, now.date(), later) if row.tier == Tier.POLICE)
    assert (row.reports, row.in_time, row.missed) == (5, 3, 1)
    assert row.median == timedelta(minutes=20)
    assert row.ninetieth == timedelta(minutes=90)
    assert row.share == 75


def test_what_nobody_answered_in_its_time_is_missed(councillor: User, monitoring: User, now: datetime) -> None:
    report(councillor, **POLICE)
    row = next(row for row in numbers.answers(monitoring, now.date(), now + timedelta(hours=2)) if row.reports)
    assert (row.in_time, row.missed, row.median, row.share) == (0, 1, None, 0)


def test_restricted_cases_are_counted_for_the_monitoring_officer_only(
    councillor: User, manager: User, monitoring: User, now: datetime
) -> None:
    report(councillor, **POLICE)
    Incident.objects.update(restricted=True)
    mondays = last_weeks(now.date())
    assert tier_row(monitoring, Tier.POLICE).total == 1
    assert numbers.reports(monitoring, mondays)
    assert numbers.in_danger(monitoring).exists()
    assert tier_row(manager, Tier.POLICE).total == 0
    assert not numbers.reports(manager, mondays)
    assert not numbers.in_danger(manager).exists()
    assert not any(row.reports for row in numbers.answers(manager, mondays[0], now))


def test_a_role_without_cases_counts_nothing(councillor: User, now: datetime) -> None:
    report(councillor, **POLICE)
    assert numbers.together(numbers.open_cases(UserFactory(roles=[Role.SAFETY]), now)).total == 0
