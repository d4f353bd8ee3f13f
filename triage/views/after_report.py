"""What reporters can do with a report that is sent: tell on, take it back, and say that who was harmed knows of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from incidents import actions
from incidents.actions.report import check_is_reporter
from incidents.again import carried
from incidents.typed import keeps_typed, typed_before
from triage.forms.my_reports import WithdrawForm
from triage.process import Tier
from triage.views.my_reports import by_reference, own_case


@require_POST
@require(Permission.REPORT)
def report_again(request: SignedInRequest, reference: str) -> HttpResponse:
    """It happened again: a draft that is linked to this report, and knows what this one told."""
    incident = own_case(request.user, reference).incident
    known = carried(incident, request.user, timezone.localdate())
    draft = actions.start_draft(by=request.user, answers=known, continues=incident)
    return redirect("report-resume", draft.pk)


@keeps_typed(by_reference)
@require(Permission.REPORT)
def report_withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    case = own_case(request.user, reference)
    check_is_reporter(request.user, case.incident)
    if case.incident.withdrawn_at:
        return redirect("my-report", reference)
    form = WithdrawForm(request.POST if request.method == "POST" else typed_before(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw(by=request.user, incident=case.incident, **form.cleaned_data)
        messages.success(request, "Your report is withdrawn.")
        return redirect("my-report", reference)
    context = {"case": case, "form": form, "goes_on": case.is_open and case.tier >= Tier.POLICE}
    return render(request, "triage/my_reports/withdraw.html", context)


@require_POST
@require(Permission.REPORT)
def report_they_know(request: SignedInRequest, reference: str) -> HttpResponse:
    case = own_case(request.user, reference)
    actions.say_they_know(by=request.user, incident=case.incident)
    messages.success(request, f"{case.incident.harmed} can follow this report now.")
    return redirect("my-report", reference)
