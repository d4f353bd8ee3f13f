"""Proposing an entry, and what it rests on (P1)."""

from django.conf import settings
from django.db import transaction

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents.models import Incident, PersonOfConcern
from riskassess.actions.register.steps import DECIDE, begin, made, note, remind, remind_of_review, restart, working_days
from riskassess.models import EntryIncident, RegisterEntry, conflicted
from riskassess.register.lifecycle import PROPOSED, EntryState
from riskassess.register.people import decider
from riskassess.register.policies import check_propose, check_qualifies


@transaction.atomic
def propose(*, by: User, incident: Incident, person: PersonOfConcern, conduct: str, advice: str) -> RegisterEntry:
    """Provisional until somebody else approves it. Proposed by a person alone: no process enters anybody (P2)."""
    person = PersonOfConcern.objects.select_for_update(no_key=True).get(pk=person.pk)
    check_propose(by, incident, person)
    entry = RegisterEntry.objects.create(person=person, conduct=conduct, advice=advice, proposed_by=by)
    EntryIncident.objects.create(entry=entry, incident=incident, added_by=by)
    note(entry, PROPOSED, by)
    but = {by.pk, *conflicted(entry)}
    day = working_days(settings.REGISTER_DECIDE_WORKING_DAYS)
    remind(entry, DECIDE, owner=decider(but), on=day, plan="register.decision", but=but)
    return entry


@transaction.atomic
def add_incident(*, by: User, entry: RegisterEntry, incident: Incident, why: str) -> RegisterEntry:
    """Another one that qualifies starts the period again (P5). Calm and lawful contact does not qualify.

    Its reference is not in the history, whose readers need not be those of the case.
    """
    entry = begin(by, entry, "incident")
    check_qualifies(incident, entry.person)
    if entry.incidents.filter(incident=incident).exists():
        raise ActionDenied("This incident is linked already.")
    EntryIncident.objects.create(entry=entry, incident=incident, added_by=by)
    if entry.state == EntryState.IN_FORCE:
        restart(entry)
        remind_of_review(entry)
    return made(entry, "incident", by, why)


@transaction.atomic
def record_opening(*, by: User, entry: RegisterEntry) -> None:
    """Every opening of an entry is recorded (P8)."""
    record(by=by, verb="opened", on=entry)
