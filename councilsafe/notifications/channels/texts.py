"""Text messages: a reference and a link, in one segment, to a number that its owner has confirmed."""

from django.conf import settings
from django.utils.module_loading import import_string

from councilsafe.notifications import wording
from councilsafe.notifications.channels.answers import Accepted, Refused
from councilsafe.notifications.mobile_codes import code_of
from councilsafe.notifications.models import MobileCode, OutboxMessage


def is_on() -> bool:
    return bool(settings.SMS_BACKEND)


def send(message: OutboxMessage) -> Accepted:
    to, text = what_to_send(message)
    if not to:
        raise Refused("There is no number any more.")
    send_text = import_string(settings.SMS_BACKEND)
    return Accepted(send_text(to=to, text=text, about_ref=message.about_ref, reference=message.key))


def what_to_send(message: OutboxMessage) -> tuple[str, str]:
    """The number, which is empty where there is none any more, and the words."""
    if message.kind == wording.CODE:
        code = MobileCode.objects.filter(user=message.recipient_id).first()
        return (code.mobile, wording.code_text(code_of(code))) if code else ("", "")
    person = message.recipient
    return person.mobile if person.wants_texts else "", wording.short(message.about_ref, message.path)
