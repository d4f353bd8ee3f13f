"""Somebody does not check in, and the worker is killed while it is about to call people. They are called all the same.

The processes are those of the Procfile. What holds the worker at that moment is a lock of the test's own.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import buddies
from riskassess.actions.visits import Plan, plan_visit
from riskassess.models import AlarmReason, Visit, VisitAlarm
from tests.factories import CouncillorFactory, UserFactory
from tests.faults.mail import Mailbox
from tests.faults.processes import Program, let_sweeps_pass, wait_until

Start = Callable[[str], Program]
HOUR = timedelta(hours=1)
MINUTE = 60.0
TOLD = {"kind": "home", "phone": "07700 900 111", "if_not_heard": "Ring my sister.", "call_phrase": "the boiler"}


@pytest.fixture
def visit(transactional_db: None) -> Visit:
    """Three hours past its end, with an officer on duty and a buddy. Nothing has looked at it yet."""
    UserFactory(roles=["officer"])
    ada: User = CouncillorFactory()
    ben: User = CouncillorFactory()
    buddies.agree(by=ben, buddy=buddies.ask_buddy(by=ada, asked=ben))
    now = timezone.now()
    visit = plan_visit(
        by=ada, plan=Plan(place="12 Mill Lane", starts_at=now - HOUR, expected_end_at=now + HOUR, **TOLD)
    )
    past = {name: F(name) - 4 * HOUR for name in ("starts_at", "expected_end_at", "next_at")}
    Visit.objects.update(**past)
    visit.refresh_from_db()
    return visit


@contextmanager
def nobody_can_be_called() -> Iterator[None]:
    """Whoever writes an alert waits in the middle of its transaction, until the block ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Alert._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        yield


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [Alert._meta.db_table]
        )
        return bool(cursor.fetchone()[0])


def calls() -> Counter[tuple[str, int]]:
    """How often each person was told of it, by kind."""
    return Counter(OutboxMessage.objects.filter(kind__startswith="visit.").values_list("kind", "recipient"))


def test_worker_killed_while_it_calls_about_a_missed_check_in(program: Start, mailbox: Mailbox, visit: Visit) -> None:
    """Half of it was done and none of it counts. The next worker does all of it, within a minute and once."""
    with nobody_can_be_called():
        program("beat")
        worker = program("worker")
        wait_until(somebody_waits)
        worker.kill()
    let_sweeps_pass()
    assert not VisitAlarm.objects.exists()
    visit.refresh_from_db()
    assert visit.next_at is not None  # the clock still has it to do

    started = time.monotonic()
    worker.start()
    wait_until(VisitAlarm.objects.exists, seconds=MINUTE)
    assert time.monotonic() - started < MINUTE
    wait_until(lambda: not OutboxMessage.objects.unsent().exists())
    let_sweeps_pass()
    assert VisitAlarm.objects.get().reason == AlarmReason.MISSED
    assert Alert.objects.filter(kind="visit.missed").count() == 1
    assert set(calls().values()) == {1}
    assert [kind for kind, _ in calls()].count("visit.missed") == 2  # the officer and the buddy
    assert len(mailbox.message_ids()) == len(set(mailbox.message_ids())) == OutboxMessage.objects.count()


def test_worker_dead_before_the_check_in_is_missed(program: Start, mailbox: Mailbox, visit: Visit) -> None:
    """The worker is gone when its minute comes, and back later: late, at once, and once."""
    Visit.objects.update(expected_end_at=timezone.now() + HOUR, next_at=timezone.now() + HOUR)
    program("beat")
    worker = program("worker")
    let_sweeps_pass()
    worker.kill()
    gone = 2 * HOUR
    Visit.objects.update(expected_end_at=F("expected_end_at") - gone, next_at=F("next_at") - gone)
    let_sweeps_pass()
    assert not VisitAlarm.objects.exists()
    started = time.monotonic()
    worker.start()
    wait_until(VisitAlarm.objects.exists, seconds=MINUTE)
    assert time.monotonic() - started < MINUTE
    let_sweeps_pass()
    assert VisitAlarm.objects.count() == 1
    assert set(calls().values()) == {1}
