from datetime import datetime, timedelta

from celery import current_app
from django.utils import timezone

from councilsafe.duty import tasks
from councilsafe.duty.actions import raise_alert, set_deadline
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.models import AlertStep, DeadlineStep
from tests.unit.duty.conftest import People


def test_the_sweeps_have_the_names_that_settings_call() -> None:
    assert {"duty.climb_due_alerts", "duty.remind_due_deadlines"} <= set(current_app.tasks)


def then() -> datetime:
    return timezone.now() - timedelta(hours=1)


def test_the_sweep_climbs(people: People) -> None:
    clock = Clock(1, Unit.MINUTES)
    raise_alert(
        kind="alert", about_type="incident", about_ref="X", path="/", ladder="police", first_clock=clock, at=then()
    )
    tasks.climb_due_alerts()
    assert AlertStep.objects.count() == 2


def test_the_sweep_reminds(people: People) -> None:
    set_deadline(
        kind="referral", about_type="x", about_ref="X", path="/", owner=people.ann, due_at=then(), plan="case.referral"
    )
    tasks.remind_due_deadlines()
    assert DeadlineStep.objects.get().recipient == people.manager
