"""What duty does when a message cannot be delivered."""

import re
from functools import partial
from typing import Any

from django.db import transaction

from councilsafe.duty.actions.alerts import climb_past
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.signals import message_failed

OF_ALERT = re.compile(r"alert:(?P<reference>[^:]+):(?P<round>\d+):(?P<rung>\d+)(:sms)?")


def connect() -> None:
    message_failed.connect(on_message_failed, dispatch_uid="duty")


def on_message_failed(*, message: OutboxMessage, **kwargs: Any) -> None:
    """The next one is told at once, when the failure is written: before, whoever holds the alert might wait for us."""
    if told := OF_ALERT.fullmatch(message.key):
        rung = {name: int(told[name]) for name in ("round", "rung")}
        transaction.on_commit(partial(climb_past, reference=told["reference"], **rung))
