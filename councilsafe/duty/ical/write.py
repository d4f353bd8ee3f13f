"""The rota as a calendar file. It names who is on duty when, and nothing of any case."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from councilsafe.accounts.models import User
from councilsafe.duty.models import Shift

ROLES = ("REQ-PARTICIPANT", "OPT-PARTICIPANT")  # who answers first, and who is told when they do not


def write(shifts: Iterable[Shift], now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//CouncilSafe//Duty rota//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{settings.COUNCIL_NAME}: duty rota")
    for shift in shifts:
        calendar.add_component(event_of(shift, now))
    return calendar.to_ical()


def event_of(shift: Shift, now: datetime) -> Event:
    """Times are in UTC, so that no program needs to know when our clocks change."""
    event = Event()
    event.add("uid", f"{shift.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", shift.starts_at.astimezone(UTC))
    event.add("dtend", shift.ends_at.astimezone(UTC))
    event.add("summary", summary_of(shift))
    for role, person in zip(ROLES, (shift.first, shift.second), strict=True):
        if person:
            event.add("attendee", attendee(person, role))
    return event


def summary_of(shift: Shift) -> str:
    return f"On duty: {shift.first}, then {shift.second}" if shift.second else f"On duty: {shift.first}"


def attendee(person: User, role: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["cn"] = vText(person.name)
    address.params["role"] = vText(role)
    return address
