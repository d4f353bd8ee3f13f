"""Officers' pages about venues: all of them, and one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from riskassess.frame import show
from riskassess.models import Venue


@require_safe
@require(Permission.SEE_VENUES)
def venues(request: SignedInRequest) -> HttpResponse:
    return show(request, "venues/venues", "venues", venues=Venue.objects.visible_to(request.user)[:25])


@require_safe
@require(Permission.SEE_VENUES)
def venue(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(Venue.objects.visible_to(request.user), reference=reference)
    return show(request, "venues/venue", "venues", venue=found)
