"""The ways out. Each takes a message and returns once it has been accepted; everything else is raised."""

from collections.abc import Sequence

from django.conf import settings

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.notifications.channels import chat, mail, texts
from councilsafe.notifications.channels.answers import Accepted
from councilsafe.notifications.models import Channel, OutboxMessage

NOTIFY = "councilsafe.notifications.channels.notify."


def send(message: OutboxMessage, waiting: Sequence[OutboxMessage] = ()) -> Accepted:
    """`waiting` is what goes with the day's one mail."""
    match Channel(message.channel):
        case Channel.EMAIL | Channel.DAILY:
            return mail.send(message, waiting)
        case Channel.SMS:
            return texts.send(message)
        case Channel.CHAT:
            return chat.send(message)


def for_urgent(to: User, *, privately: bool) -> list[Channel]:
    """Where else an urgent message goes. The team's channel hears only what its own people are called for."""
    by_text = texts.is_on() and to.wants_texts
    by_chat = chat.is_on() and to.may(Permission.WORK_CASES) and not privately
    return [Channel.SMS] * by_text + [Channel.CHAT] * by_chat


def use_notify() -> bool:
    return any(backend.startswith(NOTIFY) for backend in (settings.EMAIL_BACKEND, settings.SMS_BACKEND))


def goes_by_notify(message: OutboxMessage) -> bool:
    if message.channel in (Channel.EMAIL, Channel.DAILY):
        return settings.EMAIL_BACKEND.startswith(NOTIFY)
    return message.channel == Channel.SMS and settings.SMS_BACKEND.startswith(NOTIFY)
