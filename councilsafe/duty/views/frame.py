"""What all pages about duty have around them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest

LINKS = {
    "duty-rota": ("Rota", Permission.SEE_ROTA),
    "duty-mine": ("My shifts", Permission.SEE_ROTA),
    "duty-covers": ("Cover and swaps", Permission.SEE_ROTA),
    "duty-absences": ("Absences", Permission.SEE_ROTA),
    "duty-notes": ("Hand-over notes", Permission.SEE_ROTA),
    "duty-weeks": ("Plan weeks", Permission.PLAN_ROTA),
    "duty-calendar": ("Calendar files", Permission.SEE_ROTA),
}


def show(request: SignedInRequest, template: str, here: str, **context: Any) -> HttpResponse:
    """`here` is the name of the page, or of the one that it belongs to."""
    may = request.user.permissions
    links = [
        {"text": text, "href": reverse(name), "is_here": name == here}
        for name, (text, permission) in LINKS.items()
        if permission in may
    ]
    shown = {"links": links, "may_plan": Permission.PLAN_ROTA in may, **context}
    return render(request, f"duty/{template}.html", shown)
