"""One thing done to many cases: what was ticked, one question about all of them, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from councilsafe.accounts.models import User
from triage.actions.bulk import DEEDS, MOST, Deed, do_to_all
from triage.forms.bulk import FORMS, DeedForm
from triage.models import BulkRun, Case

TOO_MANY = f"You can do this to {MOST} cases at a time. Select fewer."


@dataclass(frozen=True, slots=True)
class Choice:
    """One case that was ticked, the revision the officer decides by, and why it cannot be done, if so."""

    case: Case
    seen: int
    refused: str


@require_POST
@require(Permission.WORK_CASES)
def bulk(request: SignedInRequest) -> HttpResponse:
    """Asks first; what comes back from its own page is done."""
    ticked, asked = list(dict.fromkeys(request.POST.getlist("case"))), DeedForm(request.POST)
    if not ticked or len(ticked) > MOST or not asked.is_valid():
        return turned_back(request, ticked, asked)
    deed = asked.cleaned_data["deed"]
    choices = chosen(request.user, ticked, DEEDS[deed], request.POST)
    form = FORMS[deed](request.POST if "confirmed" in request.POST else None)
    if form.is_valid():
        able = [(one.case, one.seen) for one in choices]
        key = form.cleaned_data["key"]
        run = do_to_all(by=request.user, key=key, deed=deed, cases=able, answers=form.answers)
        return redirect("queue-bulk-done", run.reference)
    return confirm(request, deed, choices, form, missing=len(ticked) - len(choices))


def turned_back(request: SignedInRequest, ticked: list[str], asked: DeedForm) -> HttpResponse:
    if not ticked:
        messages.warning(request, "No case was ticked. Tick the cases first, then say what to do with them.")
    elif len(ticked) > MOST:
        messages.warning(request, TOO_MANY)
    else:
        messages.warning(request, "Select what to do with the cases you ticked.")
    return redirect("queue")


def confirm(request: SignedInRequest, deed: str, choices: list[Choice], form: object, *, missing: int) -> HttpResponse:
    context = {
        "form": form,
        "deed": deed,
        "label": DEEDS[deed].label,
        "able": [one for one in choices if not one.refused],
        "unable": [one for one in choices if one.refused],
        "missing": missing,
    }
    return render(request, "triage/queue/bulk.html", context)


def chosen(by: User, references: Iterable[str], deed: Deed, sent: MultiValueDict[str, str]) -> list[Choice]:
    """In the order in which they were ticked. Of those that the officer may not see it says no more than that."""
    cases = Case.objects.visible_to(by).select_related("incident__councillor", "owner")
    by_reference = {case.reference: case for case in cases.filter(incident__reference__in=list(references))}
    found = [by_reference[one] for one in references if one in by_reference]
    return [Choice(case, seen_of(case, sent), refusal(by, case, deed)) for case in found]


def seen_of(case: Case, sent: MultiValueDict[str, str]) -> int:
    """The revision on the page that the officer read, or now's where the page did not say."""
    seen = sent.get(f"seen-{case.reference}", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else case.revision


def refusal(by: User, case: Case, deed: Deed) -> str:
    try:
        deed.check(by, case)
    except ActionDenied as denied:
        return str(denied)
    return ""


@require_safe
@require(Permission.WORK_CASES)
def done(request: SignedInRequest, reference: str) -> HttpResponse:
    """One's own, and of it only what one may still see."""
    run = get_object_or_404(BulkRun, reference=reference, by=request.user)
    wanted = [one["reference"] for one in run.outcomes]
    cases = Case.objects.visible_to(request.user).filter(incident__reference__in=wanted)
    seen = set(cases.values_list("incident__reference", flat=True))
    outcomes = [one for one in run.outcomes if one["reference"] in seen]
    context = {
        "run": run,
        "label": DEEDS[run.deed].label,
        "well": [one for one in outcomes if one["done"]],
        "not_done": [one for one in outcomes if not one["done"]],
        "still": run.wanted - len(run.outcomes),
    }
    return render(request, "triage/queue/bulk_done.html", context)
