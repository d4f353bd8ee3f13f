"""Buddies, and the diary that they share."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.accounts.models import User
from riskassess.actions import buddies as actions
from riskassess.actions.diary import digest, end_feed, renew_feed
from riskassess.models import Buddy, DiaryFeed, Visit
from riskassess.visits.diary import write
from riskassess.visits.forms import BuddyForm, FeedForm
from riskassess.visits.lifecycle import VisitState

BACK = timedelta(days=28)
DEEDS = {"agree": actions.agree, "decline": actions.decline, "end": actions.end_buddies}


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def buddies(request: SignedInRequest) -> HttpResponse:
    form = BuddyForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        actions.ask_buddy(by=request.user, asked=form.cleaned_data["asked"])
        messages.success(request, "They are asked. Nothing is shared before they agree.")
        return redirect("my-buddies")
    pairs = Buddy.objects.visible_to(request.user).open().select_related("asker", "asked").order_by("asked_at")
    shown = [(pair, pair.other(request.user), pair.asked_id == request.user.pk) for pair in pairs]
    return render(request, "riskassess/visits/buddies.html", {"form": form, "pairs": shown})


@require_POST
@require(Permission.OWN_SAFETY)
def buddy(request: SignedInRequest, reference: str) -> HttpResponse:
    pair = get_object_or_404(Buddy.objects.visible_to(request.user), reference=reference)
    if deed := DEEDS.get(request.POST.get("deed", "")):
        deed(by=request.user, buddy=pair)
        messages.success(request, "Saved.")
    return redirect("my-buddies")


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def diary(request: SignedInRequest) -> HttpResponse:
    form, address = FeedForm(request.POST if request.method == "POST" else None), ""
    if request.POST.get("deed") == "end":
        end_feed(by=request.user)
        messages.success(request, "The private address does not work any more.")
        return redirect("my-diary")
    if form.is_valid():
        key = renew_feed(by=request.user, with_places=form.cleaned_data["with_places"])
        address = request.build_absolute_uri(f"/visits/diary/{key}.ics")
    feed = DiaryFeed.objects.filter(user=request.user).first()
    return render(request, "riskassess/visits/diary.html", {"form": form, "address": address, "feed": feed})


@require_safe
@require(Permission.OWN_SAFETY)
def diary_file(request: SignedInRequest) -> HttpResponse:
    return as_file(request.user, with_places=False)


@login_not_required
@never_cache
@require_safe
def diary_feed(request: HttpRequest, key: str) -> HttpResponse:
    """For a calendar program, which cannot sign in. Whoever has the address has the times."""
    feed = DiaryFeed.objects.filter(key_digest=digest(key)).select_related("user").first()
    if feed is None or not feed.user.may(Permission.OWN_SAFETY):
        raise Http404
    return as_file(feed.user, with_places=feed.with_places)


def as_file(user: User, *, with_places: bool) -> HttpResponse:
    now = timezone.now()
    shown = (Visit.objects.own(user) | Visit.objects.of_buddies(user)).exclude(state=VisitState.CANCELLED)
    lately = shown.filter(expected_end_at__gt=now - BACK).order_by("starts_at", "id")[:500]
    headers = {"Content-Disposition": 'attachment; filename="visits.ics"'}
    content = write(lately, now, with_places=with_places)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
