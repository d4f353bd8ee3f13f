"""The council's own periods for reviews, joined to the calendar."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from riskassess.dates import add_months


def latest_next_review(band: str, done_on: date) -> date:
    """By when a councillor in this band must be reviewed again."""
    return add_months(done_on, settings.REVIEW_MONTHS[band])


def incident_review_due(reported_at: datetime) -> date:
    """By when a review must be done that an incident opened: 5 working days, unless the council set another number."""
    days = settings.REVIEW_AFTER_INCIDENT_WORKING_DAYS
    return timezone.localdate(due(reported_at, Clock(days, Unit.WORKING_DAYS)))
