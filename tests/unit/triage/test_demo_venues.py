"""The venues of the demonstration stand where its pages say that they do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.models import Venue, VenueIncident
from tests.factories import IncidentFactory
from triage.demo.people import make_accounts
from triage.demo.venues import furnish

pytestmark = pytest.mark.django_db


def test_four_venues_in_four_states() -> None:
    people = make_accounts()
    IncidentFactory(reported_at=timezone.now() - timedelta(days=9))
    furnish(people, timezone.now())
    standing = {venue.name.split(",")[0]: venue.standing for venue in Venue.objects.all()}
    assert standing == {
        "Tithe Barn Community Room": "approved",
        "Old Library": "expired",
        "Quayside Hub": "approved",
        "Weavers’ Chapel hall": "new",
    }
    assert VenueIncident.objects.get().venue.name.startswith("Quayside")
    assert {one.kind for one in Deadline.objects.open()} == {"venue.review", "venue.control"}
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
