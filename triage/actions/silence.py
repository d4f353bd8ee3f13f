"""The one officer whom a reporter named does not answer: the reporter decides what follows, unless there is danger."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from councilsafe.notifications.actions import tell
from incidents import actions as incidents
from incidents.models import Incident
from triage.actions.nobody import abandoned, find_somebody, nobody_reads, tell_who_reads
from triage.actions.route import nobody_left, reroute
from triage.actions.updates import reporters
from triage.models import Case, CaseQuerySet
from triage.process import Tier


def ask_about_silence(*, now: datetime) -> int:
    """Every named officer who is silent, and every report that nobody may read any more, each in its own transaction.

    Returns how many were found.
    """
    asked = sum(ask(incident_id=pk, now=now) for pk in unheard(now).values_list("incident", flat=True))
    return asked + sum(look_again(case_id=pk, now=now) for pk in abandoned().values_list("pk", flat=True))


def unheard(now: datetime) -> CaseQuerySet:
    """Not answered in time by the only officer who may see it, or left behind by them."""
    not_asked = Q(incident__unanswered_at__isnull=True) | Q(tier__gte=Tier.POLICE)
    silent = Q(acknowledged_at__isnull=True, acknowledge_due_at__lte=now) & not_asked
    named = Q(incident__confidant__isnull=False, incident__monitoring_may_know=False)
    return Case.objects.open().filter(named, silent | Q(incident__confidant__is_active=False))


@transaction.atomic
def ask(*, incident_id: int, now: datetime) -> bool:
    """Ask the reporter whether the monitoring officer may know. In danger they are told, as the reporter was warned."""
    incident = Incident.objects.select_for_update(skip_locked=True).filter(pk=incident_id).first()
    case = unheard(now).filter(incident=incident).select_for_update(of=("self",)).first() if incident else None
    if incident is None or case is None:
        return False
    incidents.note_unanswered(incident=incident)
    if case.tier >= Tier.POLICE or nobody_left(incident):
        incidents.let_monitoring_know(by=None, incident=incident)
        tell_who_reads(case, "monitoring")
    else:
        ask_reporter(case)
    return True


def ask_reporter(case: Case) -> None:
    for person in reporters(case.incident):
        tell(
            to=person,
            kind="report.question",
            about_ref=case.reference,
            path=f"/my/reports/{case.reference}/readers/",
            key=f"question:{case.reference}:{case.incident.confidant_id}:{person.reference}",
        )


@transaction.atomic
def look_again(*, case_id: int, now: datetime) -> bool:
    """Somebody has gone, or there is somebody new. Nothing is done while nothing can be."""
    case = abandoned().filter(pk=case_id).select_related("incident").select_for_update(of=("self",)).first()
    if case is None:
        return False
    if case.owner_id or not nobody_reads(case.incident):
        reroute(case=case)
    else:
        find_somebody(case, now)
    return True
