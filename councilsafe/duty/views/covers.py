"""Asking a colleague for cover, and answering."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from councilsafe.duty import actions
from councilsafe.duty.forms.covers import AskCoverForm, MoveForm
from councilsafe.duty.models import Cover, Shift
from councilsafe.duty.policies import check_has_place, moves_of
from councilsafe.duty.views.frame import show
from councilsafe.govuk.paging import keyset_page

DONE = {
    "accept": "The shift is yours now. The rota is changed, and your colleague is told.",
    "decline": "Your colleague is told that you cannot.",
    "take-back": "You are still on duty. Your colleague is told.",
}
DEEDS: Mapping[str, Callable[..., Cover]] = {
    "accept": actions.accept_cover,
    "decline": actions.decline_cover,
    "take-back": actions.take_back_cover,
}


@require_safe
@require(Permission.SEE_ROTA)
def covers(request: SignedInRequest) -> HttpResponse:
    """One's own, or everybody's for who plans the rota, the latest first."""
    found = Cover.objects.visible_to(request.user).select_related("asked_by", "asked")
    page = keyset_page(found, field="starts_at", descending=True, cursor=request.GET.get("cursor"))
    return show(request, "covers", "duty-covers", page=page)


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_ROTA)
def cover(request: SignedInRequest, reference: str) -> HttpResponse:
    found = Cover.objects.visible_to(request.user)
    people = ("asked_by", "asked", "shift", "in_return__first", "in_return__second")
    one = get_object_or_404(found.select_related(*people), reference=reference)
    if request.method == "POST":
        return move(request, one)
    moves = moves_of(request.user, one, timezone.now())
    return show(request, "cover", "duty-covers", cover=one, moves=moves, form=MoveForm())


def move(request: SignedInRequest, one: Cover) -> HttpResponse:
    """The button says which. What is none is shown the page again."""
    name = request.POST.get("move", "")
    if name in DEEDS:
        DEEDS[name](by=request.user, cover=one)
        messages.success(request, DONE[name])
    return redirect("duty-cover", one.reference)


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_ROTA)
def ask(request: SignedInRequest, reference: str) -> HttpResponse:
    shift = get_object_or_404(Shift.objects.select_related("first", "second"), reference=reference)
    check_has_place(shift, request.user)
    form = AskCoverForm(request.POST or None, shift=shift, by=request.user)
    if form.is_valid() and (cover := asked(form, request, shift)):
        messages.success(request, f"{cover.asked} is asked. Until they agree, you are on duty.")
        return redirect("duty-covers")
    return show(request, "cover_ask", "duty-mine", form=form, shift=shift)


def asked(form: AskCoverForm, request: SignedInRequest, shift: Shift) -> Cover | None:
    """The form says why it could not be asked."""
    try:
        return actions.ask_cover(by=request.user, shift=shift, **form.wanted)
    except ActionDenied as denied:
        form.add_error(None, str(denied))
        return None
