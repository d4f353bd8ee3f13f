"""A councillor with a buddy, the people on duty, and a visit planned the way people plan it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from councilsafe.accounts.models import User
from riskassess.actions import buddies, safety_words
from riskassess.actions.visits import Plan, plan_visit
from riskassess.models import Visit
from tests.factories import CouncillorFactory

NOW = datetime(2026, 6, 3, 17, 0, tzinfo=UTC)  # a Wednesday, six in the evening in London
SAFE, HELP = "marmalade", "thunder"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def clock() -> "time_machine.Traveller":
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def buddy(db: None, councillor: User, clock: object) -> User:
    other = CouncillorFactory(name="Ben Marsh")
    buddies.agree(by=other, buddy=buddies.ask_buddy(by=councillor, asked=other))
    return other


@pytest.fixture
def plan(councillor: User, clock: object) -> Callable[..., Visit]:
    def make(
        *, by: User = councillor, named: tuple[User, ...] = (), starts: timedelta = HOUR, **fields: object
    ) -> Visit:
        start = datetime.now(UTC) + starts
        told = {
            "kind": "home",
            "place": "12 Mill Lane",
            "starts_at": start,
            "expected_end_at": start + HOUR,
            "phone": "07700 900 111",
            "if_not_heard": "Ring my sister, then 999.",
            "call_phrase": "the boiler",
            "whom": "Mr Smith",
        }
        return plan_visit(by=by, named=named, plan=Plan(**(told | fields)))

    return make


@pytest.fixture
def words(councillor: User, clock: object) -> None:
    safety_words.set_words(by=councillor, safe=SAFE, help=HELP)
