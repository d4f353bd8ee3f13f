"""Who helps a councillor, and who may hear of an assessment."""

from django.db.models import Count, Q

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from riskassess.activities.lifecycle import ActivityState
from riskassess.models import Activity

ABOUT = "activity"
IN_HAND = (ActivityState.ASKED, ActivityState.WITH_OFFICER)
ASKED = (Role.SAFETY, Role.OFFICER, Role.MANAGER, Role.MONITORING)


def next_helper(councillor: User) -> User | None:
    """Whoever has the fewest in hand, health and safety first; never the councillor."""
    count = Count("helps_with", filter=Q(helps_with__state__in=IN_HAND))
    for role in ASKED:
        people = User.objects.with_role(role).exclude(pk=councillor.pk)
        if helper := people.alias(in_hand=count).order_by("in_hand", "id").first():
            return helper
    return None


def hearers(reference: str) -> Audience | None:
    return Audience() if Activity.objects.filter(reference=reference).exists() else None
