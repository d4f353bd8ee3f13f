"""A councillor's own pages: where they can meet people today, and what to know of each place."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.paging import keyset_page
from riskassess.models import Venue, VenueFinding
from riskassess.venues.pages import report_of


@require_safe
@require(Permission.OWN_SAFETY)
def venues(request: SignedInRequest) -> HttpResponse:
    """Only what is approved today. Whatever has run out is not here."""
    approved = Venue.objects.visible_to(request.user).approved(timezone.localdate())
    wards = list(approved.order_by("ward").values_list("ward", flat=True).distinct())
    ward = request.GET.get("ward", "")
    rows = approved.filter(ward=ward) if ward in wards else approved
    page = keyset_page(rows.select_related("latest"), field="name", descending=False, cursor=request.GET.get("cursor"))
    of_signal = VenueFinding.objects.filter(area="signal", assessment__in=[one.latest_id for one in page.rows])
    signals = {one.assessment_id: one for one in of_signal}
    listed = [(one, signals.get(one.latest_id or 0)) for one in page.rows]
    context = {"page": page, "listed": listed, "wards": wards, "ward": ward if ward in wards else ""}
    return render(request, "riskassess/venues/my_venues.html", context)


@require_safe
@require(Permission.OWN_SAFETY)
def venue(request: SignedInRequest, reference: str) -> HttpResponse:
    """Also one that is not on the list any more: whoever has its address learns why."""
    rows = Venue.objects.visible_to(request.user).select_related("owner", "latest")
    found = get_object_or_404(rows, reference=reference)
    looked_at_again = found.causes.open().exists()
    context = {"venue": found, "looked_at_again": looked_at_again, **report_of(found.latest, request.user)}
    return render(request, "riskassess/venues/my_venue.html", context)
