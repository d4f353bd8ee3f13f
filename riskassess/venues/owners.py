"""Who looks after a venue, who may be given a control, and who may hear of them."""

from councilsafe.access import Permission, Role
from councilsafe.accounts.models import User, UserQuerySet
from councilsafe.duty.audience import Audience
from incidents.models import Conflict
from riskassess.models import Venue, VenueFinding

ABOUT = "venue"  # what the deadlines of its review are about
ABOUT_CONTROL = "venuefinding"


def people_for_controls() -> UserQuerySet:
    """Staff who can open the venue's page."""
    return User.objects.who_may(Permission.SEE_VENUES).exclude(roles__contains=[Role.COUNCILLOR]).order_by("name", "id")


def next_owner() -> User | None:
    """Health and safety before those above."""
    for role in (Role.SAFETY, Role.MANAGER, Role.MONITORING):
        if owner := User.objects.with_role(role).first():
            return owner
    return None


def hearers(reference: str) -> Audience | None:
    """Not who must keep out of something that happened there, while that is being looked at."""
    venue = Venue.objects.filter(reference=reference).first()
    if venue is None:
        return None
    about = venue.causes.open().values("about_ref")
    barred = Conflict.objects.filter(incident__reference__in=about).values_list("user", flat=True)
    return Audience.of(None, barred)


def hearers_of_control(reference: str) -> Audience | None:
    exists = VenueFinding.objects.filter(reference=reference).exists()
    return Audience() if exists else None
