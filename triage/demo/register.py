"""The register of the demonstration: an entry in each state that waits for somebody, and two look-ups."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from incidents.actions.people import Told, add_person
from incidents.people.normalise import Given
from riskassess.actions import register
from riskassess.models import LookUp, RegisterEntry
from triage import actions
from triage.demo.clock import at, waking_nobody
from triage.demo.together import answer, tell
from triage.models import Case

# What was done, who did it and where they live, and what a councillor should do before they visit.
DONE = {
    "late": (
        "At the surgery he came round the table and held my arm so that I could not leave.",
        "Orrin Talbot-Voss",
        "4 Quince Lane, Wexcombe, WX1 2AB",
        "with-officer",
    ),
    "appealed": (
        "He stood in the doorway of the library with a stick and hit the door frame beside me.",
        "Leopold Skerrett",
        "31 Tollgate Road, Wexcombe, WX3 7QD",
        "council-building",
    ),
    "untold": (
        "He waited at my car after the meeting and said that next time there would be nobody about.",
        "Hamish Drewry",
        "9 Marsh Row, Wexcombe, WX2 5HN",
        "not-alone",
    ),
    "proposed": (
        "She threw a flower pot at me from her step when I brought the letter about the hedge.",
        "Petra Lindqvale",
        "Flat 2, 17 Old Ropewalk, Wexcombe, WX1 8RT",
        "not-alone",
    ),
}
FACTS: dict[str, Any] = {
    "channel": "in_person",
    "place": "workplace",
    "conduct": ["aggression"],
    "source": "known_resident",
    "impact": "distressed",
    "occasions": 1,
}
DAY = timedelta(days=1)
CONSIDERED = "Social care knows of no disability. Letters go out in plain English, and a call can be asked for."


def enter(people: dict[str, User], now: datetime) -> None:
    """Nobody is sent anything of it: it had happened before the demonstration began."""
    with waking_nobody():
        late = proposed(people, "late", now - 384 * DAY)
        with at(now - 380 * DAY):
            told(people, approved(people, late))
        appealed = proposed(people, "appealed", now - 22 * DAY)
        with at(now - 12 * DAY):
            appealed = told(people, approved(people, appealed))
        with at(now - 3 * DAY):
            appeal(people["officer"], appealed)
        untold = proposed(people, "untold", now - 40 * DAY)
        with at(now - 36 * DAY):
            not_told(people, approved(people, untold))
        proposed(people, "proposed", now - DAY)
        look_up(people, now)
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"))


def proposed(people: dict[str, User], story: str, when: datetime) -> RegisterEntry:
    """By the officer who answered the report, some hours later."""
    text, name, address, advice = DONE[story]
    officer = people["officer2"]
    incident = tell(people["councillor2"], text, FACTS, when - DAY)
    answer(officer, incident, when - DAY)
    with at(when):
        known_by = [Given("name", name), Given("address", address)]
        person = add_person(
            by=officer, incident=incident, told=Told(kind="known", label=name, standing="confirmed", known_by=known_by)
        )
        entry = register.propose(by=officer, incident=incident, person=person, conduct=text, advice=advice)
        entry = register.consider(by=officer, entry=entry, text=CONSIDERED)
        if story != "proposed":
            case = Case.objects.get(incident=incident)
            actions.close(by=officer, case=case, reason="They are proposed for the register, and were written to.")
    return entry


def approved(people: dict[str, User], entry: RegisterEntry) -> RegisterEntry:
    return register.decide(by=people["manager"], entry=entry, approves=True, reason="It was meant, and it was grave.")


def told(people: dict[str, User], entry: RegisterEntry) -> RegisterEntry:
    return register.tell_person(by=people["officer2"], entry=entry, told_on=timezone.localdate())


def not_told(people: dict[str, User], entry: RegisterEntry) -> None:
    reason = "Told of an entry before, elsewhere, he went to the home of whoever had written."
    entry = register.propose_not_to_tell(by=people["officer2"], entry=entry, reason=reason)
    register.agree_not_to_tell(by=people["monitoring"], entry=entry, reason="The police advise the same.")


def appeal(officer: User, entry: RegisterEntry) -> None:
    grounds = "He writes that he only knocked, that the stick is for walking, and that a neighbour saw it."
    register.lodge_appeal(by=officer, entry=entry, received_on=timezone.localdate(), grounds=grounds)


def look_up(people: dict[str, User], now: datetime) -> None:
    """One is answered. The other waits, and an officer sees more in it than whoever asked."""
    with at(now - 2 * DAY):
        asked(people["councillor"], "Ida Fenwright", "12 Vicar's Rise", "To look at the wall that fell, on Friday.")
    with at(now - 2 * DAY + timedelta(hours=1)):
        register.answer_look_up(by=people["officer"], look_up=LookUp.objects.get(), advice="call-first")
    with at(now - timedelta(minutes=40)):
        asked(people["councillor"], "Orrin Talbot", "Quince Lane", "He asked me to come about his drains.")


def asked(by: User, name: str, address: str, purpose: str) -> None:
    register.look_up(by=by, name=name, address=address, purpose=purpose)
