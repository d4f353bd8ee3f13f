"""Who helps somebody who asked for support, and who may hear of it."""

from django.db.models import Count, Q

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from incidents.models import Incident, Wellbeing

ASKED = (Role.CHAMPION, Role.MONITORING)  # the second steps in where there is no champion


def next_helper(incident: Incident) -> User | None:
    """The champion with the fewest requests open, else the monitoring officer.

    Never somebody whom the report is about in any way. None when there is nobody.
    """
    for role in ASKED:
        if helper := least_busy(role, but=concerned(incident)):
            return helper
    return None


def concerned(incident: Incident) -> set[int]:
    """By their keys."""
    people = {incident.reporter_id, incident.councillor_id, *incident.conflicts.values_list("user", flat=True)}
    return {key for key in people if key}


def least_busy(role: Role, but: set[int]) -> User | None:
    in_hand = Count("asked_to_support", filter=Q(asked_to_support__done_at__isnull=True))
    people = User.objects.with_role(role).exclude(pk__in=but)
    return people.alias(in_hand=in_hand).order_by("in_hand", "id").first()


def who_may_hear(request: Wellbeing) -> Audience:
    """Not who asked, nor anybody whom the report is about in any way: also of those above, who learn no more than
    that a request is late."""
    return Audience.of(None, {request.asked_by_id, *concerned(request.incident)})
