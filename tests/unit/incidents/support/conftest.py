from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.models import Incident
from tests.factories import CouncillorFactory, IncidentFactory, UserFactory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def champion(db: None) -> User:
    return UserFactory(roles=[Role.CHAMPION], name="Cleo Champion")


@pytest.fixture
def monitoring(db: None) -> User:
    return UserFactory(roles=[Role.MONITORING], name="Mona Monitoring")


@pytest.fixture
def manager(db: None) -> User:
    return UserFactory(roles=[Role.MANAGER])


@pytest.fixture
def councillor(db: None) -> User:
    return CouncillorFactory(name="Casey Councillor", phone="01632 960001", councillor__group="Lantern Group")


@pytest.fixture
def incident(councillor: User) -> Incident:
    return IncidentFactory(reporter=councillor, description="He waited at the gate.", conduct=["insult"])
