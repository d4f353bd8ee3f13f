"""Venues of the demonstration: approved, run out, being assessed, and one at which something happened."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Incident
from riskassess.actions import venue_assessments, venues
from riskassess.models import Outcome, Venue
from riskassess.venues.areas import KEYS, Rating
from riskassess.venues.plan import Item, Kind, Room, Wall
from triage.demo.clock import at, waking_nobody
from triage.demo.people import WARDS

FOUND = {
    "entrances": "Two doors, the second one to the yard. Both open outwards and were free.",
    "security": "The caretaker is in the building until nine. The front door is on a camera.",
    "seating": "The table can stand across the room, with the councillor’s chair by the yard door.",
    "comfort": "Warm and bright. The waiting chairs in the corridor can be seen from the table.",
    "equipment": "Twelve sound chairs, two tables, a telephone on the wall and a first-aid box.",
    "parking": "Six places by the door. The path round the back is dark after sunset.",
    "signal": "Two networks work in the room, the third only at the window.",
}
ROOM = Room(
    620,
    450,
    (
        Item(Kind.DOOR, 60, wall=Wall.TOP),
        Item(Kind.DOOR, 300, wall=Wall.BOTTOM, number=2),
        Item(Kind.TABLE, 320, 210),
        Item(Kind.COUNCILLOR, 320, 130),
        Item(Kind.SECOND, 430, 110),
        Item(Kind.VISITOR, 270, 310),
        Item(Kind.VISITOR, 370, 310, number=2),
        Item(Kind.ALARM, 230, 120),
        Item(Kind.SCREEN, 540, 300),
    ),
)
SUMMARY = (
    "Sit on the side of the table that is by the door to the corridor, and let visitors come in before you sit down. "
    "The caretaker has a key and a radio: say when you begin and when you have finished."
)


def furnish(people: dict[str, User], now: datetime) -> None:
    """Nobody is sent anything of it: it had happened before the demonstration began."""
    by = people["safety"]
    with waking_nobody():
        used = add(by, "Tithe Barn Community Room", WARDS[0], now - timedelta(days=70))
        assess(by, used, now - timedelta(days=63), lamp_by=people["officer"])
        old = add(by, "Old Library, reading room", WARDS[1], now - timedelta(days=410))
        assess(by, old, now - timedelta(days=400))
        busy = add(by, "Quayside Hub, room 2", WARDS[7], now - timedelta(days=200))
        assess(by, busy, now - timedelta(days=190))
        something_happened(people["officer"], busy, now)
        begun = add(by, "Weavers’ Chapel hall", WARDS[2], now - timedelta(days=9))
        begin(by, begun, now - timedelta(days=2))
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"))


def add(by: User, name: str, ward: str, moment: datetime) -> Venue:
    about = {"address": f"{name}, {ward}", "used_for": "Ward surgeries and small meetings"}
    with at(moment):
        opening, contact = "Until nine in the evening; the caretaker opens", "The caretaker, at the desk"
        return venues.add_venue(by=by, name=name, ward=ward, opening=opening, contact=contact, **about)


def assess(by: User, venue: Venue, moment: datetime, lamp_by: User | None = None) -> None:
    with at(moment):
        assessment = venue_assessments.begin(by=by, venue=venue)
        for key in KEYS:
            lamp = lamp_by if key == "parking" else None
            venue_assessments.save_finding(by=by, assessment=assessment, area=key, **finding(key, lamp))
        venue_assessments.save_plan(by=by, assessment=assessment, room=ROOM)
        today = timezone.localdate()
        venue_assessments.save_visit(by=by, assessment=assessment, visited_on=today, summary=SUMMARY)
        venue_assessments.finish(by=by, assessment=assessment, outcome=Outcome.FIT, causes_seen=0)


def finding(key: str, lamp_by: User | None) -> dict[str, Any]:
    """All is good, but for a path that waits for a lamp."""
    plain = {"rating": Rating.GOOD, "evidence": FOUND[key], "in_place": False}
    if lamp_by is None:
        return {**plain, "controls": "", "owner": None, "due_on": None}
    due_on = timezone.localdate() + timedelta(days=70)
    controls = "A lamp over the path. Until then leave by the front door."
    return {**plain, "rating": Rating.CONTROLS, "controls": controls, "owner": lamp_by, "due_on": due_on}


def something_happened(officer: User, venue: Venue, now: datetime) -> None:
    known = Incident.objects.team(officer).filter(reported_at__lt=now - timedelta(days=2))
    incident = known.order_by("-reported_at").first()
    if incident:
        with at(now - timedelta(days=1)):
            venues.happened_at(by=officer, venue=venue, incident=incident)


def begin(by: User, venue: Venue, moment: datetime) -> None:
    with at(moment):
        assessment = venue_assessments.begin(by=by, venue=venue)
        for key in KEYS[:3]:
            venue_assessments.save_finding(by=by, assessment=assessment, area=key, **finding(key, None))
