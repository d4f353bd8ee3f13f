"""Email, by whichever backend the settings name: a mail server, GOV.UK Notify, or a demonstration's mailbox."""

import hashlib
from collections.abc import Sequence
from email.utils import parseaddr
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage

from councilsafe.notifications import wording
from councilsafe.notifications.channels.answers import Accepted, Misconfigured, Refused
from councilsafe.notifications.mailbox import ABOUT
from councilsafe.notifications.models import Channel, OutboxMessage


class OurMail(EmailMessage):
    """A mail that GOV.UK Notify can be asked about afterwards: by our reference, and by the name it gave it."""

    reference = ""
    provider_id = ""


def send(message: OutboxMessage, waiting: Sequence[OutboxMessage]) -> Accepted:
    email = as_email(message, waiting)
    try:
        email.send()
    except SMTPRecipientsRefused as error:
        if all(is_final(code) for code, _ in error.recipients.values()):
            raise Refused from error
        raise
    except SMTPDataError as error:
        if is_final(error.smtp_code):
            raise Refused from error
        raise
    except (SMTPAuthenticationError, SMTPSenderRefused) as error:
        raise Misconfigured from error
    return Accepted(email.provider_id)


def is_final(code: int) -> bool:
    """A server's 5xx is its last word."""
    return code >= 500


def as_email(message: OutboxMessage, waiting: Sequence[OutboxMessage] = ()) -> OurMail:
    subject, body = words_of(message, waiting)
    headers = {
        "Message-ID": message_id(message.key),
        "Auto-Submitted": "auto-generated",
        ABOUT: message.about_ref,
    }
    email = OurMail(subject, body, to=[message.recipient.email], headers=headers)
    email.reference = message.key
    return email


def words_of(message: OutboxMessage, waiting: Sequence[OutboxMessage]) -> tuple[str, str]:
    if message.channel == Channel.DAILY:
        entries = [wording.Entry(one.kind, one.about_ref, link(one), one.why) for one in waiting]
        return wording.render_daily(entries, link(message))
    return wording.render(kind=message.kind, ref=message.about_ref, link=link(message), why=message.why)


def link(message: OutboxMessage) -> str:
    return str(settings.SITE_URL + message.path)


def message_id(key: str) -> str:
    """The same for the same key, so that a mail server can recognise a message that was sent twice."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
