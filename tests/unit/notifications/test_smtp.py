"""Our own mail, through a real SMTP server on this machine."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import AsyncMessage
from aiosmtpd.smtp import Envelope

from councilsafe.notifications.actions import deliver, message_id, tell
from councilsafe.notifications.models import OutboxMessage
from councilsafe.services import free_port
from tests.factories import UserFactory


class Inbox(AsyncMessage):
    """`to_mail`, `to_rcpt` and `to_data` are what it says when it does not take a mail."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []
        self.to_mail = self.to_rcpt = self.to_data = ""

    async def handle_MAIL(  # noqa: N802  # the library's own name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.to_mail or "250 OK"

    async def handle_RCPT(  # noqa: N802  # the library's own name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.to_rcpt or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802  # the same
        return self.to_data or await super().handle_DATA(server, session, envelope)

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


@pytest.mark.django_db
@pytest.mark.parametrize(("says", "name"), [("to_rcpt", "SMTPRecipientsRefused"), ("to_data", "SMTPDataError")])
def test_a_refusal_for_good_fails_at_once(says: str, name: str, inbox: Inbox, failed: list[OutboxMessage]) -> None:
    setattr(inbox, says, "550 No such person here")
    told = tell(to=UserFactory(), kind="alert", about_ref="M-22222-33333", path="/", key="one")
    assert told
    assert not deliver(message_id=told.pk)
    told.refresh_from_db()
    assert (told.failed_at is not None, told.delivery, told.last_error) == (True, "permanent-failure", name)
    assert failed == [told]


@pytest.mark.django_db
@pytest.mark.parametrize("says", ["to_rcpt", "to_data"])
def test_not_now_is_tried_again(says: str, inbox: Inbox, failed: list[OutboxMessage]) -> None:
    setattr(inbox, says, "451 Try again later")
    told = tell(to=UserFactory(), kind="alert", about_ref="M-22222-33333", path="/", key="one")
    assert told
    assert not deliver(message_id=told.pk)
    told.refresh_from_db()
    assert (told.failed_at, told.delivery) == (None, "")
    assert failed == []


@pytest.mark.django_db
def test_a_server_that_does_not_let_us_in_is_said_loudly_and_waited_for(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.to_mail = "550 Who are you?"
    told = tell(to=UserFactory(), kind="alert", about_ref="M-22222-33333", path="/", key="one")
    assert told
    assert not deliver(message_id=told.pk)
    told.refresh_from_db()
    assert (told.failed_at, told.last_error) == (None, "SMTPSenderRefused")
    assert [record.levelname for record in caplog.records if "was not sent" in record.message] == ["ERROR"]
