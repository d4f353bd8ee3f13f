"""Drafts, alarms, and the draft that becomes an incident."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.actions import tell
from incidents import signals
from incidents.actions.confidence import keep_confidential
from incidents.actions.consent import set_consent
from incidents.actions.evidence import adopt_evidence
from incidents.facts import Facts, check
from incidents.from_message import answered_by_hand, with_message
from incidents.mail.prefill import Prefill
from incidents.models import Draft, Evidence, Harmed, Incident
from incidents.trust import Trust

Answers = Mapping[str, Mapping[str, list[str]]]
NOT_NAMED_YET = "Somebody who is not named yet"


@transaction.atomic
def start_draft(*, by: User, answers: Answers | None = None, continues: Incident | None = None) -> Draft:
    """A new draft, or the same one that was started before: starting twice leaves nothing behind.

    `answers` are what is known already; `continues` is the report that this one tells on, because it happened again.
    """
    User.objects.select_for_update().get(pk=by.pk)  # a double click waits here, and finds the draft of the first
    begun = {"answers": answers or {}, "continues": continues}
    return Draft.objects.visible_to(by).filter(incident=None, **begun).first() or Draft.objects.create(
        reporter=by, **begun
    )


@transaction.atomic
def save_answers(
    *, by: User, draft: Draft, step: str, answers: dict[str, Any], forgetting: Iterable[str] = ()
) -> Draft:
    """Keep one step's answers. Two tabs writing different steps both keep theirs. What was sent stays as it was.

    `forgetting` names steps whose answers were taken over from another report, and do not hold for this one.
    """
    draft = Draft.objects.visible_to(by).select_for_update().get(pk=draft.pk)
    if draft.submitted_at:
        return draft
    for other in forgetting:
        draft.answers.pop(other, None)
    draft.answers[step] = answers
    answered_by_hand(draft.answers, step)
    draft.save(update_fields=["answers", "changed_at"])
    return draft


@transaction.atomic
def use_message(*, by: User, draft: Draft, evidence: Evidence, said: Prefill) -> bool:
    """Answer with what a saved message says what nobody has answered yet. Says whether there was anything."""
    draft = Draft.objects.visible_to(by).select_for_update().get(pk=draft.pk)
    filled = {} if draft.submitted_at else with_message(draft.answers, said, evidence.reference)
    if not filled:
        return False
    draft.answers |= filled
    draft.save(update_fields=["answers", "changed_at"])
    record(by=by, verb="used for the report", on=evidence)
    return True


@transaction.atomic
def raise_alarm(*, by: User, draft: Draft) -> Incident:
    """Somebody is in danger now: the incident exists, and its alarm goes out, before anything else is asked."""
    draft = Draft.objects.visible_to(by).select_for_update().get(pk=draft.pk)
    if draft.incident:
        return draft.incident
    incident = begin_incident(by, draft)
    incident.happening_now, incident.phone, incident.finished = True, by.phone, False
    incident.save()
    draft.incident = incident
    draft.save(update_fields=["incident", "changed_at"])
    record(by=by, verb="alarm raised", on=incident)
    signals.incident_reported.send(Incident, incident=incident, by=by)
    return incident


def begin_incident(by: User, draft: Draft) -> Incident:
    """Not saved. It was done to whoever reports it, unless they began a report for somebody else."""
    incident = Incident(reporter=by, reported_at=timezone.now(), continues=draft.continues)
    if draft.is_for_somebody_else:
        incident.harmed_name, incident.harmed_knows = NOT_NAMED_YET, False
    else:
        incident.councillor = by
        incident.harmed_as = Harmed.COUNCILLOR if by.has_role(Role.COUNCILLOR) else Harmed.STAFF
    return incident


@transaction.atomic
def say_where(*, by: User, incident: Incident, whereabouts: str, phone: str, harmed_name: str = "") -> Incident:
    """Where the person in danger is and how to ring them, for whoever answers the alarm; and who it is, if another."""
    incident.whereabouts, incident.phone = whereabouts, phone
    incident.harmed_name = harmed_name or incident.harmed_name
    incident.save(update_fields=["whereabouts", "phone", "harmed_name"])
    record(by=by, verb="whereabouts given", on=incident)
    return incident


@transaction.atomic
def submit_report(
    *, by: User, draft: Draft, facts: Facts, told: dict[str, Any], trust: Trust | None = None
) -> Incident:
    """Make the draft an incident, once: a second submission gives the same incident back.

    `told` holds what is not a fact, by the incident's columns: what happened and when, where and to whom. After an
    alarm the incident is there already, and is completed. Raises FactError for facts outside the vocabulary.
    """
    draft = Draft.objects.visible_to(by).select_for_update().get(pk=draft.pk)
    if draft.submitted_at and draft.incident:
        return draft.incident
    alarmed = Incident.objects.select_for_update().filter(draft=draft).first()
    incident = alarmed or begin_incident(by, draft)
    complete(incident, facts, told)
    draft.incident, draft.submitted_at = incident, timezone.now()
    draft.save(update_fields=["incident", "submitted_at", "changed_at"])
    adopt_evidence(by=by, draft=draft, incident=incident)
    record(by=by, verb="report finished" if alarmed else "reported", on=incident)
    if trust:
        incident = keep_trust(by, incident, trust)
    if alarmed:
        why = "The report was finished"
        signals.facts_changed.send(Incident, incident=incident, by=by, reason=why, changed=set(facts))
    else:
        signals.incident_reported.send(Incident, incident=incident, by=by)
    tell_harmed(incident)
    return incident


def keep_trust(by: User, incident: Incident, trust: Trust) -> Incident:
    """Before anybody is told of the incident."""
    for purpose, given in trust.consents.items():
        set_consent(by=by, incident=incident, purpose=purpose, given=given)
    return keep_confidential(by=by, incident=incident, **trust.confidence) if trust.confidence else incident


def complete(incident: Incident, facts: Facts, told: dict[str, Any]) -> None:
    incident.set_facts(check(facts))
    if told.get("councillor"):
        incident.harmed_name = ""
    for name, value in told.items():
        setattr(incident, name, value)
    incident.finished = True
    incident.save()


def tell_harmed(incident: Incident) -> None:
    """Whoever it was done to, once they know that somebody reported it for them."""
    harmed = incident.councillor
    if harmed and harmed != incident.reporter and incident.harmed_knows:
        tell(
            to=harmed,
            kind="report.for_you",
            about_ref=incident.reference,
            path=f"/my/reports/{incident.reference}/",
            key=f"report.for_you:{incident.reference}",
        )


@transaction.atomic
def say_they_know(*, by: User, incident: Incident) -> Incident:
    """Whoever it was done to has been told by the reporter: from now on it is among their own reports too."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    check_is_reporter(by, incident)
    if incident.harmed_knows:
        return incident
    incident.harmed_knows = True
    incident.save(update_fields=["harmed_knows"])
    record(by=by, verb="harmed person knows", on=incident)
    tell_harmed(incident)
    return incident


@transaction.atomic
def withdraw(*, by: User, incident: Incident, reason: str) -> Incident:
    """The reporter takes it back. It is kept; whether its case closes is for the floor above. Twice is once."""
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    check_is_reporter(by, incident)
    if incident.withdrawn_at:
        return incident
    incident.withdrawn_at, incident.withdrawn_reason = timezone.now(), reason
    incident.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(by=by, verb="withdrawn", on=incident, reason=reason)
    signals.incident_withdrawn.send(Incident, incident=incident, by=by)
    return incident


def check_is_reporter(user: User, incident: Incident) -> None:
    if user.pk != incident.reporter_id:
        raise ActionDenied("Only the person who reported this can do that.")
