from collections.abc import Iterator

import pytest
import time_machine

from councilsafe.access import Role
from councilsafe.accounts.models import User
from tests.factories import UserFactory
from tests.unit.triage.confidence.sight import MONDAY


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def mary(olive: User, oscar: User) -> User:
    return UserFactory(name="Mary Manager", roles=[Role.MANAGER])


@pytest.fixture(autouse=True)
def mo(mary: User) -> User:
    return UserFactory(name="Mo Monitoring", roles=[Role.MONITORING])
