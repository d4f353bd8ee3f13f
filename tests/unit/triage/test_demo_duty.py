"""What happens around the rota in the demonstration."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councilsafe.duty.models import Absence, Cover, HandOver, RotaSlot
from councilsafe.duty.reading import missing, notes_for
from triage.demo.duty import make_duty
from triage.demo.people import make_accounts, make_rota


@pytest.mark.django_db
def test_a_gap_an_absence_a_request_and_a_note() -> None:
    now, people = timezone.now(), make_accounts()
    make_rota(people, now)
    make_duty(people, now)
    gaps = [gap for week in missing(now) for gap in week.gaps]
    assert {gap.away for gap in gaps} == {"", "Bram Whitlock"}
    assert len([gap for gap in gaps if not gap.away]) == 1
    assert all(gap.starts_at < now + timedelta(weeks=4) for gap in gaps)
    assert Absence.objects.get().person == people["officer2"]
    assert Cover.objects.open().get().asked == people["manager"]
    assert notes_for(people["officer"]) == [HandOver.objects.get()]
    assert RotaSlot.objects.count() == 14
