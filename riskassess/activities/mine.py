"""A councillor's own assessments: a short journey, saved at every step, in HSE's order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.paging import keyset_page
from riskassess.actions import activities as actions
from riskassess.activities.forms import BeginForm, HazardsForm, HelpForm, OthersForm, RatingForm
from riskassess.activities.lifecycle import OPEN_TO_COUNCILLOR, ActivityState
from riskassess.activities.pages import next_unrated, report_of
from riskassess.activities.policies import check_may_write, check_move, must_have_help
from riskassess.frame import posted
from riskassess.models import Activity, Why

OWN = Permission.OWN_SAFETY
RATED = ("who", "controls", "likelihood", "severity", "likelihood_after", "severity_after", "reason")


def load(request: SignedInRequest, reference: str) -> Activity:
    rows = Activity.objects.visible_to(request.user).own(request.user)
    return get_object_or_404(rows.select_related("venue__latest", "helper"), reference=reference)


def form_page(request: SignedInRequest, form: GovukForm, title: str, **context: Any) -> HttpResponse:
    return render(request, "riskassess/activities/step.html", {"form": form, "title": title, **context})


@require_safe
@require(OWN)
def activities(request: SignedInRequest) -> HttpResponse:
    own = Activity.objects.visible_to(request.user).own(request.user)
    page = keyset_page(own, field="begun_at", descending=True, cursor=request.GET.get("cursor"))
    return render(request, "riskassess/activities/mine.html", {"page": page})


@require_http_methods(["GET", "POST"])
@require(OWN)
def begin(request: SignedInRequest) -> HttpResponse:
    form = BeginForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return redirect("my-activity-hazards", actions.begin(by=request.user, **form.cleaned_data).reference)
    return form_page(request, form, "Assess what you plan")


@require_http_methods(["GET", "POST"])
@require(OWN)
def hazards(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_write(request.user, found)
    form = HazardsForm(posted(request), activity=found, initial=applying_of(found))
    if request.method == "POST" and form.is_valid():
        actions.save_hazards(by=request.user, activity=found, **form.cleaned_data)
        return redirect("my-activity-others", reference)
    return form_page(request, form, "What could go wrong?", activity=found, caption="Step 1 of 5")


def applying_of(activity: Activity) -> dict[str, Any]:
    """What was said of it before."""
    applying = list(activity.hazards.filter(applies=True).values_list("reference", flat=True))
    answer = None if activity.threatened is None else "yes" if activity.threatened else "no"
    return {"applying": applying, "threatened": answer}


@require_http_methods(["GET", "POST"])
@require(OWN)
def others(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_write(request.user, found)
    form = OthersForm(posted(request), initial={"others": found.others})
    if request.method == "POST" and form.is_valid():
        actions.save_others(by=request.user, activity=found, **form.cleaned_data)
        return onwards(found)
    return form_page(request, form, "Who else might be harmed?", activity=found, caption="Step 2 of 5")


def onwards(activity: Activity) -> HttpResponse:
    """To the next hazard of which nothing is said, or to the whole of it."""
    if following := next_unrated(activity):
        return redirect("my-activity-hazard", activity.reference, following.reference)
    return redirect(activity)


@require_http_methods(["GET", "POST"])
@require(OWN)
def hazard(request: SignedInRequest, reference: str, hazard: str) -> HttpResponse:
    found = load(request, reference)
    check_may_write(request.user, found)
    row = get_object_or_404(found.hazards, reference=hazard)
    form = RatingForm(posted(request), initial={name: getattr(row, name) for name in RATED})
    if request.method == "POST" and form.is_valid():
        actions.save_rating(by=request.user, hazard=row, **form.cleaned_data)
        return onwards(found)
    return form_page(request, form, row.title, activity=found, caption="Step 3 of 5")


@require_safe
@require(OWN)
def activity(request: SignedInRequest, reference: str) -> HttpResponse:
    """The whole of it: to check, to finish, to print."""
    found = load(request, reference)
    report = report_of(found)
    helpless = must_have_help(found, [one for one, _ in report["applying"]])
    causes = found.causes.values_list("cause", flat=True) if found.state == ActivityState.REOPENED else ()
    why = [Why(cause).label for cause in sorted(set(causes))]
    writes = found.state in OPEN_TO_COUNCILLOR
    context = {**report, "writes": writes, "must_have_help": helpless, "why": why}
    return render(request, "riskassess/activities/my_activity.html", context)


@require_http_methods(["GET", "POST"])
@require(OWN)
def ask(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_move(request.user, found, "ask")
    form = HelpForm(posted(request), initial={"asked_for": found.asked_for})
    if request.method == "POST" and form.is_valid():
        actions.ask_help(by=request.user, activity=found, **form.cleaned_data)
        messages.success(request, "An officer has been asked. You will get a message when their advice is here.")
        return redirect(found)
    return form_page(request, form, "Ask an officer to help", activity=found)


@require_POST
@require(OWN)
def finish(request: SignedInRequest, reference: str) -> HttpResponse:
    found = actions.finish(by=request.user, activity=load(request, reference))
    messages.success(request, "Finished. You will be reminded before it runs out.")
    return redirect(found)


@require_POST
@require(OWN)
def renew(request: SignedInRequest, reference: str) -> HttpResponse:
    return redirect("my-activity-hazards", actions.renew(by=request.user, activity=load(request, reference)).reference)
