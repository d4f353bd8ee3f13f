"""Venues on their way through their states, by the real actions."""

from datetime import date
from typing import Any

from django.utils import timezone

from councilsafe.accounts.models import User
from riskassess.actions import venue_assessments
from riskassess.models import Outcome, Venue, VenueAssessment
from riskassess.venues.areas import KEYS, Rating

ABOUT = {"name": "Elm Hall", "address": "1 Elm Road", "ward": "Northgate", "used_for": "Ward surgeries"}
GOOD = {"rating": Rating.GOOD, "evidence": "Looked at.", "controls": "", "owner": None, "due_on": None}


def assessed(by: User, venue: Venue, **areas: dict[str, Any]) -> VenueAssessment:
    """Under way, with all said: good, but for those `areas` that are said otherwise."""
    assessment = venue_assessments.begin(by=by, venue=venue)
    for key in KEYS:
        found = {**GOOD, **areas.get(key, {})}
        venue_assessments.save_finding(by=by, assessment=assessment, area=key, **{"in_place": False, **found})
    return venue_assessments.save_visit(
        by=by, assessment=assessment, visited_on=timezone.localdate(), summary="Sit by the door."
    )


def finished(by: User, assessment: VenueAssessment, outcome: str = Outcome.FIT, until: date | None = None) -> Venue:
    seen = assessment.venue.causes.open().visible_to(by).count()
    return venue_assessments.finish(by=by, assessment=assessment, outcome=outcome, causes_seen=seen, review_on=until)
