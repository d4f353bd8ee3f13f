"""Planning who is on duty, and never letting go: of an alert until it is answered, of a deadline until it is met."""

from councilsafe.duty.actions.absences import (
    StaleAbsenceError,
    add_absence,
    change_absence,
    check_not_over,
    end_absence,
)
from councilsafe.duty.actions.alerts import (
    answer_alerts,
    climb,
    climb_due_alerts,
    raise_alert,
    raise_to,
    readdress,
    stop_alerts,
)
from councilsafe.duty.actions.covers import (
    accept_cover,
    ask_cover,
    decline_cover,
    lapse_cover,
    lapse_stale_covers,
    take_back_cover,
)
from councilsafe.duty.actions.deadlines import (
    drop_deadline,
    hand_deadline,
    meet_deadline,
    pause_deadline,
    resume_deadline,
    set_deadline,
)
from councilsafe.duty.actions.gaps import watch_gaps
from councilsafe.duty.actions.handover import read_note, write_note
from councilsafe.duty.actions.reminders import remind, remind_due_deadlines
from councilsafe.duty.actions.rota import ShiftTaken, change_shift, plan_shift, plan_shifts, remove_shift
from councilsafe.duty.actions.weeks import NameTaken, SlotTaken, add_slot, add_week, remove_slot, remove_week

__all__ = [
    "NameTaken",
    "ShiftTaken",
    "SlotTaken",
    "StaleAbsenceError",
    "accept_cover",
    "add_absence",
    "add_slot",
    "add_week",
    "answer_alerts",
    "ask_cover",
    "change_absence",
    "change_shift",
    "check_not_over",
    "climb",
    "climb_due_alerts",
    "decline_cover",
    "drop_deadline",
    "end_absence",
    "hand_deadline",
    "lapse_cover",
    "lapse_stale_covers",
    "meet_deadline",
    "pause_deadline",
    "plan_shift",
    "plan_shifts",
    "raise_alert",
    "raise_to",
    "read_note",
    "readdress",
    "remind",
    "remind_due_deadlines",
    "remove_shift",
    "remove_slot",
    "remove_week",
    "resume_deadline",
    "set_deadline",
    "stop_alerts",
    "take_back_cover",
    "watch_gaps",
    "write_note",
]
