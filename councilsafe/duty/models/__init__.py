"""Who is on duty when, the alerts that climb until somebody has answered, and what somebody has to do by a time."""

from councilsafe.duty.models.absence import Absence, AbsenceKind, absence_reference
from councilsafe.duty.models.alerts import Alert, AlertStep, alert_reference
from councilsafe.duty.models.cover import Cover, cover_reference
from councilsafe.duty.models.deadlines import Deadline, DeadlineStep, deadline_reference
from councilsafe.duty.models.handover import HandOver, NoteRead, note_reference
from councilsafe.duty.models.rota import Period, Shift, shift_reference
from councilsafe.duty.models.weeks import RotaSlot, RotaWeek, Weekday, week_reference

__all__ = [
    "Absence",
    "AbsenceKind",
    "Alert",
    "AlertStep",
    "Cover",
    "Deadline",
    "DeadlineStep",
    "HandOver",
    "NoteRead",
    "Period",
    "RotaSlot",
    "RotaWeek",
    "Shift",
    "Weekday",
    "absence_reference",
    "alert_reference",
    "cover_reference",
    "deadline_reference",
    "note_reference",
    "shift_reference",
    "week_reference",
]
