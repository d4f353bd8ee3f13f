from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import pytest

from councilsafe.accounts.models import User
from councilsafe.duty.actions import plan_shift
from councilsafe.duty.calendar import LONDON
from councilsafe.duty.models import Shift
from tests.factories import UserFactory


class People(NamedTuple):
    ann: User
    bob: User
    manager: User
    monitoring: User


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.fixture
def people(db: None) -> People:
    """Two officers and those above them. Ann is the first whom the rota would take by itself."""
    return People(
        UserFactory(name="Ann", roles=["officer"]),
        UserFactory(name="Bob", roles=["officer"]),
        UserFactory(name="Mary", roles=["manager"]),
        UserFactory(name="Olive", roles=["monitoring"]),
    )


@pytest.fixture
def plan(people: People) -> Callable[..., Shift]:
    """Plans a shift from one local time to another: Bob first, and Ann second."""

    def plan(starts: str, ends: str, first: User = people.bob, second: User | None = people.ann) -> Shift:
        return plan_shift(by=people.manager, starts_at=london(starts), ends_at=london(ends), first=first, second=second)

    return plan
