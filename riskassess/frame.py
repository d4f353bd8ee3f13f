"""What officers' pages about risks have around them."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest

# The name of a page's URL, its words, and who sees it.
SECTIONS = {
    "risk-reviews": ("Reviews", Permission.SEE_REVIEWS),
    "visits": ("Visits", Permission.WATCH_VISITS),
    "risk-profiles": ("Profiles", Permission.SEE_REVIEWS),
    "risk-interests": ("Sensitive interests", Permission.DECIDE_INTERESTS),
    "activities": ("What councillors plan", Permission.HELP_ACTIVITIES),
    "venues": ("Venues", Permission.SEE_VENUES),
    "register": ("Register", Permission.SEE_REGISTER),
    "look-ups": ("Look-ups", Permission.SEE_REGISTER),
    "tensions": ("What is coming", Permission.KEEP_TENSIONS),
    "risk-board": ("Reminders", Permission.SEE_BOARD),
}


def show(request: SignedInRequest, template: str, here: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """`here` is the name of the page, or of the one that it belongs to."""
    may = request.user.permissions
    sections = [
        {"text": text, "href": reverse(name), "is_here": name == here}
        for name, (text, permission) in SECTIONS.items()
        if permission in may
    ]
    return render(request, f"riskassess/{template}.html", {"sections": sections, **context}, status=status)


def posted(request: SignedInRequest) -> QueryDict | None:
    """What a form is bound to: also nothing at all, when that was sent."""
    return request.POST if request.method == "POST" else None
