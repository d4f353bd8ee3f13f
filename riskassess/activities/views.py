"""Officers' pages: what councillors asked for help with, and the same assessment to work on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.paging import keyset_page
from riskassess.actions import activities as actions
from riskassess.activities.forms import AdviceForm, BeginForForm, OthersForm, TheirHazardsForm, TheirRatingForm
from riskassess.activities.kinds import ActivityKind
from riskassess.activities.lifecycle import ActivityState
from riskassess.activities.matrix import HELP_FROM, ORDER
from riskassess.activities.mine import RATED, applying_of
from riskassess.activities.owners import IN_HAND
from riskassess.activities.pages import next_unrated, report_of
from riskassess.activities.policies import check_may_write
from riskassess.frame import posted, show
from riskassess.models import Activity, ActivityQuerySet

HELP = Permission.HELP_ACTIVITIES
HERE = "activities"
WORDS = "What councillors plan"
MUCH = ORDER[ORDER.index(HELP_FROM) :]


@require_safe
@require(HELP)
def activities(request: SignedInRequest) -> HttpResponse:
    """Without a filter, what waits for an officer."""
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    rows = in_state(Activity.objects.visible_to(request.user).filter(asked_at__isnull=False), state)
    rows = rows.filter(kind=kind) if kind in ActivityKind else rows
    rows = rows.select_related("councillor", "helper")
    page = keyset_page(rows, field="asked_at", descending=True, cursor=request.GET.get("cursor"))
    choices: dict[str, Any] = {
        "states": [("much", "In force, with much risk left"), *ActivityState.choices],
        "keeps": request.user.may(Permission.KEEP_ACTIVITIES),
        "kinds": ActivityKind.choices,
        "state": state,
        "kind": kind,
    }
    return show(request, "activities/activities", HERE, page=page, **choices)


def in_state(asked: ActivityQuerySet, state: str) -> ActivityQuerySet:
    if state == "much":
        return asked.in_force().filter(remaining__in=MUCH)
    return asked.filter(state=state) if state in ActivityState else asked.filter(state__in=IN_HAND)


@require_http_methods(["GET", "POST"])
@require(HELP)
def begin(request: SignedInRequest) -> HttpResponse:
    form = BeginForForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        begun = actions.begin_for(by=request.user, **form.cleaned_data)
        return redirect("activity-hazards", begun.reference)
    context: dict[str, Any] = {"title": "Begin one for a councillor", "back": reverse("activities"), "back_text": WORDS}
    return show(request, "activities/change", HERE, form=form, **context)


def load(request: SignedInRequest, reference: str) -> Activity:
    rows = Activity.objects.visible_to(request.user).filter(asked_at__isnull=False)
    return get_object_or_404(rows.select_related("councillor", "helper", "venue__latest"), reference=reference)


@require_http_methods(["GET", "POST"])
@require(HELP)
def activity(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    form = AdviceForm(posted(request), initial={"advice": found.advice})
    if request.method == "POST" and form.is_valid():
        actions.advise(by=request.user, activity=found, **form.cleaned_data)
        messages.success(request, "Your advice is with the councillor.")
        return redirect("activities")
    writes = found.state == ActivityState.WITH_OFFICER and found.helper_id == request.user.pk
    can_take = found.state == ActivityState.ASKED
    return show(request, "activities/activity", HERE, form=form, writes=writes, can_take=can_take, **report_of(found))


@require_POST
@require(HELP)
def take(request: SignedInRequest, reference: str) -> HttpResponse:
    return redirect(actions.take(by=request.user, activity=load(request, reference)).officers_url)


@require_http_methods(["GET", "POST"])
@require(HELP)
def hazard(request: SignedInRequest, reference: str, hazard: str) -> HttpResponse:
    found = load(request, reference)
    check_may_write(request.user, found)
    row = get_object_or_404(found.hazards, reference=hazard)
    form = TheirRatingForm(posted(request), initial={name: getattr(row, name) for name in RATED})
    if request.method == "POST" and form.is_valid():
        actions.save_rating(by=request.user, hazard=row, **form.cleaned_data)
        return onwards(found)
    return change_page(request, form, row.title, found)


@require_http_methods(["GET", "POST"])
@require(HELP)
def hazards(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_write(request.user, found)
    form = TheirHazardsForm(posted(request), activity=found, initial=applying_of(found))
    if request.method == "POST" and form.is_valid():
        actions.save_hazards(by=request.user, activity=found, **form.cleaned_data)
        return redirect("activity-others", reference)
    return change_page(request, form, "What could go wrong?", found)


@require_http_methods(["GET", "POST"])
@require(HELP)
def others(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_write(request.user, found)
    form = OthersForm(posted(request), initial={"others": found.others})
    if request.method == "POST" and form.is_valid():
        actions.save_others(by=request.user, activity=found, **form.cleaned_data)
        return onwards(found)
    return change_page(request, form, "Who else might be harmed?", found)


def onwards(activity: Activity) -> HttpResponse:
    """To the next hazard of which nothing is said, or to the whole of it."""
    if following := next_unrated(activity):
        return redirect("activity-hazard", activity.reference, following.reference)
    return redirect(activity.officers_url)


def change_page(request: SignedInRequest, form: GovukForm, title: str, found: Activity) -> HttpResponse:
    back: dict[str, Any] = {"back": found.officers_url, "back_text": "The whole assessment"}
    return show(request, "activities/change", HERE, form=form, activity=found, title=title, **back)
