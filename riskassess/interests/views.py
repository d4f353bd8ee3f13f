"""Sensitive interests (P25): a councillor applies and follows it; the monitoring officer decides."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.models import Incident
from riskassess.actions import interests as actions
from riskassess.frame import show
from riskassess.interests.forms import ApplyForm, DecideForm
from riskassess.interests.lifecycle import INTEREST_MOVES, InterestState
from riskassess.interests.policies import interest_moves_of
from riskassess.models import SensitiveInterest
from riskassess.profiles.forms import WhyForm

SECTION = "risk-interests"
SHOWN = {"granted": "Granted", "over": "Refused, withdrawn or ended"}
DEEDS = {"grant": actions.grant, "keep": actions.keep, "refuse": actions.refuse, "end": actions.end}
WITH_REVIEW = ("grant", "keep")


# The councillor's ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def apply(request: SignedInRequest) -> HttpResponse:
    """From a report of theirs, or from their plan."""
    about = own_report(request.user, request.GET.get("report", ""))
    form = ApplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "which", "why", "signed_name")}
        interest = actions.apply(by=request.user, about_ref=about, **said)
        messages.success(request, "Sent to the monitoring officer. You are told when it is decided.")
        return redirect(interest.own_url)
    shown = {"form": form, "about": about, **dates_of(request.user)}
    return render(request, "riskassess/interests/apply.html", shown)


def own_report(user: User, reference: str) -> str:
    """Its reference, where it is theirs. Anything else is as if nothing had been said."""
    found = Incident.objects.own(user).filter(reference=reference).values_list("reference", flat=True)
    return found.first() or "" if "\x00" not in reference else ""


def dates_of(user: User) -> dict[str, Any]:
    """For a new councillor: when their interests fall due, counted from the day of their account."""
    due_on = timezone.localdate(user.date_joined) + timedelta(days=settings.INTERESTS_DUE_DAYS)
    new = due_on >= timezone.localdate()
    return {"days": settings.INTERESTS_DUE_DAYS, "interests_due_on": due_on if new else None}


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def mine(request: SignedInRequest, reference: str) -> HttpResponse:
    """What became of it. What waits can be taken back, and what was granted can be ended."""
    interest = get_object_or_404(SensitiveInterest, councillor=request.user, reference=reference)
    moves = interest_moves_of(request.user, interest)
    form = end_form(request, interest)
    if request.method == "POST" and form.is_valid():
        deed = actions.withdraw if interest.state == InterestState.APPLIED else actions.end
        deed(by=request.user, interest=interest, reason=form.cleaned_data["reason"])
        return redirect(interest.own_url)
    shown = {"interest": interest, "form": form if moves else None, **dates_of(request.user)}
    return render(request, "riskassess/interests/mine.html", shown)


def end_form(request: SignedInRequest, interest: SensitiveInterest) -> WhyForm:
    waits = interest.state == InterestState.APPLIED
    label = "Why do you take it back?" if waits else "Why is it not needed any more?"
    error = "Enter why you take it back" if waits else "Enter why it is not needed any more"
    return WhyForm(request.POST or None, label=label, error=error, submit="Take it back" if waits else "End it")


# The monitoring officer's ----------------------------------------------------------------------------------------


@require_safe
@require(Permission.DECIDE_INTERESTS)
def interests(request: SignedInRequest) -> HttpResponse:
    which = request.GET.get("show", "")
    rows = SensitiveInterest.objects.visible_to(request.user).select_related("councillor__councillor", "owner")
    rows = {"granted": rows.granted(), "over": rows.decided()}.get(which, rows.waiting()).defer("which", "why")
    page = keyset_page(rows, field="due_on", descending=which == "over", cursor=request.GET.get("cursor"))
    return show(request, "interests/interests", SECTION, page=page, which=which if which in SHOWN else "", kinds=SHOWN)


@require_http_methods(["GET", "POST"])
@require(Permission.DECIDE_INTERESTS)
def interest(request: SignedInRequest, reference: str) -> HttpResponse:
    """Every opening of it is recorded, as with cases."""
    together = SensitiveInterest.objects.visible_to(request.user).select_related("councillor__councillor")
    shown = get_object_or_404(together.select_related("decided_by", "ended_by", "owner"), reference=reference)
    own = shown.councillor_id == request.user.pk
    moves = [] if own else [(name, INTEREST_MOVES[name].label) for name in interest_moves_of(request.user, shown)]
    form = DecideForm(request.POST or None, moves=moves)
    if request.method == "POST" and own:
        raise ActionDenied("This is your own. Another monitoring officer has to decide.")
    if request.method == "POST" and form.is_valid() and decided(request, shown, form):
        messages.success(request, "Saved. The councillor is told.")
        return redirect(shown)
    if request.method == "GET":
        actions.record_opening(by=request.user, interest=shown)
    return show(request, "interests/interest", SECTION, interest=shown, form=form if moves else None, own=own)


def decided(request: SignedInRequest, interest: SensitiveInterest, form: DecideForm) -> bool:
    name, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
    more = {"review_on": form.cleaned_data["review_on"]} if name in WITH_REVIEW else {}
    try:
        DEEDS[name](by=request.user, interest=interest, reason=reason, **more)
    except ActionDenied as denied:
        form.add_error("review_on" if more else None, str(denied))
        return False
    return True
