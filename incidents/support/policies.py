"""Whose word counts when support is chosen and sharing is agreed."""

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from incidents.models import Incident, Wellbeing


def check_may_choose(user: User, incident: Incident) -> None:
    if not Incident.objects.own(user).filter(pk=incident.pk).exists():
        raise ActionDenied("Only the people whose report this is can choose support for themselves.")


def may_consent(user: User, incident: Incident) -> bool:
    """Whoever it was done to decides; who reported it, where that person has no account (P29)."""
    return user.pk == (incident.councillor_id or incident.reporter_id)


def check_may_consent(user: User, incident: Incident) -> None:
    if not may_consent(user, incident):
        raise ActionDenied("Only the person it was done to can say who else may know.")


def check_may_finish(user: User, request: Wellbeing) -> None:
    if request.goes_to_id != user.pk:
        raise ActionDenied("Somebody else has been asked to do this.")
    if request.taken_back:
        raise ActionDenied("They have changed their mind. There is nothing left to do.")
