"""For those on watch: the visits under way, and what to do when nobody has heard."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from riskassess.actions import visit_alarms as actions
from riskassess.frame import show
from riskassess.models import LookUp, Visit, VisitAlarm
from riskassess.visits.circle import buddies_of
from riskassess.visits.forms import AccountForm
from riskassess.visits.lifecycle import SEEN
from riskassess.visits.policies import may_read_whom

MOST = 100


def watched(request: SignedInRequest, reference: str) -> Visit:
    """Another door than a buddy's. Nobody's own visit is here: the page would show what a word for help has done."""
    rows = Visit.objects.watched().exclude(councillor=request.user).select_related("councillor", "venue")
    return get_object_or_404(rows, reference=reference)


@require_safe
@require(Permission.WATCH_VISITS)
def visits(request: SignedInRequest) -> HttpResponse:
    rows = Visit.objects.watched().exclude(councillor=request.user).select_related("councillor")
    alarmed = rows.filter(alarms__in=VisitAlarm.objects.open()).distinct().order_by("expected_end_at")[:MOST]
    under_way = rows.filter(state__in=SEEN).order_by("expected_end_at", "id")[:MOST]
    over = rows.filter(over_at__isnull=False).order_by("-over_at", "-id")[:25]
    return show(request, "visits/watch", "visits", alarmed=alarmed, under_way=under_way, over=over)


@require_http_methods(["GET", "POST"])
@require(Permission.WATCH_VISITS)
def visit(request: SignedInRequest, reference: str) -> HttpResponse:
    """Posting to it says how they are."""
    shown = watched(request, reference)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.account_for(by=request.user, visit=shown, **form.cleaned_data)
        messages.success(request, "They are accounted for. Everybody who was called is told.")
        return redirect(shown.officers_url)
    alarms = list(shown.alarms.select_related("answered_by", "closed_by").order_by("raised_at"))
    context: dict[str, Any] = {
        "visit": shown,
        "open_alarms": [one for one in alarms if one.closed_at is None],
        "alarms": alarms,
        "steps": shown.steps.select_related("by").order_by("at", "id"),
        "buddies": buddies_of(shown),
        "shows_whom": may_read_whom(request.user, shown),
        "look_up": LookUp.objects.visible_to(request.user).filter(reference=shown.look_up_ref).first(),
        "form": form,
    }
    return show(request, "visits/watched", "visits", **context)


@require_POST
@require(Permission.WATCH_VISITS)
def answer(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = actions.answer_visit(by=request.user, visit=watched(request, reference))
    messages.success(request, "You have it. Nobody else is called. Follow the steps.")
    return redirect(shown.officers_url)


@require_POST
@require(Permission.WATCH_VISITS)
def rung(request: SignedInRequest, reference: str) -> HttpResponse:
    all_right = request.POST.get("how") == "all-right"
    shown = actions.say_rung(by=request.user, visit=watched(request, reference), all_right=all_right)
    messages.success(request, "It is noted, and those who were called are told.")
    return redirect(shown.officers_url)
