from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty.clocks import is_working_time, working_hours
from councilsafe.duty.rota import Duty, NobodyOnDuty, on_duty
from councilsafe.govuk.paging import keyset_page
from insight import health, numbers, recent
from insight.dashboard import dashboard as dashboard_of
from insight.landing import landing, plans
from insight.periods import last_weeks
from triage.queue import filter_tags


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    page = landing(request.user)
    return redirect(page) if page else render(request, "insight/home.html", {"plans": plans(request.user)})


@require_safe
@require(Permission.SEE_DASHBOARD)
def dashboard(request: SignedInRequest) -> HttpResponse:
    return render(request, "insight/dashboard.html", dashboard_of(request.user, timezone.now()))


@require_safe
@require(Permission.SEE_DASHBOARD)
def recent_reports(request: SignedInRequest) -> HttpResponse:
    now, wanted, weeks = timezone.now(), recent.chosen(request.GET), recent.weeks(request.GET)
    cases = recent.reports(request.user, wanted, last_weeks(timezone.localdate(now), weeks)[0], now)
    page = keyset_page(cases, field="reported_at", descending=True, cursor=request.GET.get("cursor"))
    tags = filter_tags(request.GET, recent.in_words(wanted))
    return render(request, "insight/recent_reports.html", {"page": page, "tags": tags, "weeks": weeks})


@require_safe
@require(Permission.SEE_DASHBOARD)
def second_officer(request: SignedInRequest) -> HttpResponse:
    """Other tiers that the reader could decide as second officer. The deciding is done on the case's page."""
    waiting = numbers.second_officer(request.user).select_related("case__incident", "proposed_by")
    page = keyset_page(waiting, field="proposed_at", descending=False, cursor=request.GET.get("cursor"))
    return render(request, "insight/second_officer.html", {"page": page})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    hours, now = working_hours(), timezone.now()
    shown = {
        "duty": duty_for(request),
        "spoc_phone": settings.SPOC_PHONE,
        "opens": hours.start,
        "closes": hours.end,
        "is_open": is_working_time(now),
        "counselling": settings.COUNSELLING_DETAILS,
        "may_report": request.user.is_authenticated and request.user.may(Permission.REPORT),
    }
    return render(request, "insight/pages/help.html", shown)


def duty_for(request: HttpRequest) -> Duty | None:
    """Who is on duty is for those who are signed in, and there may be nobody at all."""
    if not request.user.is_authenticated:
        return None
    try:
        return on_duty(timezone.now())
    except NobodyOnDuty:
        return None


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of plain words that everybody may read."""
    figures = {
        "draft_days": settings.DRAFT_RETENTION_DAYS,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, f"insight/pages/{name}.html", figures)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of anybody else, so that it can decide on a restart."""
    return JsonResponse({"web": health.OK})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    checks = health.readiness()
    ready = all(outcome == health.OK for outcome in checks.values())
    return JsonResponse(checks, status=200 if ready else 503)
