"""What waits on the officers' desk in the demonstration."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from incidents.models import HeldMail, Incident, Intake
from triage.demo.desk import lay
from triage.demo.people import make_accounts, make_councillors, make_rota
from triage.models import Case


@pytest.mark.django_db
def test_held_mail_a_pile_on_and_a_confidential_report(settings: LazySettings, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path
    now, people, councillors = timezone.now(), make_accounts(), make_councillors()
    make_rota(people, now)
    lay(people, councillors, now)

    late, new = HeldMail.objects.waiting().order_by("received_at")
    assert late.is_late
    assert "front door" in new.body
    assert Alert.objects.filter(about_type="mail", answered_at=None).count() == 2
    storm = Incident.objects.get(intake=Intake.PILE_ON)
    assert (storm.gathered.count(), storm.distinct_sources) == (40, 31)
    kept = Case.objects.get(incident__restricted=True)
    assert list(kept.incident.officers()) == [people["monitoring"]]
    assert kept.acknowledged_by == people["monitoring"]
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
    assert kept.reported_at < now - timedelta(days=1)
