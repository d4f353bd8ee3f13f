"""What GOV.UK Notify tells us: without signing in, by a token, and never worth an answer to anybody else."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from councilsafe.notifications import actions

LONGEST = 10_000  # bytes


@csrf_exempt
@login_not_required
@require_POST
def notify(request: HttpRequest) -> HttpResponse:
    """An unknown reference, an old one and a new one are answered alike."""
    if not is_notify(request):
        return HttpResponseForbidden("Not for you.", content_type="text/plain")
    told = read(request)
    if told is None:
        return HttpResponseBadRequest("Not understood.", content_type="text/plain")
    actions.hear(**told)
    return HttpResponse(status=204)


def is_notify(request: HttpRequest) -> bool:
    token, given = settings.NOTIFY_CALLBACK_TOKEN, request.headers.get("Authorization", "")
    return bool(token) and constant_time_compare(given, f"Bearer {token}")


def read(request: HttpRequest) -> dict[str, str] | None:
    """Only the three texts that count, and only from a body that is as small as Notify's are."""
    body = request.read(LONGEST + 1)
    try:
        told: Any = json.loads(body) if len(body) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    names = {"reference": "reference", "provider_id": "id", "status": "status"}
    texts: dict[str, str] = {ours: told[theirs] for ours, theirs in names.items() if is_plain(told.get(theirs))}
    return texts if len(texts) == len(names) else None


def is_plain(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text) <= 140 and "\x00" not in text
