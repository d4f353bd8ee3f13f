"""What became of a message after GOV.UK Notify took it: told to us by a callback, or asked for when nobody tells."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from councilsafe.notifications.channels import notify
from councilsafe.notifications.models import Channel, Delivery, OutboxMessage
from councilsafe.notifications.signals import message_failed

logger = logging.getLogger(__name__)

FIRST_LOOK = timedelta(minutes=30)
LATER_LOOKS = timedelta(hours=6)
LOOK_FOR = timedelta(days=4)  # Notify itself tries for three days
SWEEP_SIZE = 50

# Which states each may follow. Whatever comes too late or twice changes nothing; good news is taken even late.
MOVES: dict[str, frozenset[str]] = {
    Delivery.ACCEPTED: frozenset({""}),
    Delivery.TEMPORARY: frozenset({"", Delivery.ACCEPTED}),
    Delivery.TECHNICAL: frozenset({"", Delivery.ACCEPTED}),
    Delivery.PERMANENT: frozenset({"", Delivery.ACCEPTED}),
    Delivery.DELIVERED: frozenset({"", Delivery.ACCEPTED, Delivery.TEMPORARY}),
}
FAILURES = frozenset({Delivery.TEMPORARY, Delivery.TECHNICAL, Delivery.PERMANENT})


def move(message: OutboxMessage, to: str, now: datetime) -> bool:
    """Whether it moved. Nothing is saved."""
    if message.delivery not in MOVES[to]:
        return False
    message.delivery, message.delivery_at = to, now
    if to != Delivery.ACCEPTED:
        message.poll_at = None
    return True


@transaction.atomic
def hear(*, reference: str, provider_id: str, status: str) -> bool:
    """Notify says what became of a message. False when that is no news: unknown, too late, twice, or not yet final.

    A worker that died before it could mark the message as sent has this to thank that it is not sent again.
    """
    message = OutboxMessage.objects.filter(key=reference).select_for_update().first()
    if message is None or status not in MOVES or message.provider_id not in ("", provider_id):
        return False
    if message.failed_at or not message.asked_at:
        return False
    now = timezone.now()
    if not move(message, status, now):
        return False
    message.provider_id, message.sent_at = provider_id, message.sent_at or now
    message.save(update_fields=["provider_id", "sent_at", "delivery", "delivery_at", "poll_at"])
    if status in FAILURES:
        say_that_it_failed(message)
    return True


def say_that_it_failed(message: OutboxMessage) -> None:
    logger.error("Message %s did not arrive by %s (%s).", message.pk, message.channel, message.delivery)
    for one in [message, *gone_with(message)]:
        message_failed.send(sender=OutboxMessage, message=one)


def gone_with(message: OutboxMessage) -> list[OutboxMessage]:
    """What went in the day's one mail was marked at the same moment as the mail."""
    if message.channel != Channel.DAILY:
        return []
    mine = OutboxMessage.objects.filter(recipient=message.recipient_id, channel=Channel.EMAIL, can_wait=True)
    return list(mine.filter(sent_at=message.sent_at))


def ask_what_became() -> int:
    """Ask for what no callback has told. Returns how many of them are news."""
    due = OutboxMessage.objects.filter(poll_at__lte=timezone.now()).order_by("poll_at")
    return sum(ask_about(key, provider_id) for key, provider_id in due.values_list("key", "provider_id")[:SWEEP_SIZE])


def ask_about(key: str, provider_id: str) -> bool:
    plan_next_look(key)
    try:
        found = notify.look_up(provider_id)
    except Exception as error:  # whatever it is, the next look is planned, and the others are asked about
        logger.warning("GOV.UK Notify was asked in vain (%s).", type(error).__name__)
        return False
    return hear(reference=key, provider_id=provider_id, status=str(found.get("status", "")))


@transaction.atomic
def plan_next_look(key: str) -> None:
    message = OutboxMessage.objects.select_for_update().get(key=key)
    if message.poll_at and message.sent_at:
        now = timezone.now()
        message.poll_at = now + LATER_LOOKS if now - message.sent_at < LOOK_FOR else None
        message.save(update_fields=["poll_at"])
