"""Officers' pages about venues: all of them, one, and what changes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.paging import keyset_page
from incidents.models import Incident
from riskassess.actions import venues as actions
from riskassess.frame import posted, show
from riskassess.models import Venue, VenueFinding
from riskassess.venues.forms import HappenedForm, VenueForm, WithdrawForm
from riskassess.venues.pages import happenings, report_of
from riskassess.venues.policies import check_may_say_in_place, check_move

HERE = "venues"
ASSESS = Permission.ASSESS_VENUES


@require_safe
@require(Permission.SEE_VENUES)
def venues(request: SignedInRequest) -> HttpResponse:
    rows = Venue.objects.visible_to(request.user).select_related("owner")
    page = keyset_page(rows, field="name", descending=False, cursor=request.GET.get("cursor"))
    return show(request, "venues/venues", HERE, page=page, assesses=request.user.may(ASSESS))


def load(request: SignedInRequest, reference: str) -> Venue:
    return get_object_or_404(Venue.objects.visible_to(request.user).select_related("owner"), reference=reference)


@require_safe
@require(Permission.SEE_VENUES)
def venue(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    assesses = request.user.may(ASSESS)
    context: dict[str, Any] = {
        "venue": found,
        "assesses": assesses,
        "happened": happenings(found, request.user),
        "under_way": found.assessments.open().first() if assesses else None,
        "versions": found.assessments.finished().select_related("finished_by") if assesses else [],
    }
    return show(request, "venues/venue", HERE, **context, **report_of(found.latest, request.user))


def form_page(request: SignedInRequest, form: Any, title: str, back: str, **context: Any) -> HttpResponse:
    return show(request, "venues/form_page", HERE, form=form, title=title, back=back, **context)


@require_http_methods(["GET", "POST"])
@require(ASSESS)
def add(request: SignedInRequest) -> HttpResponse:
    form = VenueForm(posted(request), initial={"owner": request.user})
    if request.method == "POST" and form.is_valid():
        added = actions.add_venue(by=request.user, **form.cleaned_data)
        messages.success(request, "The venue is added. Now it can be assessed.")
        return redirect(added)
    return form_page(request, form, "Add a venue", reverse("venues"))


@require_http_methods(["GET", "POST"])
@require(ASSESS)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    known = {name: getattr(found, name) for name in VenueForm.base_fields}
    form = VenueForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_venue(by=request.user, venue=found, **form.cleaned_data)
        messages.success(request, "The venue is changed.")
        return redirect(found)
    return form_page(request, form, f"Change {found.name}", found.get_absolute_url())


@require_http_methods(["GET", "POST"])
@require(ASSESS)
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_move(request.user, found, "withdraw")
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw(by=request.user, venue=found, **form.cleaned_data)
        messages.success(request, "It is off the list.")
        return redirect(found)
    return form_page(request, form, f"Take {found.name} off the list", found.get_absolute_url())


@require_POST
@require(ASSESS)
def bring_back(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    actions.bring_back(by=request.user, venue=found)
    messages.success(request, "It is back. It has to be assessed before anybody uses it.")
    return redirect(found)


@require_POST
@require(Permission.SEE_VENUES)
def in_place(request: SignedInRequest, reference: str) -> HttpResponse:
    rows = VenueFinding.objects.filter(assessment__venue__in=Venue.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("assessment__venue"), reference=reference)
    check_may_say_in_place(request.user, found)
    actions.say_in_place(by=request.user, finding=found)
    messages.success(request, "It is recorded as in place. Reminders have stopped.")
    return redirect(found.assessment.venue)


@require_http_methods(["GET", "POST"])
@require(Permission.WORK_CASES)
def happened(request: SignedInRequest, reference: str) -> HttpResponse:
    """From a case: where it happened. Only for those who see the case."""
    incident = get_object_or_404(Incident.objects.team(request.user), reference=reference)
    form = HappenedForm(posted(request), user=request.user)
    said = Venue.objects.filter(incidents__incident=incident).order_by("name")
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["venue"]
        actions.happened_at(by=request.user, venue=at, incident=incident)
        messages.success(request, f"Saved. {at.name} will be looked at again. Nobody there learns what happened.")
        return redirect("case", incident.reference)
    back = reverse("case", args=[incident.reference])
    return form_page(request, form, "It happened at one of our venues", back, caption=f"Case {reference}", said=said)
