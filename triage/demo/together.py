"""Reports that belong together in the demonstration: a campaign that was confirmed, and a pile-on that is offered."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import start_draft, submit_report
from incidents.actions.people import Told, add_person, set_standing
from incidents.models import Incident
from incidents.people.normalise import Given
from triage.actions import acknowledge
from triage.actions.offers import look_for_patterns
from triage.actions.patterns import begin_pattern
from triage.demo.clock import at, waking_nobody
from triage.models import Case

LETTER = "A typed letter without a name says that whoever votes for the reservoir will be remembered."
REMARKS = [
    "A man I do not know wrote that I sold the allotments behind the orchard to the builders.",
    "Another one now, under my photograph: I sold the allotments, the orchard comes next, shame on me.",
    "A woman from the next village says the builders bought me with the allotments and the orchard.",
    "Somebody without a face writes that the orchard and the allotments were my price from the builders.",
    "A fifth stranger: allotments, orchard, builders, and that I should be ashamed to go out.",
    "And one more, in the night, about the builders, the orchard and the allotments.",
]
ANSWERED = 4
FACTS: dict[str, Any] = {
    "channel": "social_media",
    "audience": "public",
    "conduct": ["insult"],
    "source": "stranger",
    "impact": "annoyed",
    "occasions": 1,
}


def belong(people: dict[str, User], councillors: list[User], now: datetime) -> None:
    """Nobody is sent anything of it: it had happened before the demonstration began."""
    with waking_nobody():
        campaign(people["officer"], councillors[1:4], now - timedelta(days=9))
        for number, text in enumerate(REMARKS):
            moment = now - timedelta(hours=50 - 8 * number)
            remark = tell(people["councillor2"], text, FACTS, moment)
            if number < ANSWERED:
                answer(people["officer2"], remark, moment)
        with at(now):
            look_for_patterns(now=now)
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"))


def campaign(officer: User, reporters: list[User], moment: datetime) -> None:
    """The same letter to three councillors. An officer saw that it is one hand."""
    facts = {**FACTS, "channel": "letter_or_parcel", "conduct": ["unwanted_contact"], "source": "anonymous"}
    found = [
        tell(reporter, LETTER, facts | {"impact": "distressed"}, moment + timedelta(days=number))
        for number, reporter in enumerate(reporters)
    ]
    for incident in found:
        answer(officer, incident, incident.reported_at)
    with at(moment + timedelta(days=len(found))):
        known_by = [Given("name", "A friend of the valley")]
        told = Told(kind="partly", label="The writer of the letters", standing="confirmed", known_by=known_by)
        writer = add_person(by=officer, incident=found[0], told=told)
        for incident in found[1:]:
            set_standing(by=officer, incident=incident, person=writer, standing="confirmed")
        reason = "The same words on the same typewriter."
        begin_pattern(by=officer, kind="campaign", incidents=found, reason=reason)


def tell(by: User, text: str, facts: dict[str, Any], moment: datetime) -> Incident:
    with at(moment):
        told = {"description": text, "happened_on": moment.date()}
        return submit_report(by=by, draft=start_draft(by=by), facts=facts, told=told)


def answer(officer: User, incident: Incident, since: datetime) -> None:
    with at(since + timedelta(hours=1)):
        acknowledge(by=officer, case=Case.objects.get(incident=incident))
