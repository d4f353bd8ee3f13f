"""Officers' ways in: what they hear on the telephone, and the many messages that they gather."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from incidents.actions import gather_pile_on, take_telephone_report
from incidents.evidence.uploads import receives
from incidents.facts import FACTS, describe
from incidents.intake.forms import PileOnForm, TelephoneForm, words_of
from incidents.intake.sheet import SheetHandler
from incidents.models import Incident


@require(Permission.WORK_CASES)
def telephone(request: SignedInRequest) -> HttpResponse:
    form = TelephoneForm(request.POST) if request.method == "POST" else TelephoneForm()
    if form.is_valid():
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("token", "caller")}
        incident = take_telephone_report(by=request.user, facts=form.facts, told=form.told, **said)
        return taken(request, incident)
    return render(request, "incidents/intake/telephone.html", {"form": form})


@csrf_exempt  # receives looks for forgery
@require(Permission.WORK_CASES)
@receives(SheetHandler)
def pile_on(request: SignedInRequest) -> HttpResponse:
    """Twice the same page: first it shows what was read and what follows from it, then it makes the report."""
    form = PileOnForm(request.POST, request.FILES) if request.method == "POST" else PileOnForm()
    if not form.is_valid():
        return render(request, "incidents/intake/pile_on.html", {"form": form})
    gathered, mark = form.cleaned_data["messages"], mark_of(form)
    if form.cleaned_data["seen"] != mark:
        context = {"form": form, "gathered": gathered, "rows": rows(form), "mark": mark}
        return render(request, "incidents/intake/pile_on.html", context)
    token = form.cleaned_data["token"]
    incident = gather_pile_on(by=request.user, token=token, gathered=gathered, facts=form.facts, told=form.told)
    return taken(request, incident)


def mark_of(form: PileOnForm) -> str:
    return hashlib.sha256(" ".join(words_of(form.data["messages"])).encode()).hexdigest()


def rows(form: PileOnForm) -> list[dict[str, str]]:
    return [{"key": FACTS[name].label, "value": describe(FACTS[name], value)} for name, value in form.counted.items()]


def taken(request: SignedInRequest, incident: Incident) -> HttpResponse:
    """On to the case, if the officer may see it: perhaps it is about them."""
    messages.success(request, f"Report {incident.reference} is made. The officer on duty is told.")
    seen = Incident.objects.team(request.user).filter(pk=incident.pk).exists()
    return redirect("case", incident.reference) if seen else redirect("home")
