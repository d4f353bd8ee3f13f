"""What people fill in about who is on duty, and times as people write them."""

from councilsafe.duty.forms.shifts import TIME_ERRORS, TIME_FORMATS, TimeField
from councilsafe.duty.weeks import moment_at as moment

__all__ = ["TIME_ERRORS", "TIME_FORMATS", "TimeField", "moment"]
