"""Telling people: a row first, then delivery, as often as it takes and once if possible."""

from councilsafe.notifications.actions.daily import next_daily_mail, put_together
from councilsafe.notifications.actions.delivering import BEAT, beat, deliver, deliver_due, wait
from councilsafe.notifications.actions.following import ask_what_became, hear
from councilsafe.notifications.actions.mobile import confirm_mobile, offer_mobile, stop_texts
from councilsafe.notifications.actions.noticing import read_all, read_notice
from councilsafe.notifications.actions.telling import call_off, take_back, tell
from councilsafe.notifications.channels.mail import as_email, message_id

__all__ = [
    "BEAT",
    "as_email",
    "ask_what_became",
    "beat",
    "call_off",
    "confirm_mobile",
    "deliver",
    "deliver_due",
    "hear",
    "message_id",
    "next_daily_mail",
    "offer_mobile",
    "put_together",
    "read_all",
    "read_notice",
    "stop_texts",
    "take_back",
    "tell",
    "wait",
]
