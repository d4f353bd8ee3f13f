"""Our own mail, through a real SMTP server on this machine."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import AsyncMessage

from councilsafe.notifications.actions import deliver, message_id, tell
from councilsafe.services import free_port
from tests.factories import UserFactory


class Inbox(AsyncMessage):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    async def handle_message(self, message: Message) -> None:
        self.messages.append(message)


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    inbox, port = Inbox(), int(free_port())
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    controller.start()
    yield inbox
    controller.stop()


@pytest.mark.django_db
def test_a_message_leaves_with_a_reference_and_nothing_else(inbox: Inbox) -> None:
    officer = UserFactory(email="olive@council.example")
    told = tell(to=officer, kind="alert", about_ref="M-22222-33333", path="/intake/mail/M-22222-33333/", key="one")
    assert told
    assert deliver(message_id=told.pk)
    (message,) = inbox.messages
    assert message_from_bytes(message.as_bytes())["Message-ID"] == message_id("one")
    assert message["To"] == "olive@council.example"
    assert message["Subject"] == "M-22222-33333 needs somebody now"
    assert "/intake/mail/M-22222-33333/" in message.get_payload(decode=True).decode()


@pytest.mark.django_db
def test_without_a_server_it_waits_in_the_outbox(inbox: Inbox, settings: Any) -> None:
    settings.EMAIL_PORT = int(free_port())
    told = tell(to=UserFactory(), kind="alert", about_ref="M-22222-33333", path="/", key="one")
    assert told
    assert not deliver(message_id=told.pk)
    told.refresh_from_db()
    assert (told.sent_at, told.last_error) == (None, "ConnectionRefusedError")
