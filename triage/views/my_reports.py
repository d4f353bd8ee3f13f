"""What became of one's own reports. Nothing here tells of reasons, scores or other people's cases."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.actions import mark_read, send_message
from incidents.conversation import conversation
from incidents.evidence.uploads import receives_files
from incidents.models import Incident, unread
from incidents.steps import rows_of
from incidents.typed import keeps_typed, typed_before
from triage.forms.my_reports import MessageForm
from triage.models import Case
from triage.news import news, what_we_do
from triage.views.conversation import after_sending

LISTED = (
    "state",
    "tier",
    "reported_at",
    "due_at",
    "acknowledged_at",
    "act_due_at",
    "acted_at",
    "update_due_at",
    "incident__reference",
    "incident__finished",
    "owner__name",
)


def by_reference(reference: str) -> QuerySet[Incident]:
    return Incident.objects.filter(reference=reference)


def own_case(user: User, reference: str) -> Case:
    cases = Case.objects.own(user).select_related("incident__draft", "owner")
    return get_object_or_404(cases, incident__reference=reference)


@require_safe
@require(Permission.REPORT)
def my_reports(request: SignedInRequest) -> HttpResponse:
    cases = Case.objects.own(request.user).select_related("incident", "owner").only(*LISTED)
    cases = cases.annotate(unread=unread("incident", request.user, from_team=True))
    page = keyset_page(cases, field="reported_at", descending=True, cursor=request.GET.get("cursor"))
    reports = [{"news": news(case, timezone.now()), "unread": case.unread} for case in page.rows]
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
        send_message(by=request.user, incident=case.incident, **form.cleaned_data)
        return after_sending(request, form, request.path)
    mark_read(by=request.user, incident=case.incident)
    context = {
        "case": case,
        "news": news(case, timezone.now()),
        "what_we_do": what_we_do(case),
        "rows": rows_of(case.incident),
        "conversation": conversation(case.incident),
        "form": form,
    }
    return render(request, "triage/my_reports/my_report.html", context)


@require_safe
@require(Permission.REPORT)
def report_sent(request: SignedInRequest, reference: str) -> HttpResponse:
    case = own_case(request.user, reference)
    context = {"case": case, "news": news(case, timezone.now()), "what_we_do": what_we_do(case)}
    return render(request, "triage/my_reports/report_sent.html", context)
