"""What pages show of venues, gathered in a number of queries that does not grow."""

from collections.abc import Iterable
from typing import Any

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.models import Incident
from riskassess.models import Venue, VenueAssessment, VenueFinding, VenuePhoto
from riskassess.venues.drawing import drawn, room_of
from riskassess.venues.policies import may_say_in_place


def report_of(assessment: VenueAssessment | None, user: User) -> dict[str, Any]:
    """One version as it is read: areas with their photographs, and the plan."""
    if assessment is None:
        return {"assessment": None}
    findings = list(assessment.findings.select_related("owner", "done_by"))
    photos = by_area(assessment.photos.all())
    room = room_of(assessment)
    return {
        "assessment": assessment,
        "areas": [(one, photos.get(one.area, []), open_to(user, one)) for one in findings],
        "drawing": drawn(room) if room else None,
    }


def open_to(user: User, finding: VenueFinding) -> bool:
    """Whether this reader may say that its control is in place now."""
    return bool(finding.controls) and finding.done_on is None and may_say_in_place(user, finding)


def by_area(photos: Iterable[VenuePhoto]) -> dict[str, list[VenuePhoto]]:
    found: dict[str, list[VenuePhoto]] = {}
    for photo in photos:
        found.setdefault(photo.area, []).append(photo)
    return found


def happenings(venue: Venue, user: User) -> list[tuple[Any, str]]:
    """That something happened there, and the case's reference for those alone who may open the case."""
    rows = list(venue.incidents.visible_to(user).select_related("incident"))
    if not user.may(Permission.SEE_CASES):
        return [(row.said_at, "") for row in rows]
    team = set(Incident.objects.team(user).filter(venues__venue=venue).values_list("reference", flat=True))
    return [(row.said_at, row.incident.reference if row.incident.reference in team else "") for row in rows]
