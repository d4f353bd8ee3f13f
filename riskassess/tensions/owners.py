"""Who may have a tension in hand, whom it concerns, and who may hear of its deadlines."""

from django.db.models import Q

from councilsafe.access import Role
from councilsafe.accounts.models import User, UserQuerySet
from councilsafe.duty.audience import EVERYBODY, Audience
from riskassess.models import Tension

ABOUT = "tension"  # what its deadlines are about


def councillors() -> UserQuerySet:
    return User.objects.with_role(Role.COUNCILLOR).select_related("councillor").order_by("name", "id")


def of_places(tension: Tension) -> Q:
    return Q(councillor__ward__in=tension.wards) | Q(councillor__group__in=[one for one in tension.groups if one])


def next_owner() -> User | None:
    for role in (Role.OFFICER, Role.MANAGER, Role.MONITORING):
        if owner := User.objects.with_role(role).first():
            return owner
    return None


def hearers(reference: str) -> Audience | None:
    return EVERYBODY if Tension.objects.filter(reference=reference).exists() else None
