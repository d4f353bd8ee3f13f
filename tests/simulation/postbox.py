"""The mail server of a simulated year: it keeps what it took, and at times takes nothing."""

from smtplib import SMTPServerDisconnected

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

TAKEN: list[tuple[object, str]] = []
DOWN = [False]


class Backend(BaseEmailBackend):
    def send_messages(self, messages: list) -> int:
        if DOWN[0]:
            raise SMTPServerDisconnected
        TAKEN.extend((timezone.now(), one.extra_headers["Message-ID"]) for one in messages)
        return len(messages)
