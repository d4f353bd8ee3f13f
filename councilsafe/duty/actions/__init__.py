"""Planning who is on duty, and never letting go: of an alert until it is answered, of a deadline until it is met."""

from councilsafe.duty.actions.alerts import (
    answer_alerts,
    climb,
    climb_due_alerts,
    raise_alert,
    raise_to,
    readdress,
    stop_alerts,
)
from councilsafe.duty.actions.deadlines import (
    drop_deadline,
    hand_deadline,
    meet_deadline,
    pause_deadline,
    resume_deadline,
    set_deadline,
)
from councilsafe.duty.actions.reminders import remind, remind_due_deadlines
from councilsafe.duty.actions.rota import ShiftTaken, change_shift, plan_shift, remove_shift

__all__ = [
    "ShiftTaken",
    "answer_alerts",
    "change_shift",
    "climb",
    "climb_due_alerts",
    "drop_deadline",
    "hand_deadline",
    "meet_deadline",
    "pause_deadline",
    "plan_shift",
    "raise_alert",
    "raise_to",
    "readdress",
    "remind",
    "remind_due_deadlines",
    "remove_shift",
    "resume_deadline",
    "set_deadline",
    "stop_alerts",
]
