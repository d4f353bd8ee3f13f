"""What duty says about its messages: whether one is still wanted, and what follows when one cannot be delivered."""

import re
from functools import partial
from typing import Any

from django.db import transaction

from councilsafe.duty.actions.alerts import climb_past
from councilsafe.duty.models import Alert, Deadline
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.signals import message_failed, still_wanted

OF_ALERT = re.compile(r"alert:(?P<reference>[^:]+):(?P<round>\d+):(?P<rung>\d+)(:sms)?")


def connect() -> None:
    message_failed.connect(on_message_failed, dispatch_uid="duty")
    still_wanted.connect(on_still_wanted, dispatch_uid="duty")


def on_still_wanted(*, message: OutboxMessage, **kwargs: Any) -> bool | None:
    """Nobody is called when somebody has answered, nor reminded of what is done or is due at another time by now."""
    match message.key.split(":"):
        case ["alert", reference, *_]:
            alert = Alert.objects.filter(reference=reference).first()
            return alert is None or alert.is_open
        case ["deadline", reference, setting, *_]:
            deadline = Deadline.objects.filter(reference=reference).first()
            return deadline is None or (deadline.is_running and deadline.setting == int(setting))
    return None


def on_message_failed(*, message: OutboxMessage, **kwargs: Any) -> None:
    """The next one is told at once, when the failure is written: before, whoever holds the alert might wait for us."""
    if told := OF_ALERT.fullmatch(message.key):
        rung = {name: int(told[name]) for name in ("round", "rung")}
        transaction.on_commit(partial(climb_past, reference=told["reference"], **rung))
