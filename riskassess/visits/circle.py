"""Who looks out for whom, and who may hear of an alarm about a visit."""

from django.db.models import Q

from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from riskassess.models import Buddy, Sharing, Visit, VisitAlarm


def buddies(user: User) -> list[User]:
    """Those who have agreed, by name."""
    pairs = Buddy.objects.agreed_with(user).select_related("asker", "asked")
    return sorted((pair.other(user) for pair in pairs if pair.other(user).is_active), key=lambda one: one.name)


def buddies_of(visit: Visit) -> list[User]:
    """With whom this visit is shared, as its owner chose, and who still agree."""
    if visit.sharing == Sharing.NOBODY:
        return []
    agreed = buddies(visit.councillor)
    if visit.sharing == Sharing.ALL:
        return agreed
    named = set(visit.buddies.values_list("pk", flat=True))
    return [one for one in agreed if one.pk in named]


def hearers(reference: str) -> Audience | None:
    """Never whom it is about: a call for help must not come up on the screen that somebody else is holding."""
    owner = Visit.objects.filter(Q(pk__in=VisitAlarm.objects.filter(reference=reference).values("visit")))
    return next((Audience.of(None, {pk}) for pk in owner.values_list("councillor", flat=True)), None)
