"""Whose a case is and whom it calls: only those who may see it, and never nobody if anybody is left."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission, Role
from councilsafe.accounts.models import User, UserQuerySet
from councilsafe.audit.actions import record
from councilsafe.duty.actions import raise_alert, readdress
from councilsafe.duty.audience import Audience
from councilsafe.duty.calendar import Clock
from councilsafe.duty.rota import NobodyOnDuty, on_duty
from councilsafe.notifications.actions import take_back, tell
from incidents import actions as incidents
from incidents.models import Incident
from triage.actions.clocks import clocks_of
from triage.actions.deadlines import keep_deadlines
from triage.actions.laying import follow
from triage.actions.nobody import find_somebody, nobody_reads
from triage.models import Case, Override, OwnerBecause
from triage.process import Tier

OWNER = ["owner", "owner_because", "owner_from"]  # what a change of hands changes


def readers(case: Case) -> Audience:
    """Anybody who may see it. With a name to each where the reporter keeps it for few."""
    incident = case.incident
    return Audience.of(keys(incident.officers()) if incident.restricted else None, barred(incident))


def barred(incident: Incident) -> frozenset[int]:
    """Whose own matter it is, and who has a conflict of interest: not even in place of others who have gone."""
    return incident.parties.union(incident.conflicts.values_list("user", flat=True))


def monitoring_officers(case: Case) -> UserQuerySet:
    return case.incident.officers().filter(roles__contains=[Role.MONITORING.value])


def owners(case: Case) -> Audience:
    """Conduct of a councillor or an officer is the monitoring officer's, where one may see it."""
    monitoring = keys(monitoring_officers(case)) if case.incident.is_internal else []
    return Audience.of(monitoring, barred(case.incident)) if monitoring else readers(case)


def called(case: Case) -> Audience:
    """Its alarm is for its owners. From `police` on there is no time for that: it is for everybody who may see it.

    Where the named officer has had their time, and was silent, it is the monitoring officer's turn.
    """
    if case.incident.monitoring_may_know and case.incident.unanswered_at:
        return Audience.of(keys(monitoring_officers(case)), barred(case.incident))
    return readers(case) if case.tier >= Tier.POLICE else owners(case)


def keys(people: UserQuerySet) -> list[int]:
    return list(people.values_list("pk", flat=True))


def next_owner(case: Case, now: datetime) -> User | None:
    """None only while nobody at all is active: the report is taken all the same, and its alarm looks again."""
    try:
        owner = on_duty(now, owners(case)).first
    except NobodyOnDuty:
        return None
    sees = not owner.may(Permission.SEE_CASES) or case.incident.officers().filter(pk=owner.pk).exists()
    return owner if sees else None


def route(case: Case, now: datetime) -> None:
    """To whoever may have it now, and why to them."""
    owner = next_owner(case, now)
    give(case, owner, why_routed(case, owner), None)


def why_routed(case: Case, owner: User | None) -> str:
    if owner is None:
        return ""
    if owner.pk == case.incident.confidant_id:
        return OwnerBecause.NAMED
    is_theirs = case.incident.is_internal and owner.has_role(Role.MONITORING)
    return OwnerBecause.MONITORING if is_theirs else OwnerBecause.DUTY


def give(case: Case, to: User | None, because: str, came_from: User | None) -> None:
    """It changes hands. Who has it already keeps it for the reason that they have it."""
    if case.owner_id is None or to is None or case.owner_id != to.pk:
        case.owner, case.owner_because, case.owner_from = to, because, came_from


def first_clock(case: Case) -> Clock:
    return clocks_of(case)["acknowledge"]


def sound(case: Case) -> None:
    """Tell whoever is on duty, and climb from there until somebody answers."""
    raise_alert(
        kind="alert",
        about_type="incident",
        about_ref=case.reference,
        path=case.get_absolute_url(),
        ladder=case.tier_key,
        first_clock=first_clock(case),
        audience=called(case),
    )
    tell_monitoring(case)


def tell_monitoring(case: Case) -> None:
    """Conduct of a councillor or an officer reaches the monitoring officers at once, whoever else is called. Once."""
    if not case.incident.is_internal:
        return
    for officer in monitoring_officers(case):
        tell(
            to=officer,
            kind="case.beside",
            about_ref=case.reference,
            path=case.get_absolute_url(),
            key=f"beside:{case.reference}:{officer.reference}",
        )


def hand_on(case: Case, now: datetime) -> None:
    """To somebody who may have it. They are told, unless its alarm calls them anyway."""
    route(case, now)
    case.save(update_fields=OWNER)
    keep_deadlines(case)
    follow(case)
    to = case.owner
    record(by=None, verb="routed", on=case.incident, detail=to.reference if to else "nobody")
    if to and case.acknowledged_at and case.is_open:
        key = f"assigned:{case.reference}:{to.reference}:{now.isoformat()}"
        tell(to=to, kind="assigned", about_ref=case.reference, path=case.get_absolute_url(), key=key)


@transaction.atomic
def reroute(*, case: Case) -> Case:
    """Others may see it than before: it goes on with those who may, and the rest hear nothing more of it."""
    case = Case.objects.select_for_update(of=("self",)).select_related("incident", "owner").get(pk=case.pk)
    if nobody_left(case.incident):
        incidents.let_monitoring_know(by=None, incident=case.incident)  # which leads here again
        return case
    now, allowed = timezone.now(), case.incident.officers()
    if case.is_open and nobody_reads(case.incident) and find_somebody(case, now):
        return case  # it has been here once more since
    if not allowed.filter(pk=case.owner_id or 0).exists():
        hand_on(case, now)
    follow(case)
    readdress(about_ref=case.reference, audience=called(case), first_clock=first_clock(case), at=now)
    outside = User.objects.who_may(Permission.SEE_CASES).exclude(pk__in=allowed.values("pk"))
    take_back(about_ref=case.reference, people=outside.exclude(pk__in=case.incident.parties))
    for override in case.overrides.waiting():
        ask_second(override)
    return case


def nobody_left(incident: Incident) -> bool:
    """The officer who was named cannot see it any more, or has gone."""
    return bool(incident.confidant_id) and not incident.monitoring_may_know and not incident.officers().exists()


def ask_second(override: Override) -> None:
    """Ask everybody on the ladder who could decide; the first to do so does."""
    case = override.case
    try:
        ladder = on_duty(timezone.now(), readers(case)).ladder
    except NobodyOnDuty:
        return
    for officer in ladder:
        if officer.pk != override.proposed_by_id and officer.may(Permission.WORK_CASES):
            tell(
                to=officer,
                kind="override.second",
                about_ref=case.reference,
                path=case.get_absolute_url(),
                key=f"second:{override.pk}:{officer.reference}",
            )
