"""What the tests of alerts share: raising one, letting time pass, and who was told."""

from datetime import UTC, datetime, timedelta

import time_machine

from councilsafe.duty import actions
from councilsafe.duty.audience import EVERYBODY, Audience
from councilsafe.duty.calendar import LONDON, Clock, Unit
from councilsafe.duty.models import Alert, AlertStep
from tests.unit.duty.conftest import london

FIRST_CLOCKS = {
    "emergency": Clock(10, Unit.MINUTES),
    "police": Clock(1, Unit.HOURS),
    "council": Clock(4, Unit.WORKING_HOURS),
    "log": Clock(1, Unit.WORKING_DAYS),
}
REF = "CS-22222-33333"
ALL = ["Ann", "Bob", "Mary", "Olive"]


def raise_alert(ladder: str, at: datetime | None = None, kind: str = "alert", audience: Audience = EVERYBODY) -> Alert:
    return actions.raise_alert(
        kind=kind,
        about_type="incident",
        about_ref=REF,
        path=f"/cases/{REF}/",
        ladder=ladder,
        first_clock=FIRST_CLOCKS[ladder],
        audience=audience,
        at=at,
    )


def pass_time(clock: time_machine.Traveller, until: str, every: timedelta = timedelta(minutes=5)) -> None:
    """Lets time pass as beat does: with a sweep every so often."""
    now, end = datetime.now(UTC), london(until).astimezone(UTC)
    while now < end:
        now = min(now + every, end)
        clock.move_to(now)
        actions.climb_due_alerts()


def told() -> list[tuple[str, str]]:
    """Who was told, and when in London."""
    steps = AlertStep.objects.select_related("recipient").order_by("told_at", "round", "rung")
    return [(step.recipient.name, f"{step.told_at.astimezone(LONDON):%a %H:%M}") for step in steps]


def who() -> list[str]:
    return [name for name, _ in told()]
