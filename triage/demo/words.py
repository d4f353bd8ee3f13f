"""Words in the demonstration: a report whose answers say less than what was written, and what the council added."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import start_draft, submit_report
from triage.actions.reading import decide_words, propose_words
from triage.demo.clock import at, waking_nobody
from triage.models import WordEntry

NOTE = (
    "Somebody left a note under my wiper after the planning meeting. It says: “Nice car. We know where you live and "
    "which bus stop your kids wait at.” It is not signed. I do not want to make much of it."
)
FACTS: dict[str, Any] = {
    "channel": "letter_or_parcel",
    "conduct": ["unwanted_contact"],
    "source": "anonymous",
    "impact": "annoyed",
    "occasions": 1,
}


def write(people: dict[str, User], now: datetime) -> None:
    """Nobody is sent anything of it: it had happened before the demonstration began."""
    with waking_nobody():
        with at(now - timedelta(days=20)):
            agreed = propose_words(
                by=people["monitoring"], sign="address", words="Marsh Row", reason="Two members live there."
            )
        with at(now - timedelta(days=19)):
            decide_words(by=people["officer"], entry=agreed, decision=WordEntry.State.ACTIVE, reason="I agree.")
        with at(now - timedelta(days=1)):
            propose_words(
                by=people["manager"], sign="time_and_place", words="after the surgery", reason="It was in two letters."
            )
        with at(now - timedelta(minutes=25)):
            by, told = people["councillor2"], {"description": NOTE, "happened_on": now.date()}
            submit_report(by=by, draft=start_draft(by=by), facts=FACTS, told=told)
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"))
