from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from time_machine import Traveller

from councilsafe.access import Role
from councilsafe.accounts.models import User
from insight.periods import last_weeks
from insight.trends import Trends, trends
from tests.factories import POLICE, report
from triage.actions import acknowledge

pytestmark = pytest.mark.usefixtures("officer")


def now_of(user: User, moment: datetime) -> Trends:
    return trends(user, last_weeks(moment.date()), moment)


def test_nothing_is_counted_twice_while_nothing_happens(
    monitoring: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = now_of(monitoring, now)
    with django_assert_num_queries(1):
        assert now_of(monitoring, now) is first


def test_whatever_happens_is_counted_at_once(
    councillor: User, officer: User, monitoring: User, stopped_clock: Traveller, now: datetime
) -> None:
    assert not now_of(monitoring, now).reports
    case = report(councillor, **POLICE)
    assert [row.number for row in now_of(monitoring, now).reports] == [1]
    acknowledge(by=officer, case=case)
    assert sum(row.in_time for row in now_of(monitoring, now).answers) == 1


def test_what_time_alone_makes_late_is_counted_within_a_minute(
    councillor: User, monitoring: User, stopped_clock: Traveller, now: datetime
) -> None:
    report(councillor, **POLICE)
    due = now + timedelta(hours=1)
    assert sum(row.missed for row in now_of(monitoring, due).answers) == 0
    assert sum(row.missed for row in now_of(monitoring, due + timedelta(minutes=1)).answers) == 1


def test_each_reader_has_their_own(monitoring: User, manager: User, now: datetime) -> None:
    assert now_of(monitoring, now) is not now_of(manager, now)


def test_another_role_counts_anew(monitoring: User, now: datetime) -> None:
    before = now_of(monitoring, now)
    monitoring.roles = [Role.MANAGER]
    assert now_of(monitoring, now) is not before


def test_a_new_week_counts_anew(monitoring: User) -> None:
    sunday = datetime.fromisoformat("2026-11-22T23:59:50+00:00")
    assert now_of(monitoring, sunday) is not now_of(monitoring, sunday + timedelta(seconds=20))
