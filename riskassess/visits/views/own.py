"""A councillor's own visits: planning one, and the three buttons while it is under way."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.govuk.paging import keyset_page
from riskassess.actions import safety_words, visit_alarms
from riskassess.actions import visits as actions
from riskassess.actions.visits import MORE, Answer
from riskassess.models import SafetyWords, Visit, VisitAlarm
from riskassess.register.advice import GENERAL
from riskassess.visits.forms import WordsForm
from riskassess.visits.lifecycle import SEEN
from riskassess.visits.policies import may_read_whom

SAID = {
    Answer.DONE: "",
    Answer.WRONG: "That is not one of your words. Nothing has changed. Try again.",
    Answer.LOCKED: "Too many wrong words. Wait 15 minutes, or ring whoever is on duty.",
    Answer.TOO_LONG: "A visit can be a day long at most. End this one, and plan another.",
    Answer.OVER: "This visit is over already.",
}


def found(request: SignedInRequest, reference: str) -> Visit:
    rows = Visit.objects.visible_to(request.user).select_related("councillor", "venue")
    return get_object_or_404(rows, reference=reference)


def owned(request: SignedInRequest, reference: str) -> Visit:
    """A buddy presses none of these buttons: for them there are none."""
    return get_object_or_404(Visit.objects.own(request.user), reference=reference)


@require_safe
@require(Permission.OWN_SAFETY)
def visits(request: SignedInRequest) -> HttpResponse:
    own = Visit.objects.own(request.user)
    page = keyset_page(own, field="starts_at", descending=True, cursor=request.GET.get("cursor"))
    theirs = Visit.objects.of_buddies(request.user).open().select_related("councillor").order_by("starts_at")[:25]
    has_words = SafetyWords.objects.filter(user=request.user).exists()
    return render(request, "riskassess/visits/mine.html", {"page": page, "theirs": theirs, "has_words": has_words})


@require_http_methods(["GET", "POST"])
@require(Permission.OWN_SAFETY)
def words(request: SignedInRequest) -> HttpResponse:
    form = WordsForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        safety_words.set_words(by=request.user, **form.cleaned_data)
        messages.success(request, "Your words are saved. Nobody can read them, and they are not shown again.")
        return redirect("my-visits")
    has_words = SafetyWords.objects.filter(user=request.user).exists()
    return render(request, "riskassess/visits/words.html", {"form": form, "has_words": has_words})


@require_safe
@require(Permission.OWN_SAFETY)
def visit(request: SignedInRequest, reference: str) -> HttpResponse:
    """For its owner, and what a buddy may see of it."""
    shown = found(request, reference)
    if shown.councillor_id != request.user.pk:
        alarms = VisitAlarm.objects.open().filter(visit=shown).order_by("raised_at")
        context = {"visit": shown, "alarms": alarms, "shows_whom": may_read_whom(request.user, shown)}
        return render(request, "riskassess/visits/buddys.html", context)
    context = {
        "visit": shown,
        "has_words": SafetyWords.objects.filter(user=request.user).exists(),
        "is_under_way": shown.state in SEEN or (shown.is_open and shown.starts_at <= timezone.now()),
        "more": MORE,
        "advice": GENERAL,
    }
    return render(request, "riskassess/visits/visit.html", context)


@require_POST
@require(Permission.OWN_SAFETY)
def start(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = actions.start_visit(by=request.user, visit=owned(request, reference))
    messages.success(request, "Your visit is under way.")
    return redirect(shown)


@require_POST
@require(Permission.OWN_SAFETY)
def cancel(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = actions.cancel_visit(by=request.user, visit=owned(request, reference))
    messages.success(request, "Your visit is cancelled.")
    return redirect(shown)


@require_POST
@require(Permission.OWN_SAFETY)
def end(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = owned(request, reference)
    answer = actions.end_visit(by=request.user, visit=shown, word=request.POST.get("word", ""))
    return said(request, shown, answer, "You have checked in. Your visit is over.")


@require_POST
@require(Permission.OWN_SAFETY)
def more_time(request: SignedInRequest, reference: str) -> HttpResponse:
    shown, minutes = owned(request, reference), request.POST.get("minutes", "")
    wanted = int(minutes) if minutes in map(str, MORE) else MORE[0]
    seen_end, word = end_seen(request, shown), request.POST.get("word", "")
    answer = actions.give_more_time(by=request.user, visit=shown, minutes=wanted, seen_end=seen_end, word=word)
    return said(request, shown, answer, "You have more time.")


def end_seen(request: SignedInRequest, visit: Visit) -> datetime:
    """Without one that can be read it is the one there is."""
    try:
        return parse_datetime(request.POST.get("seen_end", "")) or visit.expected_end_at
    except ValueError:
        return visit.expected_end_at


def said(request: SignedInRequest, visit: Visit, answer: Answer, done: str) -> HttpResponse:
    if answer is Answer.DONE:
        messages.success(request, done)
    else:
        messages.error(request, SAID[answer])
    return redirect(visit)


@require_POST
@require(Permission.OWN_SAFETY)
def call_me(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = actions.ask_for_call(by=request.user, visit=owned(request, reference))
    messages.success(request, "Somebody is asked to ring you now.")
    return redirect(shown)


@require_POST
@require(Permission.OWN_SAFETY)
def rung(request: SignedInRequest, reference: str) -> HttpResponse:
    """A buddy has rung."""
    shown = found(request, reference)
    visit_alarms.say_rung(by=request.user, visit=shown, all_right=request.POST.get("how") == "all-right")
    messages.success(request, "Thank you. It is noted, and those who were called are told.")
    return redirect("my-visits") if request.POST.get("how") == "all-right" else redirect(shown)
