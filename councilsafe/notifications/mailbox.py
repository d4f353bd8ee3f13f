"""Where a demonstration's messages go: into a table that a page shows, never out of the machine."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from councilsafe.notifications.models import Channel, DemoMail

ABOUT = "X-CouncilSafe-Reference"  # the header that says what a message is about


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        mails = [mail for message in email_messages for mail in self.copies(message)]
        return len(DemoMail.objects.bulk_create(mails))

    def copies(self, message: EmailMessage) -> list[DemoMail]:
        """One for every recipient, as they would have got it."""
        written = {
            "message_id": message.message()["Message-ID"],
            "about_ref": message.extra_headers.get(ABOUT, ""),
            "subject": str(message.subject),
            "body": str(message.body),
        }
        return [DemoMail(to=to, **written) for to in message.recipients()]


def keep_text(*, to: str, text: str, about_ref: str, reference: str) -> str:
    DemoMail.objects.create(channel=Channel.SMS, message_id=reference[:120], to=to, about_ref=about_ref, body=text)
    return ""


def keep_post(*, text: str, about_ref: str, reference: str) -> None:
    to = "The team's channel"
    DemoMail.objects.create(channel=Channel.CHAT, message_id=reference[:120], to=to, about_ref=about_ref, body=text)
