"""What councillors plan in the demonstration stands where its pages say that it does."""

import pytest
from django.utils import timezone

from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.models import Activity, ActivityTemplate
from triage.demo.activities import plan
from triage.demo.people import make_accounts

pytestmark = pytest.mark.django_db


def test_three_assessments_in_three_states() -> None:
    plan(make_accounts(), timezone.now())
    assert dict(Activity.objects.values_list("kind", "state")) == {
        "surgery": "finished",
        "stall": "asked",
        "home-visit": "with-officer",
    }
    finished = Activity.objects.get(state="finished")
    assert ActivityTemplate.objects.get().title in finished.hazards.values_list("title", flat=True)
    assert sorted(one.kind for one in Deadline.objects.open()) == ["activity.help", "activity.help", "activity.review"]
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
