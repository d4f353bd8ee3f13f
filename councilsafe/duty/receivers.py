"""What duty says about its messages: whether one is still wanted, and what follows when one cannot be delivered.

An alert is climbed after the failure is written: it has to be locked, and whoever holds it might wait for the message.
Those above a deadline hear in the same transaction, because no later turn might tell them. Nothing is locked for that.
"""

import re
from functools import partial
from typing import Any

from django.db import transaction

from councilsafe.duty.actions.alerts import climb_past
from councilsafe.duty.actions.lost import tell_above_instead
from councilsafe.duty.models import Alert, Deadline
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.signals import message_failed, still_wanted

OF_ALERT = re.compile(r"alert:(?P<reference>[^:]+):(?P<round>\d+):(?P<rung>\d+)(:sms)?")
OF_DEADLINE = re.compile(r"deadline:(?P<reference>[^:]+):(?P<setting>\d+):(?P<turn>\d+):(?P<person>[^:]+)(:sms)?")


def connect() -> None:
    message_failed.connect(on_message_failed, dispatch_uid="duty")
    still_wanted.connect(on_still_wanted, dispatch_uid="duty")


def on_still_wanted(*, message: OutboxMessage, **kwargs: Any) -> bool | None:
    """Nobody is called when somebody has answered, nor reminded of what is done or is due at another time by now."""
    match message.key.split(":"):
        case ["alert", reference, *_]:
            alert = Alert.objects.filter(reference=reference).only("answered_at", "stopped_at").first()
            return alert is None or alert.is_open
        case ["deadline", reference, setting, *_]:
            what_counts = ("setting", "met_at", "dropped_at", "paused_at")
            deadline = Deadline.objects.filter(reference=reference).only(*what_counts).first()
            return deadline is None or (deadline.is_running and deadline.setting == int(setting))
    return None


def on_message_failed(*, message: OutboxMessage, **kwargs: Any) -> None:
    """The next one is told at once, whichever way it was to go. The team's chat is nobody's only way."""
    if told := OF_ALERT.fullmatch(message.key):
        rung = {name: int(told[name]) for name in ("round", "rung")}
        transaction.on_commit(partial(climb_past, reference=told["reference"], **rung))
    if told := OF_DEADLINE.fullmatch(message.key):
        turn = {name: int(told[name]) for name in ("setting", "turn")}
        tell_above_instead(reference=told["reference"], person=told["person"], **turn)
