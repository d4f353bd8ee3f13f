"""Planning a visit, changing the plan, and asking about whoever is visited."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from riskassess.actions import visit_changes as changes
from riskassess.actions.register import TooManyLookUps
from riskassess.actions.visit_whom import look_up_whom
from riskassess.actions.visits import plan_visit
from riskassess.models import Visit
from riskassess.visits.forms import ChangeForm, PlanForm, UnderWayForm, show_again
from riskassess.visits.views.own import owned

NOT_ASKED = "Nobody could be asked about whom you visit, because you have asked often. Your page says what to do."


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def plan(request: SignedInRequest) -> HttpResponse:
    form = PlanForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        visit = plan_visit(by=request.user, plan=form.plan(), named=form.cleaned_data.get("named", ()))
        messages.success(request, "Your plan is saved. From its start time it counts as under way.")
        return to_page(request, visit)
    return render(request, "riskassess/visits/plan.html", {"form": form})


def to_page(request: SignedInRequest, visit: Visit) -> HttpResponse:
    if visit.is_to_somebody and not visit.look_up_ref:
        messages.error(request, NOT_ASKED)
    return redirect(visit)


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    visit = owned(request, reference)
    if not visit.is_open:
        messages.error(request, f"This visit is: {visit.own_words.lower()}. Its plan stays as it was.")
        return redirect(visit)
    form = form_for(request, visit)
    if form.is_valid() and saved(request, form, visit):
        messages.success(request, "The change is saved.")
        return to_page(request, owned(request, reference))
    return render(request, "riskassess/visits/change.html", {"form": form, "visit": visit})


def form_for(request: SignedInRequest, visit: Visit) -> ChangeForm | UnderWayForm:
    """A page that was drawn before the visit began comes back as it was typed, also afterwards."""
    typed = request.POST if request.method == "POST" else None
    knows = "starts" not in typed if typed is not None else visit.has_begun(timezone.now())
    return UnderWayForm(typed, visit=visit) if knows else ChangeForm(typed, visit=visit)


def saved(request: SignedInRequest, form: ChangeForm | UnderWayForm, visit: Visit) -> bool:
    try:
        if isinstance(form, UnderWayForm):
            changes.change_under_way(by=request.user, visit=visit, **form.cleaned_data)
        else:
            named, seen = form.cleaned_data.get("named", ()), form.cleaned_data["seen"]
            changes.change_plan(by=request.user, visit=visit, plan=form.plan(), named=named, seen=seen)
    except changes.StaleVisitError as reason:
        visit.refresh_from_db()
        show_again(form, str(reason), visit)
    return not form.errors


@require_POST
@require(Permission.OWN_SAFETY)
def look_up(request: SignedInRequest, reference: str) -> HttpResponse:
    """Asked later, when it was not possible at once."""
    visit = owned(request, reference)
    try:
        look_up_whom(by=request.user, visit=visit)
    except TooManyLookUps as denied:
        messages.error(request, str(denied))
    return redirect(visit)
