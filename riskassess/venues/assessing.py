"""Assessing a venue: a page for each area, saved at every step, and a summary from which it is finished."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from riskassess.actions import venue_assessments as actions
from riskassess.frame import posted, show
from riskassess.models import Venue, VenueAssessment
from riskassess.venues.areas import BY_KEY, area_after
from riskassess.venues.drawing import drawn, room_of
from riskassess.venues.forms import FindingForm, FinishForm, PhotosForm, VisitForm
from riskassess.venues.pages import happenings, report_of
from riskassess.venues.plan_form import PlanForm, typed
from riskassess.venues.policies import check_may_assess, check_open, in_the_way

HERE = "venues"
ASSESS = Permission.ASSESS_VENUES


@require_POST
@require(ASSESS)
def begin(request: SignedInRequest, reference: str) -> HttpResponse:
    venue = get_object_or_404(Venue.objects.visible_to(request.user), reference=reference)
    return redirect(actions.begin(by=request.user, venue=venue))


def load(request: SignedInRequest, reference: str, *, to_change: bool = True) -> VenueAssessment:
    rows = VenueAssessment.objects.filter(venue__in=Venue.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("venue__owner", "begun_by", "finished_by"), reference=reference)
    if to_change:
        check_may_assess(request.user, found.venue)
        check_open(found)
    return found


@require_http_methods(["GET", "POST"])
@require(ASSESS)
def assessment(request: SignedInRequest, reference: str) -> HttpResponse:
    """The summary: what is done, what is missing, and the end of it. A finished version is only read."""
    found = load(request, reference, to_change=request.method == "POST")
    causes = found.venue.causes.open().visible_to(request.user).count()
    form = FinishForm(posted(request), initial={"causes_seen": causes})
    if request.method == "POST" and form.is_valid() and finished(request, form, found):
        messages.success(request, "The assessment is finished.")
        return redirect(found.venue)
    context: dict[str, Any] = {
        "venue": found.venue,
        "form": form,
        "missing": in_the_way(found, list(found.findings.all())),
        "causes": causes,
        "happened": happenings(found.venue, request.user),
    }
    return show(request, "venues/assessment", HERE, **context, **report_of(found, request.user))


def finished(request: SignedInRequest, form: FinishForm, found: VenueAssessment) -> bool:
    try:
        actions.finish(by=request.user, assessment=found, **form.cleaned_data)
    except actions.StaleVenueError as changed:
        form.show_again(str(changed), causes_seen=found.venue.causes.open().visible_to(request.user).count())
        return False
    return True


@require_http_methods(["GET", "POST"])
@require(ASSESS)
def area(request: SignedInRequest, reference: str, area: str) -> HttpResponse:
    if area not in BY_KEY:
        raise Http404
    found = load(request, reference)
    finding = found.findings.select_related("owner").get(area=area)
    known = {name: getattr(finding, name) for name in FindingForm.base_fields if hasattr(finding, name)}
    form = FindingForm(posted(request), initial=known | {"in_place": bool(finding.done_on)})
    if request.method == "POST" and form.is_valid():
        actions.save_finding(by=request.user, assessment=found, area=area, **form.cleaned_data)
        following = area_after(area)
        return redirect("venue-area", reference, following.key) if following else redirect("venue-plan", reference)
    return area_page(request, found, area, form, PhotosForm())


def area_page(
    request: SignedInRequest, found: VenueAssessment, key: str, form: FindingForm, photos_form: PhotosForm
) -> HttpResponse:
    context: dict[str, Any] = {
        "venue": found.venue,
        "assessment": found,
        "area": BY_KEY[key],
        "number": list(BY_KEY).index(key) + 1,
        "photos": list(found.photos.filter(area=key)),
        "form": form,
        "photos_form": photos_form,
    }
    return show(request, "venues/area", HERE, **context)


@require_http_methods(["GET", "POST"])
@require(ASSESS)
def visit(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    form = VisitForm(posted(request), initial={"visited_on": found.visited_on, "summary": found.summary})
    if request.method == "POST" and form.is_valid():
        actions.save_visit(by=request.user, assessment=found, **form.cleaned_data)
        return redirect(found)
    title, back = "The visit, and what to know", found.get_absolute_url()
    return show(request, "venues/form_page", HERE, form=form, title=title, back=back, caption=found.venue.name)


@require_http_methods(["GET", "POST"])
@require(ASSESS)
def plan(request: SignedInRequest, reference: str) -> HttpResponse:
    """Saved and drawn anew on the same page, as often as somebody likes."""
    found = load(request, reference)
    room = room_of(found)
    form = PlanForm(posted(request), initial=typed(room) if room else None)
    if request.method == "POST" and form.is_valid():
        actions.save_plan(by=request.user, assessment=found, room=form.cleaned_data["room"])
        messages.success(request, "The plan is saved.")
        return redirect("venue-plan", reference)
    drawing = drawn(room) if room else None
    return show(request, "venues/plan", HERE, venue=found.venue, assessment=found, form=form, drawing=drawing)
