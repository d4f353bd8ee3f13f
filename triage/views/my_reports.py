"""What became of one's own reports. Nothing here tells of reasons, scores or other people's cases."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.actions import mark_read
from incidents.conversation import conversation
from incidents.evidence import lists
from incidents.evidence.uploads import receives_files
from incidents.models import Incident, unread
from incidents.steps import rows_of
from incidents.support.forms import SupportForm
from incidents.typed import keeps_typed, typed_before
from triage.forms.my_reports import MessageForm
from triage.models import Case
from triage.news import being_told, news, what_we_do
from triage.views.conversation import send

LISTED = (
    "state",
    "tier",
    "reported_at",
    "due_at",
    "acknowledged_at",
    "act_due_at",
    "acted_at",
    "paused_for",
    "update_due_at",
    "incident__reference",
    "incident__finished",
    "incident__restricted",
    "owner__name",
)


def by_reference(reference: str) -> QuerySet[Incident]:
    return Incident.objects.filter(reference=reference)


def own_case(user: User, reference: str) -> Case:
    people = ("owner", "acknowledged_by", "incident__reporter", "incident__councillor", "incident__confidant")
    cases = Case.objects.own(user).select_related("incident__draft", *people)
    return get_object_or_404(cases, incident__reference=reference)


@require_safe
@require(Permission.REPORT)
def my_reports(request: SignedInRequest) -> HttpResponse:
    cases = Case.objects.own(request.user).select_related("incident", "owner").only(*LISTED)
    cases = cases.annotate(unread=unread("incident", request.user, from_team=True))
    page = keyset_page(cases, field="reported_at", descending=True, cursor=request.GET.get("cursor"))
    reports = [{"news": news(case, timezone.now()), "unread": vars(case)["unread"]} for case in page.rows]
    return render(request, "triage/my_reports/my_reports.html", {"page": page, "reports": reports})


@keeps_typed(by_reference)
@require(Permission.REPORT)
@csrf_exempt  # receives_files looks for forgery, when it is known how much may be sent
def my_report(request: SignedInRequest, reference: str) -> HttpResponse:
    return converse(request, own_case(request.user, reference))


@receives_files
def converse(request: SignedInRequest, case: Case) -> HttpResponse:
    sent = request.method == "POST"
    form = MessageForm(request.POST, request.FILES) if sent else MessageForm(typed_before(request))
    if sent and form.is_valid():
        return send(request, case, form, back=request.path)
    mark_read(by=request.user, incident=case.incident)
    context = {
        "case": case,
        **standing(case),
        "rows": rows_of(case.incident),
        "evidence": lists.of_incident(case.incident).filter(message=None),
        "conversation": conversation(case.incident),
        "form": form,
    }
    return render(request, "triage/my_reports/my_report.html", context)


@require_safe
@require(Permission.REPORT)
def report_sent(request: SignedInRequest, reference: str) -> HttpResponse:
    case = own_case(request.user, reference)
    asked = case.incident.wellbeing.filter(asked_by=request.user).exists()
    context = {"case": case, **standing(case), "support": None if asked else support_form(reference)}
    return render(request, "triage/my_reports/report_sent.html", context)


def support_form(reference: str) -> SupportForm:
    """Asked every time, and asked here, when the report is safe: no such question stands before sending it (P27)."""
    form = SupportForm()
    form.action = reverse("my-support", args=[reference])
    return form


def standing(case: Case) -> dict[str, Any]:
    now = timezone.now()
    return {"news": news(case, now), "told": being_told(case, now), "what_we_do": what_we_do(case)}
