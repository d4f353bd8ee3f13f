"""Who may know of a report: its reporter's page, and what officers declare on a case."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from incidents import actions
from incidents.models import Incident
from incidents.typed import keeps_typed, typed_before
from triage.actions.nobody import nobody_reads
from triage.forms.readers import (
    BOTH,
    MONITORING,
    TEAM,
    ComplainedAboutForm,
    ConflictForm,
    LetBackForm,
    ReadersForm,
    WidenForm,
)
from triage.models import Case
from triage.news import news
from triage.policies import check_apart, check_let_back, check_widen
from triage.views.case import back_to, form_page, on_case, posted
from triage.views.my_reports import by_reference, own_case


@keeps_typed(by_reference)
@require(Permission.REPORT)
def report_readers(request: SignedInRequest, reference: str) -> HttpResponse:
    """Its reporter says who may read it, at any time, and what follows when the officer they named is silent."""
    case = own_case(request.user, reference)
    form = ReadersForm(posted(request) or typed_before(request), incident=case.incident)
    if request.method == "POST" and form.is_valid():
        choose(request, case.incident, **form.cleaned_data)
        messages.success(request, "It is changed. From now on nobody else can open your report.")
        return redirect("my-report", reference)
    context = {"case": case, "form": form, "news": news(case, timezone.now()), "nobody": nobody_reads(case.incident)}
    return render(request, "triage/my_reports/readers.html", context)


def choose(request: SignedInRequest, incident: Incident, *, readers: str, officer: Any) -> None:
    if readers == TEAM:
        actions.open_to_team(by=request.user, incident=incident)
        return
    actions.keep_confidential(by=request.user, incident=incident, confidant=None if readers == MONITORING else officer)
    if readers == BOTH:
        actions.let_monitoring_know(by=request.user, incident=incident)


@on_case
def conflict(request: SignedInRequest, case: Case) -> HttpResponse:
    """The last time that the reader sees the case: what comes next is the queue."""
    form = ConflictForm(posted(request))
    if form.is_valid():
        actions.declare_conflict(by=request.user, incident=case.incident, **form.cleaned_data)
        messages.success(request, f"You cannot see {case.reference} any more. Somebody else has it.")
        return redirect("queue")
    return form_page(request, case, form, "conflict")


@on_case
def complained_about(request: SignedInRequest, case: Case) -> HttpResponse:
    check_apart(request.user, case)
    form = ComplainedAboutForm(posted(request), incident=case.incident)
    if form.is_valid():
        kept = actions.name_complained_about(by=request.user, incident=case.incident, **form.cleaned_data)
        done = f"{kept.user} cannot see this case any more."
        if kept.user_id == request.user.pk:
            messages.success(request, done)
            return redirect("queue")
        return back_to(request, case, done)
    return form_page(request, case, form, "complained_about")


@on_case
def let_back(request: SignedInRequest, case: Case) -> HttpResponse:
    check_let_back(request.user, case)
    form = LetBackForm(posted(request), incident=case.incident)
    if form.is_valid():
        name = form.cleaned_data["conflict"].user
        actions.let_back(by=request.user, **form.cleaned_data)
        return back_to(request, case, f"{name} may see this case again, as far as their role does.")
    return form_page(request, case, form, "let_back")


@on_case
def widen(request: SignedInRequest, case: Case) -> HttpResponse:
    """Others are in danger: more people must know than the reporter wished, who is told why."""
    check_widen(request.user, case)
    form, whole_team = WidenForm(posted(request)), request.user.may(Permission.SEE_RESTRICTED)
    if form.is_valid():
        action = actions.open_to_team if whole_team else actions.let_monitoring_know
        action(by=request.user, incident=case.incident, **form.cleaned_data)
        return back_to(request, case, "More people can see this case now. The person who reported it is told why.")
    return form_page(request, case, form, "widen", whole_team=whole_team)
