"""A council with many cases: the same rows in bulk that the demonstration has."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from councilsafe.access import Role
from councilsafe.accounts.models import User
from tests.factories import CouncillorFactory, UserFactory
from triage.demo.bulk import Bulk

NOW = datetime(2026, 11, 19, 11, tzinfo=UTC)  # a Thursday
MakeCases = Callable[..., None]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def stopped_clock(now: datetime) -> "time_machine.travel":
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def councillor(db: None) -> User:
    return CouncillorFactory()


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(roles=[Role.OFFICER])


@pytest.fixture
def manager(db: None) -> User:
    return UserFactory(roles=[Role.MANAGER])


@pytest.fixture
def monitoring(db: None) -> User:
    return UserFactory(roles=[Role.MONITORING])


@pytest.fixture
def make_cases(councillor: User, officer: User) -> MakeCases:
    """So many cases, reported one after the other over the days before `now`."""

    def make(count: int, days: float = 120, seed: int = 1) -> None:
        moments = [NOW - timedelta(days=days) * (place + 1) / (count + 1) for place in range(count)]
        Bulk([officer], [councillor], seed, NOW).tell(moments)

    return make
