"""What the councillors of the demonstration want for themselves, and with whom they share."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from incidents.actions.consent import set_consent
from incidents.actions.support import choose_wellbeing, finish
from incidents.models import Consent, Incident, Wellbeing
from triage.demo.clock import at

CHOICES = {"nothing": 10, "call": 3, "counselling": 3, "later": 2, "peer": 1}
ASKED_SHARE = 0.8
SHARED_SHARE = 0.2
NOTES = ["Rang in the evening. Sleeping badly, glad of the call.", "We talked for half an hour.", "Quieter now."]


def say(incident: Incident, chance: random.Random, now: datetime) -> None:
    """Soon after the report: who wants what, who may know, and that those who were asked to call have called."""
    with at(min(incident.reported_at + timedelta(minutes=2), now)):
        for purpose in Consent.Purpose:
            if chance.random() < SHARED_SHARE:
                given = chance.random() < 0.8
                set_consent(by=incident.reporter, incident=incident, purpose=purpose, given=given)
        if chance.random() > ASKED_SHARE:
            return
        choice = chance.choices(list(CHOICES), weights=list(CHOICES.values()))[0]
        may_know_what = chance.random() < 0.5
        asked = choose_wellbeing(by=incident.reporter, incident=incident, choice=choice, may_know_what=may_know_what)
    help_with(asked, chance, now)


def help_with(asked: Wellbeing, chance: random.Random, now: datetime) -> None:
    """The call on its day, then the check-in on its own, as far as those days have come."""
    if not (asked.goes_to and asked.due_on):
        return
    day = timezone.make_aware(datetime.combine(asked.due_on, time(10)))
    if day < now:
        with at(day):
            finish(by=asked.goes_to, request=asked, note=chance.choice(NOTES))
        if not asked.follows_id:
            help_with(Wellbeing.objects.get(follows=asked), chance, now)
