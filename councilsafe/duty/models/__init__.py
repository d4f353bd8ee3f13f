"""Who is on duty when, the alerts that climb until somebody has answered, and what somebody has to do by a time."""

from councilsafe.duty.models.alerts import Alert, AlertStep, alert_reference
from councilsafe.duty.models.deadlines import Deadline, DeadlineStep, deadline_reference
from councilsafe.duty.models.rota import Period, Shift, shift_reference

__all__ = [
    "Alert",
    "AlertStep",
    "Deadline",
    "DeadlineStep",
    "Period",
    "Shift",
    "alert_reference",
    "deadline_reference",
    "shift_reference",
]
