"""How long a venue's assessment is good for."""

from datetime import date

from django.conf import settings

from riskassess.dates import add_months


def latest_review(assessed_on: date) -> date:
    """P31: within twelve months, or sooner where the council says so."""
    return add_months(assessed_on, settings.VENUE_REVIEW_MONTHS)
