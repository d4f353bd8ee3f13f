"""Asking for advice before a visit, and the officers' list of who waits for a call."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.paging import keyset_page
from riskassess.actions import register as actions
from riskassess.frame import show
from riskassess.models import LookUp
from riskassess.register.advice import GENERAL
from riskassess.register.forms import LookUpForm, WordForm
from riskassess.register.matching import word_for


@require_http_methods(["GET", "POST"])
@require(Permission.LOOK_UP)
def look_up(request: SignedInRequest) -> HttpResponse:
    """Nothing on the way from here to the answer depends on who is asked about (decision 0027)."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.look_up(by=request.user, **form.cleaned_data)
        except actions.TooManyLookUps as denied:
            form.add_error(None, str(denied))
        else:
            return redirect("look-up-asked")
    return render(request, "riskassess/register/look_up.html", {"form": form})


@require_safe
@require(Permission.LOOK_UP)
def asked(request: SignedInRequest) -> HttpResponse:
    """The same page for everybody, with nothing in it of what was asked."""
    return render(request, "riskassess/register/asked.html", {"advice": GENERAL})


@require_safe
@require(Permission.SEE_REGISTER)
def waiting(request: SignedInRequest) -> HttpResponse:
    """In the order in which they came. Nothing here says who of them is in the register."""
    rows = LookUp.objects.visible_to(request.user).waiting().select_related("by").only("reference", "at", "by")
    page = keyset_page(rows, field="at", descending=False, cursor=request.GET.get("cursor"))
    return show(request, "register/look_ups", "look-ups", page=page)


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_REGISTER)
def word(request: SignedInRequest, reference: str) -> HttpResponse:
    """Opening it is recorded, because it may show that somebody is in the register."""
    asked_for = LookUp.objects.visible_to(request.user).select_related("by", "answered_by")
    shown = get_object_or_404(asked_for, reference=reference)
    answer = word_for(shown, request.user)
    form = WordForm(request.POST if request.method == "POST" else None, initial={"advice": answer.advice})
    if form.is_valid():
        actions.answer_look_up(by=request.user, look_up=shown, **form.cleaned_data)
        messages.success(request, "Saved. Nobody is reminded of it any more.")
        return redirect("look-ups")
    actions.record_look_up_opening(by=request.user, look_up=shown)
    return show(request, "register/word", "look-ups", look_up=shown, word=answer, form=form)
