"""A councillor's own pages: what they were told of beforehand."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.paging import keyset_page
from riskassess.actions.briefings import read_briefing
from riskassess.models import BriefingCopy


@require_safe
@require(Permission.OWN_SAFETY)
def briefings(request: SignedInRequest) -> HttpResponse:
    rows = BriefingCopy.objects.visible_to(request.user).newest().select_related("briefing__tension")
    page = keyset_page(rows, field="sent_at", descending=True, cursor=request.GET.get("cursor"))
    return render(request, "riskassess/tensions/my_briefings.html", {"page": page})


@require_safe
@require(Permission.OWN_SAFETY)
def briefing(request: SignedInRequest, reference: str) -> HttpResponse:
    """Only for those whom it was sent to. That it was opened is what the officers see."""
    own = BriefingCopy.objects.visible_to(request.user)
    found = get_object_or_404(own.select_related("briefing__tension"), briefing__reference=reference)
    newest = own.newest().select_related("briefing").get(briefing__tension=found.briefing.tension_id)
    read_briefing(by=request.user, copy=found)
    context = {"copy": found, "newer": newest.briefing if newest != found else None}
    return render(request, "riskassess/tensions/my_briefing.html", context)
