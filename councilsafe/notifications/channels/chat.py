"""A post to the team's chat channel: a reference and a link, signed, so that the receiver knows that it is ours.

The body is `{"text": "…"}`, which Slack and Teams take as it is, and so does anything of the council's own. Signed is
the time, a full stop and the body, by HMAC-SHA256; the identifier stays the same when a post is tried again.
"""

import hashlib
import hmac
import json

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from councilsafe.notifications import wording
from councilsafe.notifications.channels.answers import Accepted, Misconfigured, Throttled, Unavailable
from councilsafe.notifications.models import OutboxMessage


def is_on() -> bool:
    return bool(settings.CHAT_BACKEND)


def send(message: OutboxMessage) -> Accepted:
    post = import_string(settings.CHAT_BACKEND)
    text = wording.short(message.about_ref, message.path)
    post(text=text, about_ref=message.about_ref, reference=message.key)
    return Accepted()


def post_to_webhook(*, text: str, about_ref: str, reference: str) -> None:
    body = json.dumps({"text": text}).encode()
    try:
        answer = requests.post(
            settings.CHAT_WEBHOOK_URL,
            data=body,
            headers=signed(body) | {"X-CouncilSafe-Id": hashlib.sha256(reference.encode()).hexdigest()[:32]},
            timeout=settings.OUT_TIMEOUT,
            allow_redirects=False,
            stream=True,  # what it answers is not read
        )
    except requests.RequestException as error:
        raise Unavailable("No answer.") from error
    with answer:
        check(answer.status_code)


def signed(body: bytes) -> dict[str, str]:
    at = str(int(timezone.now().timestamp()))
    signature = hmac.new(settings.CHAT_WEBHOOK_SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-CouncilSafe-Timestamp": at,
        "X-CouncilSafe-Signature": f"sha256={signature}",
    }


def check(status: int) -> None:
    if status == 429:
        raise Throttled("Too many for now.")
    if status >= 500 or status == 408:
        raise Unavailable(f"Status {status}.")
    if not 200 <= status < 300:
        raise Misconfigured(f"The chat webhook answers {status}.")
