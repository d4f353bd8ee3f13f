"""Venues: approved, with the next assessment under way; not assessed; and withdrawn."""

from typing import Any

from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.evidence.uploads import take
from riskassess.actions import venue_assessments, venue_photos, venues
from riskassess.models import Venue, VenueAssessment, VenuePhoto
from riskassess.venues.areas import KEYS
from tests.factories import UserFactory
from tests.unit.incidents.evidence.samples import picture
from triage.models import Case

ABOUT = {"name": "Elm Hall", "address": "1 Elm Road", "ward": "Northgate", "used_for": "Ward surgeries"}


def of_venues(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    by = UserFactory(roles=[Role.SAFETY])
    new, venue, gone = (venues.add_venue(by=by, **ABOUT) for _ in range(3))
    done, photo = assessed(by, venue)
    venues.withdraw(by=by, venue=gone, reason="It was sold.")
    under_way = venue_assessments.begin(by=by, venue=venue)
    named = {
        "new-venue": new,
        "venue": venue,
        "gone-venue": gone,
        "done-assessment": done,
        "open-assessment": under_way,
        "venue-photo": photo,
        "open-photo": photographed(by, under_way),
        "venue-control": done.findings.get(area="parking"),
    }
    found = {name: {"reference": one.reference} for name, one in named.items()}
    areas = {f"{name}-area": found[f"{name}-assessment"] | {"area": "parking"} for name in ("open", "done")}
    return found | areas


def assessed(by: User, venue: Venue) -> tuple[VenueAssessment, VenuePhoto]:
    assessment = venue_assessments.begin(by=by, venue=venue)
    for key in KEYS:
        plain = {"controls": "", "owner": None, "due_on": None}
        control = {"controls": "A lamp", "owner": by, "due_on": timezone.localdate()}
        found = {"rating": "good", "evidence": "Seen.", "in_place": False, **(control if key == "parking" else plain)}
        venue_assessments.save_finding(by=by, assessment=assessment, area=key, **found)
    photo = photographed(by, assessment)
    venue_assessments.save_visit(by=by, assessment=assessment, visited_on=timezone.localdate(), summary="Sit well.")
    venue_assessments.finish(by=by, assessment=assessment, outcome="fit", causes_seen=0)
    return assessment, photo


def photographed(by: User, assessment: VenueAssessment) -> VenuePhoto:
    files = [take("a.jpg", picture())]
    about = {"assessment": assessment, "area": "parking", "caption": "The path"}
    [photo] = venue_photos.add_photos(by=by, files=files, **about)
    venue_photos.check_photo(photo_id=photo.pk)
    return photo
