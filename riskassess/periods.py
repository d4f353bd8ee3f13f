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


def reopened_due(since: datetime) -> date:
    """By when a review that something opened must be done: in 5 working days, or the number that the council set."""
    days = settings.REVIEW_AFTER_INCIDENT_WORKING_DAYS
    return timezone.localdate(due(since, Clock(days, Unit.WORKING_DAYS)))
