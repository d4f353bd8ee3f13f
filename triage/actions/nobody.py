"""A report that is kept for people of whom nobody is left: its reporter is asked for another name, never left alone.

That is so where every monitoring officer has a conflict of interest in it, or is gone. In danger there is no time to
ask: one officer who may know gets it, nobody else, and the reporter is told who.
"""

from datetime import datetime

from django.db.models import F

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.audience import Audience
from councilsafe.duty.rota import NobodyOnDuty, on_duty
from councilsafe.notifications.actions import tell
from incidents import actions as incidents
from incidents.actions.confidence import possible_confidants
from incidents.models import Incident
from triage.actions.clocks import CLOCKS
from triage.actions.deadlines import keep_deadlines
from triage.actions.updates import reporters, tell_reporter
from triage.models import Case, CaseQuerySet
from triage.process import Tier


def nobody_reads(incident: Incident) -> bool:
    return incident.restricted and not incident.officers().exists()


def abandoned() -> CaseQuerySet:
    """Kept for few, and with nobody who may have it: to be looked at again."""
    monitoring = User.objects.who_may(Permission.SEE_RESTRICTED).order_by().values("pk")
    theirs = Case.objects.open().filter(incident__restricted=True).exclude(owner__in=monitoring)
    return theirs.exclude(owner=F("incident__confidant"), owner__is_active=True)


def find_somebody(case: Case, now: datetime) -> bool:
    """In danger at once, which it says; otherwise by asking. Safe to do again: nobody is asked twice about the same."""
    officer = first_who_could(case.incident, now) if case.tier >= Tier.POLICE else None
    if officer is None:
        ask_for_name(case)
        return False
    incidents.give_in_danger(incident=case.incident, officer=officer)
    tell_who_reads(case, f"named:{officer.reference}")
    return True


def first_who_could(incident: Incident, now: datetime) -> User | None:
    """Whoever is on duty of those whom the reporter could have named."""
    possible = possible_confidants(incident).values_list("pk", flat=True)
    barred = incident.parties.union(incident.conflicts.values_list("user", flat=True))
    try:
        first = on_duty(now, Audience.of(possible, barred)).first
    except NobodyOnDuty:
        return None
    return first if first.pk in set(possible) else None


def ask_for_name(case: Case) -> None:
    """Once for each time that somebody more was kept away."""
    kept_away = case.incident.conflicts.count()
    asked = [
        tell(
            to=person,
            kind="report.question",
            about_ref=case.reference,
            path=f"/my/reports/{case.reference}/readers/",
            key=f"question:{case.reference}:nobody:{kept_away}:{person.reference}",
        )
        for person in reporters(case.incident)
    ]
    if any(asked):
        record(by=None, verb="reporter asked who else may read it", on=case.incident)


def tell_who_reads(case: Case, event: str) -> None:
    """Somebody can read it whom the reporter did not choose: that is news."""
    case = Case.objects.select_related("incident__reporter", "incident__councillor").get(pk=case.pk)
    tell_reporter(case, event)
    case.save(update_fields=CLOCKS)
    keep_deadlines(case)
