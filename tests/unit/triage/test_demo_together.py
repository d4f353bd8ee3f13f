"""What belongs together in the demonstration."""

import pytest
from django.utils import timezone

from councilsafe.notifications.models import OutboxMessage
from triage.demo.people import make_accounts, make_councillors, make_rota
from triage.demo.together import REMARKS, belong
from triage.models import Pattern


@pytest.mark.django_db
def test_a_confirmed_campaign_and_an_offered_pile_on() -> None:
    now, people, councillors = timezone.now(), make_accounts(), make_councillors()
    make_rota(people, now)
    belong(people, councillors, now)

    campaign = Pattern.objects.get(kind="campaign")
    assert (campaign.state, campaign.members.count()) == ("confirmed", 3)
    incident = campaign.members.order_by("incident")[0].incident
    assert incident.case.assessment.facts["distinct_victims"] == 3
    offered = Pattern.objects.get(kind="pile_on")
    assert (offered.state, offered.members.count()) == ("offered", len(REMARKS))
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
