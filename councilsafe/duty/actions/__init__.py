"""Planning who is on duty, and never letting go of an alert until somebody has answered it."""

from councilsafe.duty.actions.alerts import (
    answer_alerts,
    climb,
    climb_due_alerts,
    raise_alert,
    raise_to,
    readdress,
    stop_alerts,
)
from councilsafe.duty.actions.rota import ShiftTaken, change_shift, plan_shift, remove_shift

__all__ = [
    "ShiftTaken",
    "answer_alerts",
    "change_shift",
    "climb",
    "climb_due_alerts",
    "plan_shift",
    "raise_alert",
    "raise_to",
    "readdress",
    "remove_shift",
    "stop_alerts",
]
