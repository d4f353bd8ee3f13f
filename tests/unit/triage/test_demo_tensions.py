"""What is coming in the demonstration stands where its pages say that it does."""

import pytest
from django.utils import timezone

from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from incidents.evidence.store import store
from riskassess.models import BriefingCopy, BriefingFile, RiskReview, Tension
from triage.demo.people import make_accounts
from triage.demo.tensions import brace

pytestmark = pytest.mark.django_db


def test_three_things_in_three_states(settings, tmp_path) -> None:
    settings.EVIDENCE_DIR = tmp_path
    people = make_accounts()
    brace(people, timezone.now())
    states = {tension.title.split()[0]: tension.state for tension in Tension.objects.all()}
    assert states == {"Parking": "under-way", "Decision": "draft", "Vote": "closed"}
    opened = {copy.councillor.name: bool(copy.read_at) for copy in BriefingCopy.objects.select_related("councillor")}
    assert opened["Idris Penhallow"]
    assert not opened["Maren Holloway"]
    with store.open(BriefingFile.objects.get().key) as plain:
        assert plain.read().startswith(b"%PDF-")
    assert not RiskReview.objects.open().filter(profile__councillor=people["champion"]).exists()
    assert set(Deadline.objects.open().filter(about_type="tension").values_list("kind", flat=True)) == {
        "tension.briefing"
    }
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
