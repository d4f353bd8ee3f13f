"""What every page's frame needs to know about the reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from councilsafe.access import Permission

# (permission that shows the link, its words, the name of its URL)
LINKS = [
    (Permission.REPORT, "Report an incident", "report-start"),
    (Permission.REPORT, "My reports", "my-reports"),
    (Permission.OWN_SAFETY, "My safety", "my-safety"),
    (Permission.SEE_CASES, "Queue", "queue"),
    (Permission.SEE_CASES, "Tasks", "tasks"),
    (Permission.SEE_CASES, "Patterns", "patterns"),
    (Permission.SEE_CASES, "People", "people"),
    (Permission.SEE_REVIEWS, "Risk", "risk-reviews"),
    (Permission.SEE_ROTA, "Duty rota", "duty-rota"),
    (Permission.SUPPORT, "Support", "support"),
    (Permission.SUPPORT_GROUP, "Shared with you", "support-shared"),
    (Permission.SEE_DASHBOARD, "Dashboard", "dashboard"),
    (Permission.APPROVE_PROCESS, "Threat process", "process-versions"),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "council_name": settings.COUNCIL_NAME,
        "demo_mode": settings.DEMO_MODE,
        "exit_url": settings.EXIT_THIS_PAGE_URL,
        "navigation": navigation(request),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [
        {"text": text, "href": reverse(name), "active": request.path.startswith(reverse(name))}
        for permission, text, name in LINKS
        if user.may(permission)
    ]
