"""Files of a briefing: added and removed by those who write it, opened by them and by those whom it was sent to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from councilsafe.accounts.models import User
from incidents.evidence.kinds import KINDS
from incidents.evidence.uploads import EvidenceHandler, receives, refusals
from incidents.evidence.views import sealed
from riskassess.actions import briefing_files as actions
from riskassess.frame import show
from riskassess.models import BriefingFile, Tension
from riskassess.tensions.forms import BriefingFilesForm
from riskassess.tensions.policies import check_may_change
from riskassess.tensions.views import HERE, KEEP, load


@require(KEEP)
@csrf_exempt  # `receiving` looks for forgery, when it is known how much may be sent
def files(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_change(request.user, found)
    if not found.briefings.exists():
        raise ActionDenied(actions.NO_TEXT)
    if request.method != "POST":
        return page(request, found, BriefingFilesForm())
    return receiving(request, found)


def page(request: SignedInRequest, tension: Tension, form: BriefingFilesForm) -> HttpResponse:
    last = tension.briefings.prefetch_related("files").first()
    return show(request, "tensions/files", HERE, tension=tension, version=last, form=form)


def handler_for(tension: Tension) -> EvidenceHandler:
    return EvidenceHandler(actions.room_of(tension))


@receives(handler_for)
def receiving(request: SignedInRequest, tension: Tension) -> HttpResponse:
    """What is good is kept at once; what is not is named with why, and the page stays."""
    form = BriefingFilesForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["attached"]
        actions.add_files(by=request.user, tension=tension, files=sent)
        if not refusals(sent):
            messages.success(request, "The files are added. They go with the next version that you send.")
            return redirect("briefing-files", tension.reference)
        form.add_error("attached", refusals(sent))
    return page(request, tension, form)


@require_POST
@require(KEEP)
def remove(request: SignedInRequest, reference: str) -> HttpResponse:
    found = for_officers(request.user, reference)
    actions.remove_file(by=request.user, file=found)
    messages.success(request, "The file is removed from the next version.")
    return redirect("briefing-files", found.tension.reference)


# Opening ---------------------------------------------------------------------------------------------------------


def for_officers(user: User, reference: str) -> BriefingFile:
    rows = BriefingFile.objects.filter(tension__in=Tension.objects.visible_to(user)).select_related("tension")
    return get_object_or_404(rows, reference=reference)


def for_members(user: User, reference: str) -> BriefingFile:
    return get_object_or_404(BriefingFile.objects.sent_to(user), reference=reference)


@require_safe
@require(KEEP)
def picture(request: SignedInRequest, reference: str) -> Any:  # a file
    return drawn(for_officers(request.user, reference))


@require_safe
@require(KEEP)
def download(request: SignedInRequest, reference: str) -> Any:  # a file
    return opened(request.user, for_officers(request.user, reference))


@require_safe
@require(Permission.OWN_SAFETY)
def my_picture(request: SignedInRequest, reference: str) -> Any:  # a file
    return drawn(for_members(request.user, reference))


@require_safe
@require(Permission.OWN_SAFETY)
def my_download(request: SignedInRequest, reference: str) -> Any:  # a file
    """Not of pictures: the file itself can say where it was taken."""
    found = for_members(request.user, reference)
    if found.is_picture:
        raise Http404
    return opened(request.user, found)


def drawn(file: BriefingFile) -> Any:
    if not (file.is_picture and file.is_shown):
        raise Http404
    return sealed(file.preview_key, f"{file.reference}.jpg", "image/jpeg")


def opened(user: User, file: BriefingFile) -> Any:
    if not file.is_shown:
        raise Http404
    actions.record_opening(by=user, file=file)
    return sealed(file.key, f"{file.reference}.{KINDS[file.kind].suffix}", "application/octet-stream")
