"""What the demonstration shows of words that were seen."""

import pytest
from django.utils import timezone

from councilsafe.notifications.models import OutboxMessage
from triage.demo.people import make_accounts, make_rota
from triage.demo.words import write
from triage.models import Case, WordEntry
from triage.process import Tier
from triage.signs import asked_in


@pytest.mark.django_db
def test_a_note_presses_and_words_wait_for_a_second_person() -> None:
    now, people = timezone.now(), make_accounts()
    make_rota(people, now)
    write(people, now)

    case = Case.objects.get()
    assert (case.tier, case.pressing_since is not None) == (Tier.COUNCIL, True)
    assert [one.key for one in asked_in(case.assessment)] == ["where_you_live", "your_children"]
    assert [one.state for one in WordEntry.objects.order_by("proposed_at")] == ["active", "proposed"]
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
