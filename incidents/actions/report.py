"""Drafts, alarms, and the draft that becomes an incident."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents import signals
from incidents.facts import Facts, check
from incidents.models import Draft, Incident


def start_draft(*, by: User) -> Draft:
    """A new draft, or the empty one that was started before: starting twice leaves nothing behind."""
    return Draft.objects.visible_to(by).untouched().first() or Draft.objects.create(reporter=by)


@transaction.atomic
def save_answers(*, by: User, draft: Draft, step: str, answers: dict[str, Any]) -> Draft:
    """Keep one step's answers. Two tabs writing different steps both keep theirs. What was sent stays as it was."""
    draft = Draft.objects.visible_to(by).select_for_update().get(pk=draft.pk)
    if draft.submitted_at:
        return draft
    draft.answers[step] = answers
    draft.save(update_fields=["answers", "changed_at"])
    return draft


@transaction.atomic
def raise_alarm(*, by: User, draft: Draft) -> Incident:
    """Somebody is in danger now: the incident exists, and its alarm goes out, before anything else is asked."""
    draft = Draft.objects.visible_to(by).select_for_update().get(pk=draft.pk)
    if draft.incident:
        return draft.incident
    incident = Incident.objects.create(
        reporter=by, councillor=by, reported_at=timezone.now(), happening_now=True, phone=by.phone, finished=False
    )
    draft.incident = incident
    draft.save(update_fields=["incident", "changed_at"])
    record(by=by, verb="alarm raised", on=incident)
    signals.incident_reported.send(Incident, incident=incident, by=by)
    return incident


@transaction.atomic
def say_where(*, by: User, incident: Incident, whereabouts: str, phone: str) -> Incident:
    """Where the person in danger is and how to ring them, for whoever answers the alarm."""
    incident.whereabouts, incident.phone = whereabouts, phone
    incident.save(update_fields=["whereabouts", "phone"])
    record(by=by, verb="whereabouts given", on=incident)
    return incident


@transaction.atomic
def submit_report(*, by: User, draft: Draft, facts: Facts, told: dict[str, Any]) -> Incident:
    """Make the draft an incident, once: a second submission gives the same incident back.

    `told` holds what is not a fact: description, happened_on, whereabouts, phone. After an alarm the incident is
    there already, and is completed. Raises FactError for facts outside the vocabulary.
    """
    draft = Draft.objects.visible_to(by).select_for_update().get(pk=draft.pk)
    if draft.submitted_at and draft.incident:
        return draft.incident
    alarmed = Incident.objects.select_for_update().filter(draft=draft).first()
    incident = alarmed or Incident(reporter=by, councillor=by, reported_at=timezone.now())
    incident.set_facts(check(facts))
    for name, value in told.items():
        setattr(incident, name, value)
    incident.finished = True
    incident.save()
    draft.incident, draft.submitted_at = incident, timezone.now()
    draft.save(update_fields=["incident", "submitted_at", "changed_at"])
    record(by=by, verb="report finished" if alarmed else "reported", on=incident)
    if alarmed:
        signals.facts_changed.send(Incident, incident=incident, by=by, reason="The report was finished")
    else:
        signals.incident_reported.send(Incident, incident=incident, by=by)
    return incident
