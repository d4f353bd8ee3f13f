import pytest
from django.core.mail import EmailMessage

from councilsafe.notifications.mailbox import ABOUT, MailboxBackend
from councilsafe.notifications.models import DemoMail


@pytest.mark.django_db
def test_everybody_gets_their_copy() -> None:
    headers = {"Message-ID": "<1@example.org>", ABOUT: "CS-22222-33333"}
    message = EmailMessage("Subject", "Body", to=["a@example.org"], cc=["b@example.org"], headers=headers)
    assert MailboxBackend().send_messages([message]) == 2
    first, second = DemoMail.objects.order_by("to")
    assert (first.to, first.subject, first.body) == ("a@example.org", "Subject", "Body")
    assert first.about_ref == "CS-22222-33333"
    assert {first.message_id, second.message_id} == {"<1@example.org>"}
