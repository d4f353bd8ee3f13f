"""Who may know: what a reporter keeps for few, and who must not see what concerns them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User, UserQuerySet
from councilsafe.audit.actions import record
from incidents import signals
from incidents.actions.conversation import send_message
from incidents.models import Conflict, Incident

THE_TEAM = {"restricted": False, "confidant": None, "monitoring_may_know": False, "unanswered_at": None}
COMPLAINED_ABOUT = "The report is about them."
MATCHED = "They may be the person behind it."  # by what officers said of people, and only as long as they say so
NOT_THEM = "They are not the person behind it."


def possible_confidants(incident: Incident) -> UserQuerySet:
    """The officers whom a reporter may name: who works on cases, and whose own matter it is not."""
    officers: UserQuerySet = User.objects.who_may(Permission.WORK_CASES).exclude(pk__in=incident.parties)
    return officers.exclude(pk__in=incident.conflicts.values("user")).order_by("name", "id")


def possible_monitoring(incident: Incident) -> UserQuerySet:
    """The monitoring officers who can deal with it. It cannot be kept for them where there is none."""
    return possible_confidants(incident).filter(pk__in=User.objects.who_may(Permission.SEE_RESTRICTED).values("pk"))


# What the reporter decides ---------------------------------------------------------------------------------------


@transaction.atomic
def keep_confidential(*, by: User, incident: Incident, confidant: User | None = None) -> Incident:
    """From now on only the monitoring officer sees it, or only the one officer whom the reporter names."""
    incident = locked(incident)
    check_reporter(by, incident)
    if confidant and not possible_confidants(incident).filter(pk=confidant.pk).exists():
        raise ActionDenied(f"{confidant.name} cannot deal with this report. Name somebody else.")
    return set_readers(incident, by, "kept confidential", restricted=True, confidant=confidant)


@transaction.atomic
def open_to_team(*, by: User, incident: Incident, reason: str = "") -> Incident:
    """The team sees it again: because its reporter wants so, or because somebody else is in danger.

    The second only the monitoring officer can decide, with a reason that the reporter is told.
    """
    incident = locked(incident)
    check_may_widen(by, incident, Permission.SEE_RESTRICTED, reason)
    opened = set_readers(incident, by, "opened to the team", reason)
    explain(by, opened, reason)
    return opened


@transaction.atomic
def let_monitoring_know(*, by: User | None, incident: Incident, reason: str = "") -> Incident:
    """The monitoring officer sees it beside the officer who was named.

    Its reporter may say so; that officer, with a reason that the reporter is told; or nobody but the clock (None).
    """
    incident = locked(incident)
    if incident.confidant is None:
        return incident
    if by:
        check_may_widen(by, incident, Permission.WORK_CASES, reason)
    kept = {"restricted": True, "confidant": incident.confidant, "unanswered_at": incident.unanswered_at}
    opened = set_readers(incident, by, "monitoring officer told", reason, **kept, monitoring_may_know=True)
    if by:
        explain(by, opened, reason)
    return opened


@transaction.atomic
def give_in_danger(*, incident: Incident, officer: User) -> Incident:
    """Nobody whom the reporter chose can read it, and somebody may be in danger: one officer can, and nobody else."""
    incident = locked(incident)
    return set_readers(incident, None, "given to one officer in danger", restricted=True, confidant=officer)


@transaction.atomic
def note_unanswered(*, incident: Incident) -> Incident:
    """The named officer has not answered in time. What follows, the reporter is asked."""
    incident = locked(incident)
    if incident.confidant and incident.unanswered_at is None:
        incident.unanswered_at = timezone.now()
        incident.save(update_fields=["unanswered_at"])
        record(by=None, verb="not answered by the named officer", on=incident)
    return incident


# Whom it concerns ------------------------------------------------------------------------------------------------


@transaction.atomic
def declare_conflict(*, by: User, incident: Incident, reason: str) -> Conflict:
    """An officer has an interest in it, and loses sight of it at once."""
    if not incident.officers().filter(pk=by.pk).exists():
        raise ActionDenied("You cannot see this case as an officer, so there is nothing to declare.")
    return keep_away(by=by, incident=incident, user=by, reason=reason, verb="conflict of interest declared")


@transaction.atomic
def name_complained_about(*, by: User, incident: Incident, user: User) -> Conflict:
    """The person complained about has an account, which loses sight of it at once, whatever their role."""
    if user.pk in (incident.reporter_id, incident.councillor_id):
        raise ActionDenied(f"{user.name} reported this, or it was done to them.")
    return keep_away(by=by, incident=incident, user=user, reason=COMPLAINED_ABOUT)


@transaction.atomic
def keep_away(
    *, by: User | None, incident: Incident, user: User, reason: str, verb: str = "kept from somebody"
) -> Conflict:
    """Somebody must not see an incident. Done twice it is one conflict, with the first reason that stands by itself."""
    incident, given = locked(incident), {"reason": reason, "declared_by": by}
    conflict, is_new = Conflict.objects.get_or_create(incident=incident, user=user, defaults=given)
    if is_new:
        record(by=by, verb=verb, on=incident, reason=reason, detail=user.reference)
        signals.readers_changed.send(Incident, incident=incident, by=by)
    elif conflict.reason == MATCHED != reason:
        conflict.reason, conflict.declared_by = reason, by
        conflict.save(update_fields=["reason", "declared_by"])
        record(by=by, verb=verb, on=incident, reason=reason, detail=user.reference)
    return conflict


@transaction.atomic
def lift_match(*, by: User | None, conflict: Conflict) -> None:
    """They were kept from it only because they looked like somebody, who it is not. Other reasons stay."""
    incident = locked(conflict.incident)
    lifted, _ = Conflict.objects.filter(pk=conflict.pk, reason=MATCHED).delete()
    if lifted:
        record(by=by, verb="no conflict after all", on=incident, reason=NOT_THEM, detail=conflict.user.reference)
        signals.readers_changed.send(Incident, incident=incident, by=by)


@transaction.atomic
def let_back(*, by: User, conflict: Conflict, reason: str) -> None:
    """There is no conflict after all. Only the monitoring officer says so, and nobody about themselves."""
    incident = locked(conflict.incident)
    if not by.may(Permission.SEE_RESTRICTED) or by.pk == conflict.user_id:
        raise ActionDenied("Only the monitoring officer can say that there is no conflict.")
    record(by=by, verb="no conflict after all", on=incident, reason=reason, detail=conflict.user.reference)
    conflict.delete()
    signals.readers_changed.send(Incident, incident=incident, by=by)


# Parts -----------------------------------------------------------------------------------------------------------


def locked(incident: Incident) -> Incident:
    return Incident.objects.select_for_update(of=("self",)).select_related("confidant").get(pk=incident.pk)


def check_reporter(by: User, incident: Incident) -> None:
    if not Incident.objects.own(by).filter(pk=incident.pk).exists():
        raise ActionDenied("Only the person who reported this can decide who may read it.")


def check_may_widen(by: User, incident: Incident, permission: Permission, reason: str) -> None:
    if Incident.objects.own(by).filter(pk=incident.pk).exists():
        return
    if not (by.may(permission) and incident.officers().filter(pk=by.pk).exists()):
        raise ActionDenied("Only the person who reported this can decide who may read it.")
    if not reason:
        raise ActionDenied("Give the reason. The person who reported this is told it.")


def set_readers(incident: Incident, by: User | None, verb: str, reason: str = "", **readers: Any) -> Incident:
    """Write who may read it, and tell the floor above. What is so already is left alone."""
    readers = {**THE_TEAM, **readers}
    if all(getattr(incident, name) == value for name, value in readers.items()):
        return incident
    for name, value in readers.items():
        setattr(incident, name, value)
    incident.save(update_fields=list(readers))
    named = incident.confidant.reference if incident.confidant else ""
    record(by=by, verb=verb, on=incident, reason=reason, detail=named)
    signals.readers_changed.send(Incident, incident=incident, by=by)
    return incident


def explain(by: User, incident: Incident, reason: str) -> None:
    """Whoever reported it learns why it was not kept as they wished, in the conversation."""
    if reason and by.pk not in (incident.reporter_id, incident.councillor_id):
        send_message(by=by, incident=incident, body=reason)
