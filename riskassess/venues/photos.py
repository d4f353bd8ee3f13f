"""Photographs: sent by those who assess, shown to all who see the venue, and only as they were drawn anew."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from incidents.evidence.kinds import KINDS
from incidents.evidence.uploads import EvidenceHandler, receives, refusals
from incidents.evidence.views import sealed
from incidents.models import StoredFile
from riskassess.actions import venue_photos as actions
from riskassess.models import Venue, VenueAssessment, VenuePhoto
from riskassess.venues.areas import BY_KEY
from riskassess.venues.assessing import area_page, load
from riskassess.venues.forms import FindingForm, PhotosForm


@require(Permission.ASSESS_VENUES)
@csrf_exempt  # `receiving` looks for forgery, when it is known how much may be sent
def add(request: SignedInRequest, reference: str, area: str) -> HttpResponse:
    if area not in BY_KEY:
        raise Http404
    if request.method != "POST":
        return redirect("venue-area", reference, area)
    return receiving(request, load(request, reference), area)


def handler_for(assessment: VenueAssessment, area: str) -> EvidenceHandler:
    return EvidenceHandler(actions.room_of(assessment))


@receives(handler_for)
def receiving(request: SignedInRequest, assessment: VenueAssessment, area: str) -> HttpResponse:
    """What is good is kept at once; what is not is named with why, and the page stays."""
    form = PhotosForm(request.POST, request.FILES)
    if form.is_valid():
        files = form.cleaned_data["attached"]
        caption = form.cleaned_data["caption"]
        actions.add_photos(by=request.user, assessment=assessment, area=area, caption=caption, files=files)
        if not refusals(files):
            messages.success(request, "The photographs are added.")
            return redirect("venue-area", assessment.reference, area)
        form.add_error("attached", refusals(files))
    finding = assessment.findings.select_related("owner").get(area=area)
    known = {name: getattr(finding, name) for name in FindingForm.base_fields if hasattr(finding, name)}
    known["in_place"] = bool(finding.done_on)
    return area_page(request, assessment, area, FindingForm(initial=known), form)


def one(request: SignedInRequest, reference: str) -> VenuePhoto:
    """With its venue. Of versions that are under way, or not the last, only to those who assess."""
    photos = VenuePhoto.objects.filter(assessment__venue__in=Venue.objects.visible_to(request.user))
    found = get_object_or_404(photos.select_related("assessment__venue"), reference=reference)
    is_latest = found.assessment.venue.latest_id == found.assessment_id
    if not is_latest and not request.user.may(Permission.ASSESS_VENUES):
        raise Http404
    return found


@require_safe
@require(Permission.SEE_VENUES)
def shown(request: SignedInRequest, reference: str) -> Any:  # a file
    photo = one(request, reference)
    if not photo.is_shown:
        raise Http404
    return sealed(photo.preview_key, f"{photo.reference}.jpg", "image/jpeg")


@require_safe
@require(Permission.ASSESS_VENUES)
def download(request: SignedInRequest, reference: str) -> Any:  # a file
    """The file itself, which still says where and with what it was taken."""
    photo = one(request, reference)
    if photo.state not in {StoredFile.State.CLEAN, StoredFile.State.UNCHECKED}:
        raise Http404
    actions.record_download(by=request.user, photo=photo)
    return sealed(photo.key, f"{photo.reference}.{KINDS[photo.kind].suffix}", "application/octet-stream")


@require_POST
@require(Permission.ASSESS_VENUES)
def remove(request: SignedInRequest, reference: str) -> HttpResponse:
    photo = one(request, reference)
    actions.remove_photo(by=request.user, photo=photo)
    messages.success(request, "The photograph was removed.")
    return redirect("venue-area", photo.assessment.reference, photo.area)
