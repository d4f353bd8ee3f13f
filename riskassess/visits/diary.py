"""Visits as a calendar file: times and a reference, and where it is only if its owner wanted that."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from riskassess.models import Visit


def write(visits: Iterable[Visit], now: datetime, *, with_places: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//CouncilSafe//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Visits")
    for visit in visits:
        calendar.add_component(event_of(visit, now, with_places))
    return calendar.to_ical()


def event_of(visit: Visit, now: datetime, with_places: bool) -> Event:
    """Times are in UTC, so that no program needs to know when our clocks change."""
    event = Event()
    event.add("uid", f"{visit.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", visit.expected_end_at.astimezone(UTC))
    event.add("summary", f"Visit {visit.reference}")
    if with_places:
        event.add("location", visit.place)
    return event
