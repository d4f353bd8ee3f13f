"""Putting messages into the outbox, and taking out what has not gone."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.notifications import channels, wording
from councilsafe.notifications.actions.daily import next_daily_mail
from councilsafe.notifications.broker import wake
from councilsafe.notifications.models import OutboxMessage


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
    privately: bool = False,
) -> OutboxMessage | None:
    """Put a message in the outbox, in the caller's transaction. None when `key` has been told before.

    `why` is one sentence of ours that says why this person is told, never anything about the case. What `can_wait`
    goes with the day's one mail. What is `urgent` goes by text message and to the team's chat channel as well; told
    `privately`, the team's channel hears nothing. Told again as what cannot wait, a message that waits goes at once.
    """
    if kind not in wording.WORDINGS:
        raise ValueError(f"No wording for a message of kind {kind!r}.")
    if can_wait and urgent:
        raise ValueError("What is urgent cannot wait.")
    now = timezone.now()
    what = {"recipient": to, "kind": kind, "about_ref": about_ref, "path": path, "why": why}
    goes_at = next_daily_mail(now) if can_wait else now
    with transaction.atomic(savepoint=False):  # nothing here goes on after a failure
        message = put(key, {**what, "can_wait": can_wait}, goes_at) or (None if can_wait else hurry(key, now))
        if message and urgent:
            for channel in channels.for_urgent(to, privately=privately):
                put(f"{key}:{channel}", {**what, "channel": channel}, now)
    return message


def put(key: str, what: dict[str, object], goes_at: datetime) -> OutboxMessage | None:
    when = {"goes_at": goes_at, "next_attempt_at": goes_at}
    message, is_new = OutboxMessage.objects.get_or_create(key=key, defaults=what | when)
    if is_new and not message.can_wait:
        send_soon(message)
    return message if is_new else None


def hurry(key: str, now: datetime) -> OutboxMessage | None:
    """It waits for the day's one mail, and must not wait any more."""
    waiting = OutboxMessage.objects.unsent().filter(key=key, can_wait=True)
    message = waiting.select_for_update().first()
    if message:
        message.can_wait, message.goes_at, message.next_attempt_at = False, now, now
        message.save(update_fields=["can_wait", "goes_at", "next_attempt_at"])
        send_soon(message)
    return message


def send_soon(message: OutboxMessage) -> None:
    transaction.on_commit(partial(wake, "notifications.deliver", message.pk))


@transaction.atomic
def call_off(*, key: str) -> int:
    """What was to be told under keys that begin with this one, and has not gone yet, does not go: its reason is gone.

    Returns how many messages. What a worker has in hand at this moment is left to it, so that nobody who answers an
    alarm waits for a mail server that hangs. Before any later try it is asked again (`signals.still_wanted`).
    """
    free = OutboxMessage.objects.unsent().filter(key__startswith=f"{key}:").select_for_update(skip_locked=True)
    return OutboxMessage.objects.filter(pk__in=[one.pk for one in free]).delete()[0]


@transaction.atomic
def take_back(*, about_ref: str, people: Iterable[User]) -> int:
    """What was to be told to these people about it, and has not gone yet, does not go. Returns how many messages.

    What has gone cannot come back: it stays among their notices, and no longer counts as unread.
    """
    about = OutboxMessage.objects.filter(about_ref=about_ref, recipient__in=list(people))
    about.filter(sent_at__isnull=False, read_at=None).update(read_at=timezone.now())
    return about.unsent().delete()[0]
