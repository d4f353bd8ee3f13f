"""Telling people: a row first, then delivery, as often as it takes and once if possible."""

import hashlib
import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import partial
from random import SystemRandom

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.notifications import wording
from councilsafe.notifications.broker import wake
from councilsafe.notifications.mailbox import ABOUT
from councilsafe.notifications.models import Heartbeat, OutboxMessage

logger = logging.getLogger(__name__)

BEAT = "beat"
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=3)
SWEEP_SIZE = 100
SWEEP_SECONDS = 20  # a mail server that hangs must not keep a worker from the next alert


@transaction.atomic
def tell(  # noqa: PLR0913  # keyword-only: all that a message is
    *,
    to: User,
    kind: str,
    about_ref: str,
    path: str,
    key: str,
    why: str = "",
    can_wait: bool = False,
    urgent: bool = False,
) -> OutboxMessage | None:
    """Put a message in the outbox, in the caller's transaction. None when `key` has been told before.

    `why` is one sentence of ours that says why this person is told, never anything about the case. What `can_wait`
    goes with the day's one mail. What is `urgent` goes by text message and to the team's chat channel as well.
    """
    if kind not in wording.WORDINGS:
        raise ValueError(f"No wording for a message of kind {kind!r}.")
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"recipient": to, "kind": kind, "about_ref": about_ref, "path": path, "why": why}
    )
    if not is_new:
        return None
    transaction.on_commit(partial(wake, "notifications.deliver", message.pk))
    return message


@transaction.atomic
def take_back(*, about_ref: str, people: Iterable[User]) -> int:
    """What was to be told to these people about it, and has not gone yet, does not go. Returns how many messages."""
    waiting = OutboxMessage.objects.unsent().filter(about_ref=about_ref, recipient__in=list(people))
    return waiting.delete()[0]


@transaction.atomic
def deliver(*, message_id: int) -> bool:
    """Send one message that is due, and say whether it went.

    The row stays locked from before the sending until it is marked, so two workers never send the same message, and a
    worker that dies lets go of it at once. Only a death between sending and marking can send it a second time, and then
    under the same Message-ID.
    """
    now = timezone.now()
    due = OutboxMessage.objects.due(now).select_related("recipient")
    message = due.filter(pk=message_id).select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return False
    message.attempts += 1
    try:
        with transaction.atomic():
            as_email(message).send()
    except Exception as error:  # whatever a channel raises, this message waits its turn and holds up no other
        put_off(message, error, now)
    else:
        message.sent_at = timezone.now()
    message.save(update_fields=["attempts", "next_attempt_at", "last_error", "sent_at", "failed_at"])
    return message.sent_at is not None


def as_email(message: OutboxMessage) -> EmailMessage:
    subject, body = wording.render(kind=message.kind, ref=message.about_ref, link=settings.SITE_URL + message.path)
    headers = {"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated", ABOUT: message.about_ref}
    return EmailMessage(subject, body, to=[message.recipient.email], headers=headers)


def message_id(key: str) -> str:
    """The same for the same key, so that a mail server can recognise a message that was sent twice."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def put_off(message: OutboxMessage, error: Exception, now: datetime) -> None:
    message.last_error = type(error).__name__
    message.next_attempt_at = now + wait(message.attempts)
    if now - message.created_at < GIVE_UP_AFTER:
        logger.warning("Message %s was not sent (%s).", message.pk, message.last_error)
        return
    message.failed_at = now
    logger.error("Message %s is given up after %s attempts (%s).", message.pk, message.attempts, message.last_error)


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
