from datetime import timedelta

from celery import current_app
from django.utils import timezone

from councilsafe.duty import tasks
from councilsafe.duty.actions import raise_alert
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.models import AlertStep
from tests.unit.duty.conftest import People


def test_the_sweep_has_the_name_that_settings_call() -> None:
    assert "duty.climb_due_alerts" in current_app.tasks


def test_the_sweep_climbs(people: People) -> None:
    clock = Clock(1, Unit.MINUTES)
    then = timezone.now() - timedelta(hours=1)
    raise_alert(
        kind="alert", about_type="incident", about_ref="X", path="/", ladder="police", first_clock=clock, at=then
    )
    tasks.climb_due_alerts()
    assert AlertStep.objects.count() == 2
