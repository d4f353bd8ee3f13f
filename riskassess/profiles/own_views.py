"""A councillor's own safety plan: what they read, and what they say to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from riskassess.actions import ensure_profile, profiles
from riskassess.actions import mitigations as actions
from riskassess.interests.lifecycle import InterestState
from riskassess.models import Mitigation, RiskProfile, SensitiveInterest
from riskassess.profiles.forms import OwnWordsForm, WhyForm
from riskassess.profiles.plan import glance, plan_page
from riskassess.profiles.policies import check_move
from riskassess.profiles.views import stale, stamp

PLAN = "my-plan"


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def plan(request: SignedInRequest) -> HttpResponse:
    """The reader's own, whatever else they may see. A post is what they say to it."""
    own = own_profile(request)
    form = None
    if own.set_at:
        form = OwnWordsForm(request.POST or None, initial={"own_words": own.own_words, "seen": stamp(own)})
    if request.method == "POST" and form and form.is_valid() and said(request, own, form):
        messages.success(request, "Saved. Thank you: those who look after your safety can read it.")
        return redirect(PLAN)
    interests = list(SensitiveInterest.objects.filter(councillor=request.user).order_by("-applied_at"))
    shown = plan_page(request.user, own) | {"form": form, "interests": interests}
    shown |= glance(shown["parts"], applied=any(one.state == InterestState.APPLIED for one in interests))
    return render(request, "riskassess/profiles/plan.html", shown)


def own_profile(request: SignedInRequest) -> RiskProfile:
    ensure_profile(councillor=request.user)
    return RiskProfile.objects.with_people().get(councillor=request.user)


def said(request: SignedInRequest, own: RiskProfile, form: OwnWordsForm) -> bool:
    try:
        profiles.record_agreement(by=request.user, profile=own, **form.cleaned_data)
    except profiles.StalePlanError as changed:
        stale(form, str(changed), own)
        return False
    return True


def own_mitigation(request: SignedInRequest, reference: str) -> Mitigation:
    own = Mitigation.objects.filter(profile__councillor=request.user).select_related("profile")
    return get_object_or_404(own, reference=reference)


@require_POST
@require(Permission.OWN_SAFETY)
def accept(request: SignedInRequest, reference: str) -> HttpResponse:
    mitigation = actions.accept(by=request.user, mitigation=own_mitigation(request, reference))
    messages.success(request, f"{mitigation.what.label}: you said yes. We arrange it.")
    return redirect(PLAN)


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def decline(request: SignedInRequest, reference: str) -> HttpResponse:
    mitigation = own_mitigation(request, reference)
    form = WhyForm(
        request.POST or None,
        label="Why is it not for you?",
        hint="One sentence is enough. You can change your mind at any time.",
        error="Enter why it is not for you",
        submit="Say no",
    )
    if request.method == "POST" and form.is_valid():
        actions.decline(by=request.user, mitigation=mitigation, reason=form.cleaned_data["reason"])
        messages.success(request, f"{mitigation.what.label}: you said no. You can change your mind at any time.")
        return redirect(PLAN)
    if request.method == "GET":
        check_move(request.user, mitigation, "decline")
    shown = {"form": form, "heading": mitigation.what.label, "words": mitigation.what.what}
    return render(request, "riskassess/profiles/own_form.html", shown)


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def again(request: SignedInRequest) -> HttpResponse:
    form = WhyForm(
        request.POST or None,
        label="What has changed, or worries you?",
        hint="If something happened, report it as well.",
        error="Enter what has changed, or worries you",
        submit="Ask for another look",
    )
    if request.method == "POST" and form.is_valid():
        review = profiles.ask_for_review(by=request.user, words=form.cleaned_data["reason"])
        messages.success(request, f"{review.owner} looks at your risk again.")
        return redirect(PLAN)
    shown = {"form": form, "heading": "Please look at my risk again", "words": ""}
    return render(request, "riskassess/profiles/own_form.html", shown)
