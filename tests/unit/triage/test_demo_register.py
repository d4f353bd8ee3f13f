"""The register of the demonstration stands where its pages say that it does."""

import pytest
from django.utils import timezone

from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.models import LookUp, RegisterEntry
from riskassess.register.matching import word_for
from triage.demo.people import make_accounts
from triage.demo.register import enter

pytestmark = pytest.mark.django_db


def test_an_entry_for_each_person_who_is_waited_for() -> None:
    people, now = make_accounts(), timezone.now()
    enter(people, now)
    entries = RegisterEntry.objects.visible_to(people["monitoring"])
    assert sorted(entry.state for entry in entries) == ["in-force", "in-force", "in-force", "provisional"]
    [late] = entries.late(timezone.localdate())
    kinds = set(Deadline.objects.open().filter(about_type="registerentry").values_list("kind", flat=True))
    waits = {"register.decide", "register.review", "register.appeal", "register.appeal-time", "register.untold"}
    assert kinds == waits
    waiting = LookUp.objects.waiting().get()
    assert [entry for entry, _ in word_for(waiting, people["officer"]).entries] == [late]
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
