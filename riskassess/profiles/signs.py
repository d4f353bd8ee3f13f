"""What reports say of why somebody is a target: for those alone who see the reports, and as a help to remember."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.models import Incident
from riskassess.models.profiles import STRANDS

LOOKED_BACK = timedelta(days=730)


@dataclass(frozen=True)
class Signs:
    reports: int
    strands: tuple[str, ...]
    home_known: int
    because_of_role: int


def signs_of(user: User, councillor: User) -> Signs | None:
    """Of two years, counted from the reports that this reader may see. None for who sees no reports."""
    if not user.may(Permission.SEE_CASES):
        return None
    since = timezone.now() - LOOKED_BACK
    incidents = Incident.objects.team(user).filter(
        councillor=councillor, reported_at__gte=since, withdrawn_at=None, duplicate_of=None
    )
    rows = list(incidents.values_list("hate_strands", "address_exposed", "place", "because_of_role"))
    strands = {strand for found, *_ in rows for strand in found or []}
    return Signs(
        len(rows),
        tuple(words for key, words in STRANDS.values.items() if key in strands),
        sum(bool(exposed or place == "home") for _, exposed, place, _ in rows),
        sum(bool(role) for *_, role in rows),
    )
