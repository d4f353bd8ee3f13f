"""Who helps somebody who asked for support, and who hears of it when nobody does."""

from django.db.models import Count, Q

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.models import Incident, Wellbeing

ASKED = (Role.CHAMPION, Role.MONITORING)  # the second steps in where there is no champion


def next_helper(incident: Incident) -> User | None:
    """The champion with the fewest requests open, else the monitoring officer.

    Never somebody whom the report is about in any way. None when there is nobody.
    """
    barred = {incident.reporter_id, incident.councillor_id, *incident.conflicts.values_list("user", flat=True)}
    for role in ASKED:
        if helper := least_busy(role, but=barred - {None}):
            return helper
    return None


def least_busy(role: Role, but: set[int | None]) -> User | None:
    in_hand = Count("asked_to_support", filter=Q(asked_to_support__done_at__isnull=True))
    people = User.objects.with_role(role).exclude(pk__in=but)
    return people.alias(in_hand=in_hand).order_by("in_hand", "id").first()


def people_above(request: Wellbeing) -> list[User]:
    """The senior managers, or who stands in for them. They learn that a request is late, and not whose."""
    told_already = (request.goes_to, request.asked_by)
    managers = list(User.objects.with_role(Role.MANAGER)) or list(User.objects.with_role(Role.MONITORING))
    return [person for person in managers if person not in told_already]
