"""Venues: one that is approved and whose next assessment is under way, and one that nobody has assessed."""

from typing import Any

from django.utils import timezone

from councilsafe.access import Role
from riskassess.actions import venue_assessments, venues
from riskassess.venues.areas import KEYS
from tests.factories import UserFactory
from triage.models import Case

ABOUT = {"name": "Elm Hall", "address": "1 Elm Road", "ward": "Northgate", "used_for": "Ward surgeries"}
GOOD = {"rating": "good", "evidence": "Looked at.", "controls": "", "owner": None, "due_on": None, "in_place": False}


def of_venues(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    by = UserFactory(roles=[Role.SAFETY])
    new, venue = (venues.add_venue(by=by, **ABOUT) for _ in range(2))
    assessment = venue_assessments.begin(by=by, venue=venue)
    for key in KEYS:
        venue_assessments.save_finding(by=by, assessment=assessment, area=key, **GOOD)
    venue_assessments.save_visit(by=by, assessment=assessment, visited_on=timezone.localdate(), summary="Sit well.")
    venue_assessments.finish(by=by, assessment=assessment, outcome="fit", causes_seen=0)
    return {"new-venue": {"reference": new.reference}, "venue": {"reference": venue.reference}}
