"""Getting messages out, each in its own transaction, until each has gone or is given up."""

import logging
import time
from datetime import datetime, timedelta
from random import SystemRandom

from django.db import transaction
from django.utils import timezone

from councilsafe.notifications import channels
from councilsafe.notifications.actions.daily import waiting_for
from councilsafe.notifications.actions.following import FIRST_LOOK, move
from councilsafe.notifications.channels import notify
from councilsafe.notifications.channels.answers import Accepted, Misconfigured, Refused
from councilsafe.notifications.models import Channel, Delivery, Heartbeat, OutboxMessage
from councilsafe.notifications.signals import message_failed, still_wanted

logger = logging.getLogger(__name__)

BEAT = "beat"
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
GIVE_UP_AFTER = {  # a text that comes days later only frightens
    Channel.EMAIL: timedelta(days=3),
    Channel.DAILY: timedelta(days=3),
    Channel.SMS: timedelta(hours=12),
    Channel.CHAT: timedelta(hours=1),
}
SWEEP_SIZE = 100
SWEEP_SECONDS = 20  # a mail server that hangs must not keep a worker from the next alert


def deliver(*, message_id: int) -> bool:
    """Send one message that is due, and say whether it went.

    What goes to GOV.UK Notify is marked as asked for in a transaction before: after a death or a silence in between,
    the next worker asks Notify by our reference whether it has it, and sends only what it has not.
    """
    is_first = mark_as_asked(message_id) if channels.use_notify() else True
    return send_locked(message_id, is_first=is_first)


@transaction.atomic
def mark_as_asked(message_id: int) -> bool:
    """Whether this is the first time that anybody tries."""
    message = lock(message_id, timezone.now())
    if message is None or message.asked_at:
        return False
    if channels.goes_by_notify(message):
        OutboxMessage.objects.filter(pk=message.pk).update(asked_at=timezone.now())
    return True


@transaction.atomic
def send_locked(message_id: int, *, is_first: bool) -> bool:
    """The row stays locked from before the sending until it is marked, so two workers never send the same message, and
    a worker that dies lets go of it at once. By a mail server, a death between sending and marking can send it a second
    time, and then under the same Message-ID.
    """
    now = timezone.now()
    message = lock(message_id, now)
    if message is None or not wanted([message]):
        return False
    waiting = wanted(waiting_for(message)) if message.channel == Channel.DAILY else []
    if message.channel == Channel.DAILY and not waiting:
        message.delete()  # all of it was taken back
        return False
    attempt(message, waiting, now, ask_first=not is_first and message.asked_at is not None)
    return message.sent_at is not None


def lock(message_id: int, now: datetime) -> OutboxMessage | None:
    due = OutboxMessage.objects.due(now).select_related("recipient")
    return due.filter(pk=message_id).select_for_update(skip_locked=True, of=("self",)).first()


def wanted(messages: list[OutboxMessage]) -> list[OutboxMessage]:
    """The reason for the rest is gone. They were being sent when it went, in vain; now they are taken out."""
    gone = {
        one.pk
        for one in messages
        if any(answer is False for _, answer in still_wanted.send(OutboxMessage, message=one))
    }
    OutboxMessage.objects.filter(pk__in=gone).delete()
    return [one for one in messages if one.pk not in gone]


def attempt(message: OutboxMessage, waiting: list[OutboxMessage], now: datetime, *, ask_first: bool) -> None:
    together = [message, *waiting]
    for one in together:
        one.attempts += 1
    try:
        with transaction.atomic():
            accepted = (found_at_notify(message) if ask_first else None) or channels.send(message, waiting)
    except Refused as error:
        give_up(together, error, now)
    except Exception as error:  # whatever a channel raises, this message waits its turn and holds up no other
        put_off(together, error, now)
    else:
        mark_as_sent(together, accepted)


def found_at_notify(message: OutboxMessage) -> Accepted | None:
    found = notify.find(message.key) if channels.goes_by_notify(message) else None
    return Accepted(str(found["id"])) if found else None


def mark_as_sent(together: list[OutboxMessage], accepted: Accepted) -> None:
    now = timezone.now()
    for one in together:
        one.sent_at = now
    first = together[0]
    if accepted.provider_id:
        first.provider_id, first.poll_at = accepted.provider_id, now + FIRST_LOOK
        move(first, Delivery.ACCEPTED, now)
    save(together)


def put_off(together: list[OutboxMessage], error: Exception, now: datetime) -> None:
    first = together[0]
    if now - first.goes_at >= GIVE_UP_AFTER[Channel(first.channel)]:
        give_up(together, error, now)
        return
    first.last_error, first.next_attempt_at = name_of(error), now + wait(first.attempts)
    level = logging.ERROR if isinstance(error, Misconfigured) else logging.WARNING
    logger.log(level, "Message %s was not sent by %s (%s).", first.pk, first.channel, first.last_error)
    save([first])


def give_up(together: list[OutboxMessage], error: Exception, now: datetime) -> None:
    """At once where the address was refused, or after days in vain. Whoever must not miss it hears by the signal."""
    for one in together:
        one.failed_at, one.last_error = now, name_of(error)
        if isinstance(error, Refused):
            one.delivery, one.delivery_at = Delivery.PERMANENT, now
        logger.error("Message %s is given up after %s attempts (%s).", one.pk, one.attempts, one.last_error)
    save(together)
    for one in together:
        message_failed.send(sender=OutboxMessage, message=one)


def name_of(error: Exception) -> str:
    """Never its text, which may hold an address."""
    return type(error.__cause__ if isinstance(error.__cause__, OSError) else error).__name__


def save(together: list[OutboxMessage]) -> None:
    fields = ["attempts", "next_attempt_at", "last_error", "sent_at", "failed_at", "asked_at"]
    for one in together:
        one.save(update_fields=[*fields, "provider_id", "delivery", "delivery_at", "poll_at"])


def wait(attempts: int) -> timedelta:
    """Twice as long after every failure, from 30 seconds to 15 minutes, and never all messages at the same moment."""
    longest = min(FIRST_WAIT * 2.0 ** min(attempts, 10), LONGEST_WAIT)
    return longest * SystemRandom().uniform(0.5, 1)


def deliver_due() -> int:
    """Send what is due and was not sent yet, each in its own transaction. Returns how many went."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    due = OutboxMessage.objects.due(timezone.now()).values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(deliver(message_id=pk) for pk in due if time.monotonic() < stop_at)


@transaction.atomic
def beat() -> None:
    Heartbeat.objects.update_or_create(name=BEAT, defaults={"at": timezone.now()})
