"""Who decides about an entry or looks after it, and who may hear of it."""

from collections.abc import Collection

from councilsafe.access import Permission, Role
from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from riskassess.models import LookUp, RegisterEntry, conflicted

ABOUT = "registerentry"
ABOUT_LOOK_UP = "lookup"


def decider(but: Collection[int]) -> User | None:
    """A senior manager before a monitoring officer; none of these people. None where the council has nobody else."""
    for role in (Role.MANAGER, Role.MONITORING):
        if found := User.objects.with_role(role).exclude(pk__in=but).order_by("id").first():
            return found
    return User.objects.who_may(Permission.DECIDE_REGISTER).exclude(pk__in=but).order_by("id").first()


def hearers(reference: str) -> Audience | None:
    entry = RegisterEntry.objects.filter(reference=reference).first()
    return Audience.of(None, conflicted(entry)) if entry else None


def hearers_of_look_up(reference: str) -> Audience | None:
    found = LookUp.objects.filter(reference=reference).first()
    return Audience.of(None, {found.by_id}) if found else None
