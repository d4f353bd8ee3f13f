from datetime import UTC, datetime

import pytest
import time_machine
from celery import current_app
from django.conf import settings

from councilsafe.accounts.models import User
from riskassess.models import RiskProfile, RiskReview
from riskassess.tasks import look_after_reviews


def test_beat_calls_the_task_by_its_name() -> None:
    assert look_after_reviews.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert look_after_reviews.name in current_app.tasks


@pytest.mark.usefixtures("safety")
def test_running_it_twice_does_nothing_twice(councillor: User) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC), tick=False) as clock:
        look_after_reviews()
        assert RiskProfile.objects.get().councillor == councillor
        clock.move_to(datetime(2026, 12, 20, 10, tzinfo=UTC))
        look_after_reviews()
        look_after_reviews()
    assert RiskReview.objects.count() == 1
