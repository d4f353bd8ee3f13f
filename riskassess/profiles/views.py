"""Officers' pages about councillors' profiles, and what is offered and in place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.paging import keyset_page
from riskassess.actions import mitigations as actions
from riskassess.actions import profiles
from riskassess.frame import show
from riskassess.models import Band, Mitigation, RiskProfile
from riskassess.profiles.forms import AgreementForm, CheckForm, OfferForm, PlaceForm, WhyForm, today
from riskassess.profiles.lifecycle import MITIGATION_MOVES
from riskassess.profiles.plan import plan_page
from riskassess.profiles.policies import check_keeps, check_move
from riskassess.profiles.signs import signs_of

NO_BAND = "none"
SECTION = "risk-profiles"
FILTERS = [("", "All"), *[(band.value, band.label) for band in reversed(Band)], (NO_BAND, "Not assessed")]


@require_safe
@require(Permission.SEE_REVIEWS)
def profiles_list(request: SignedInRequest) -> HttpResponse:
    band = request.GET.get("band", "")
    rows = RiskProfile.objects.visible_to(request.user).with_people().defer("reasons", "own_words", "target_words")
    if band in dict(FILTERS) and band:
        rows = rows.in_band("" if band == NO_BAND else band)
    else:
        rows, band = rows.filter(councillor__is_active=True), ""
    page = keyset_page(rows, field="next_review_on", descending=False, cursor=request.GET.get("cursor"))
    return show(request, "profiles/profiles", SECTION, page=page, band=band, filters=FILTERS)


@require_safe
@require(Permission.SEE_REVIEWS)
def profile(request: SignedInRequest, reference: str) -> HttpResponse:
    """Every opening of it is recorded, as with cases."""
    shown = found(request, reference)
    profiles.record_opening(by=request.user, profile=shown)
    signs = signs_of(request.user, shown.councillor)
    return show(request, "profiles/profile", SECTION, signs=signs, **plan_page(request.user, shown))


def found(request: SignedInRequest, reference: str) -> RiskProfile:
    return get_object_or_404(RiskProfile.objects.visible_to(request.user).with_people(), reference=reference)


@require_POST
@require(Permission.DO_REVIEWS)
def take_over(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = actions.take_over(by=request.user, profile=found(request, reference))
    messages.success(request, "You have it in hand. Reminders come to you.")
    return redirect(shown)


@require_http_methods(["GET", "POST"])
@require(Permission.DO_REVIEWS)
def offer(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = found(request, reference)
    check_keeps(request.user, shown)
    there = set(shown.mitigations.live().values_list("kind", flat=True))
    form = OfferForm(request.POST or None, there=there)
    if request.method == "POST" and form.is_valid():
        actions.offer(by=request.user, profile=shown, **form.cleaned_data)
        messages.success(request, "It is offered. The councillor is told.")
        return redirect(shown)
    return page_of(request, shown, form, "Offer something")


@require_http_methods(["GET", "POST"])
@require(Permission.DO_REVIEWS)
def agreement(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = found(request, reference)
    check_keeps(request.user, shown)
    initial = {"own_words": shown.own_words, "on": today(), "seen": stamp(shown)}
    form = AgreementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.record_agreement(by=request.user, profile=shown, **form.cleaned_data)
            return redirect(shown)
        except profiles.StalePlanError as changed:
            stale(form, str(changed), shown)
    return page_of(request, shown, form, "What the councillor says")


def stamp(shown: RiskProfile) -> str:
    return shown.set_at.strftime("%Y-%m-%dT%H:%M:%S.%f%z") if shown.set_at else ""


def stale(form: GovukForm, reason: str, shown: RiskProfile) -> None:
    """With what was typed, and as of what is shown now."""
    form.add_error(None, reason)
    form.data = dict(form.data.items()) | {"seen": stamp(shown)}


@require_http_methods(["GET", "POST"])
@require(Permission.DO_REVIEWS)
def role_changed(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = found(request, reference)
    check_keeps(request.user, shown)
    form = WhyForm(
        request.POST or None,
        label="What has changed?",
        hint="For example another ward, group, committee or post. Those who do the review read this.",
        error="Enter what has changed",
        submit="Open a review",
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        profiles.note_role_change(councillor=shown.councillor, by=request.user, reason=reason)
        messages.success(request, "A review is open. Its owner is reminded.")
        return redirect(shown)
    return page_of(request, shown, form, "Their role has changed")


def form_of(name: str, mitigation: Mitigation, data: Any) -> GovukForm | None:
    """What a move asks for. None: it is one button, and needs no page."""
    match name:
        case "place":
            return PlaceForm(data, mitigation=mitigation, initial={"on": today()})
        case "check":
            return CheckForm(data, mitigation=mitigation, initial={"on": today()})
        case "decline":
            return WhyForm(data, label="Why do they decline it?", error="Enter why they decline it")
        case "end":
            return WhyForm(data, label="Why does it end?", hint="The councillor reads this.", error="Enter why it ends")
    return None


def place(*, works: str = "", **said: Any) -> Mitigation:
    return actions.put_in_place(**said)


def check(*, works: str, **said: Any) -> Mitigation:
    return actions.check(works=works == "yes", **said)


DEEDS: dict[str, Callable[..., Mitigation]] = {
    "accept": actions.accept,
    "decline": actions.decline,
    "place": place,
    "check": check,
    "end": actions.end,
}


@require_http_methods(["GET", "POST"])
@require(Permission.DO_REVIEWS)
def move(request: SignedInRequest, reference: str, name: str) -> HttpResponse:
    """One move of the lifecycle, by an officer."""
    if name not in DEEDS:
        raise Http404
    together = Mitigation.objects.visible_to(request.user).select_related("profile__councillor__councillor")
    mitigation = get_object_or_404(together, reference=reference)
    form = form_of(name, mitigation, request.POST or None)
    if request.method == "POST" and done(form, name, by=request.user, mitigation=mitigation):
        messages.success(request, f"{mitigation.what.label}: saved.")
        return redirect(mitigation.profile)
    if request.method == "GET":
        check_move(request.user, mitigation, name)
    shown = form or GovukForm()
    return page_of(request, mitigation.profile, shown, MITIGATION_MOVES[name].label, mitigation=mitigation)


def done(form: GovukForm | None, name: str, *, by: Any, mitigation: Mitigation) -> bool:
    """What the day or the number is refused for stands beside what was typed."""
    if form is not None and not form.is_valid():
        return False
    said = form.cleaned_data if form is not None else {}
    try:
        check_move(by, mitigation, name)
        DEEDS[name](by=by, mitigation=mitigation, **said)
    except ActionDenied as denied:
        if form is None or mitigation.state not in MITIGATION_MOVES[name].sources:
            raise
        form.add_error(None, str(denied))
        return False
    return True


def page_of(request: SignedInRequest, shown: RiskProfile, form: GovukForm, heading: str, **more: Any) -> HttpResponse:
    return show(request, "profiles/form", SECTION, profile=shown, form=form, heading=heading, **more)
