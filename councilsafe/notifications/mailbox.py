"""Where a demonstration's mail goes: into a table that a page shows, never out of the machine."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from councilsafe.notifications.models import DemoMail

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
