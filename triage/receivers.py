"""What triage does when incidents say that something happened, in the same transaction."""

from typing import Any

from django.urls import reverse

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty import signals as duty
from councilsafe.duty.audience import Audience
from councilsafe.duty.models import Deadline
from incidents import signals
from incidents.models import Evidence, Incident, Message
from riskassess.models import Cause
from riskassess.reviews.readable import LINKS
from triage.actions import (
    open_case,
    reassess,
    reroute,
    resume_on_answer,
    take_back,
    tell_of_files,
    tell_of_message,
)
from triage.actions.deadlines import ACT, LOOK, UPDATE
from triage.actions.risk import catch_up_risk_review
from triage.actions.route import readers
from triage.actions.signs import read_message
from triage.actions.together import score_linked, score_people
from triage.models import Case, Pattern

MISSED = {ACT: "plan or referral late", LOOK: "next look late", UPDATE: "update late"}


def connect() -> None:
    signals.incident_reported.connect(on_incident_reported, dispatch_uid="triage")
    signals.facts_changed.connect(on_facts_changed, dispatch_uid="triage")
    signals.evidence_received.connect(on_evidence_received, dispatch_uid="triage")
    signals.message_sent.connect(on_message_sent, dispatch_uid="triage")
    signals.readers_changed.connect(on_readers_changed, dispatch_uid="triage")
    signals.incident_withdrawn.connect(on_incident_withdrawn, dispatch_uid="triage")
    signals.people_changed.connect(on_people_changed, dispatch_uid="triage")
    duty.who_may_hear.connect(who_may_hear, dispatch_uid="triage")
    duty.deadline_missed.connect(on_deadline_missed, dispatch_uid="triage")
    LINKS[Cause.PATTERN] = patterns_to_open


def patterns_to_open(user: User, references: list[str]) -> dict[str, str]:
    """Where those lead that this reader may open."""
    if not user.may(Permission.SEE_CASES):
        return {}
    found = Pattern.objects.visible_to(user).filter(reference__in=references).values_list("reference", flat=True)
    return {reference: reverse("pattern", args=[reference]) for reference in found}


def on_incident_reported(*, incident: Incident, by: User, **kwargs: Any) -> None:
    open_case(by=by, incident=incident)
    score_linked(incidents=[incident.pk], scored=[incident.pk])


def on_facts_changed(*, incident: Incident, by: User, reason: str, **kwargs: Any) -> None:
    reassess(by=by, incident=incident, reason=reason)
    score_linked(incidents=[incident.pk], scored=[incident.pk])


def on_incident_withdrawn(*, incident: Incident, by: User, **kwargs: Any) -> None:
    take_back(by=by, incident=incident)
    score_linked(incidents=[incident.pk])


def on_readers_changed(*, incident: Incident, **kwargs: Any) -> None:
    """Before a report is sent there is no case yet, and nothing has gone to anybody."""
    for case in Case.objects.filter(incident=incident):
        catch_up_risk_review(reroute(case=case))
        score_linked(incidents=[incident.pk])


def on_people_changed(*, people: list[int], incidents: list[int], **kwargs: Any) -> None:
    score_people(people=people, incidents=incidents)


def on_message_sent(*, message: Message, **kwargs: Any) -> None:
    """What the reporter writes is read, and the other side is told that there is a message, and nothing else."""
    read_message(message=message)
    tell_of_message(message=message)
    if not message.from_team:
        resume_on_answer(incident=message.incident)


def on_evidence_received(
    *, incident: Incident, evidence: list[Evidence], message: Message | None, **kwargs: Any
) -> None:
    """Files that came with a message are told of with it."""
    if message is None:
        tell_of_files(incident=incident, newest=evidence[-1])
        if evidence[-1].uploaded_by_id in incident.parties:
            resume_on_answer(incident=incident)


def who_may_hear(*, about_type: str, about_ref: str, **kwargs: Any) -> Audience | None:
    """Of what a case owes: nobody who may not see the case at that moment."""
    case = about_case(about_type, about_ref)
    return readers(case) if case else None


def on_deadline_missed(*, deadline: Deadline, **kwargs: Any) -> None:
    """Written on the case as well, where officers read what happened."""
    case = about_case(deadline.about_type, deadline.about_ref)
    if case and deadline.kind in MISSED:
        record(by=None, verb=MISSED[deadline.kind], on=case.incident)


def about_case(about_type: str, about_ref: str) -> Case | None:
    if about_type != "incident":
        return None
    return Case.objects.select_related("incident").filter(incident__reference=about_ref).first()
