"""What the tests of deadlines share: setting one, letting time pass, and who was told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from councilsafe.accounts.models import User
from councilsafe.duty import actions
from councilsafe.duty.calendar import LONDON
from councilsafe.duty.models import Deadline, DeadlineStep
from tests.unit.duty.conftest import london

Clock = time_machine.Traveller
REF, START = "CS-22222-33333", "2026-11-23 10:00"  # a Monday
BOB = "Bob"


def put(owner: User | None, due: str, plan: str = "case.plan", **more: Any) -> Deadline:
    return actions.set_deadline(
        **{
            "kind": plan,
            "about_type": "test",
            "about_ref": REF,
            "path": f"/cases/{REF}/",
            "owner": owner,
            "due_at": london(due),
            "plan": plan,
            **more,
        }
    )


def pass_time(clock: Clock, until: str, every: timedelta = timedelta(minutes=15)) -> None:
    now, end = datetime.now(UTC), london(until).astimezone(UTC)
    while now < end:
        now = min(now + every, end)
        clock.move_to(now, tick=False)
        actions.remind_due_deadlines()


def told() -> list[tuple[str, str, str]]:
    """Who was told what, and when in London."""
    steps = DeadlineStep.objects.select_related("recipient").order_by("told_at", "id")
    return [(one.recipient.name, one.kind, f"{one.told_at.astimezone(LONDON):%a %d %H:%M}") for one in steps]
