"""GOV.UK Notify, through its own client. The council's templates there hold one placeholder each, or two.

Email: subject `((subject))`, message `((body))`. Text message: `((message))`.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from councilsafe.notifications.channels.answers import Misconfigured, Refused, Throttled, Unavailable

OUR_FAULT = re.compile(r"template|team-only|trial|personalisation", re.IGNORECASE)


class EmailBackend(BaseEmailBackend):
    """For every mail that leaves, those of the sign-in pages too."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for to in message.recipients():
                message.provider_id = send_email(  # type: ignore[attr-defined]  # for our own mails to read
                    to, str(message.subject), str(message.body), getattr(message, "reference", "")
                )
        return len(email_messages)


def send_email(to: str, subject: str, body: str, reference: str) -> str:
    words = {"subject": subject, "body": body}
    return sent(
        lambda client: client.send_email_notification(
            email_address=to, template_id=settings.NOTIFY_EMAIL_TEMPLATE, personalisation=words, reference=reference
        )
    )


def send_text(*, to: str, text: str, about_ref: str, reference: str) -> str:
    return sent(
        lambda client: client.send_sms_notification(
            phone_number=to,
            template_id=settings.NOTIFY_SMS_TEMPLATE,
            personalisation={"message": text},
            reference=reference,
        )
    )


def sent(call: Callable[[NotificationsAPIClient], Any]) -> str:
    return str(ask(call)["id"])


def find(reference: str) -> dict[str, Any] | None:
    """What Notify has under our reference: a message that was accepted without our hearing of it."""
    found = ask(lambda client: client.get_all_notifications(reference=reference))["notifications"]
    return found[0] if found else None


def look_up(provider_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = ask(lambda client: client.get_notification_by_id(provider_id))
    return answer


def ask(call: Callable[[NotificationsAPIClient], Any]) -> Any:
    """One call with a client of its own, because clients are not for sharing. Its errors become ours."""
    client = NotificationsAPIClient(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.OUT_TIMEOUT)
    client.request_session.max_redirects = 0
    try:
        with client.request_session:
            return call(client)
    except HTTPError as error:
        raise as_ours(error) from error
    except APIError as error:
        raise Unavailable("The answer made no sense.") from error


def as_ours(error: HTTPError) -> Exception:
    """A 400 is the address's fault, unless it speaks of our template or our key. No answer at all counts as 503."""
    status = error.status_code
    if status == 429:
        return Throttled("Too many for now.")
    if status == 400 and not OUR_FAULT.search(str(error.message)):
        return Refused("Notify refuses the address.")
    return Misconfigured(f"Notify answers {status}.") if 300 <= status < 500 else Unavailable(f"Status {status}.")
