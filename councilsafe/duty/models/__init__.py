"""Who is on duty when, and the alerts that climb until somebody has answered."""

from councilsafe.duty.models.alerts import Alert, AlertStep, alert_reference
from councilsafe.duty.models.rota import Period, Shift, shift_reference

__all__ = ["Alert", "AlertStep", "Period", "Shift", "alert_reference", "shift_reference"]
