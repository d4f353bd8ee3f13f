"""A calendar file as shifts that could be planned. It may come from anywhere: each entry is read or refused alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar import Event

from councilsafe.accounts.models import User
from councilsafe.duty.calendar import LONDON, ONE_DAY
from councilsafe.duty.ical.lines import Chunk, chunks
from councilsafe.duty.ical.people import Team, people_of
from councilsafe.duty.ical.repeats import repeats, rule_of
from councilsafe.duty.proposals import Proposal, Refused
from councilsafe.duty.weeks import moment_at

AHEAD = timedelta(days=366)
BACK = timedelta(days=5 * 366)
LONGEST = timedelta(days=7)
MOST_SHIFTS = 2000
TOO_MANY = "There are too many shifts in this file. Make several files of it"
UNREADABLE = "It cannot be read"
NOT_TAKEN = {
    "RDATE": "It repeats on days of its own. Make an entry of each",
    "RECURRENCE-ID": "It changes one entry of a series. Change it here, after the series is taken over",
    "EXRULE": "It repeats in a way that is not understood here",
}


class UnfitError(ValueError):
    """One entry is refused; the message says why."""


@dataclass
class Reading:
    proposals: list[Proposal] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    is_full: bool = False


@dataclass(frozen=True)
class Wall:
    """A time on the wall of some place."""

    at: datetime
    zone: tzinfo

    @property
    def moment(self) -> datetime:
        if str(self.zone) == str(LONDON):
            return moment_at(self.at.date(), self.at.time())
        return self.at.replace(tzinfo=self.zone).astimezone(UTC)


def read(text: str, people: Iterable[User], now: datetime) -> Reading:
    """Raises NoCalendarError when the file as a whole is none."""
    reading, team = Reading(), Team.of(people)
    for chunk in chunks(text):
        read_one(chunk, team, now, reading)
    return reading


def read_one(chunk: Chunk, team: Team, now: datetime, reading: Reading) -> None:
    """A ValueError says why in our own words, or comes from the library and then says nothing to people."""
    title = ""
    try:
        if reading.is_full:
            raise UnfitError(TOO_MANY)
        event = event_of(chunk)
        title = str(event.get("SUMMARY", ""))[:60]
        found = list(proposals_of(event, team, now, f"line {chunk.line}"))
        reading.is_full = len(reading.proposals) + len(found) > MOST_SHIFTS
        if reading.is_full:
            raise UnfitError(TOO_MANY)
        reading.proposals += found
    except (ValueError, OverflowError) as error:
        own = type(error).__module__.startswith("councilsafe.")
        what = f"Line {chunk.line}: {title}" if title else f"Line {chunk.line}"
        reading.refused.append(Refused(what, str(error) if own else UNREADABLE))


def event_of(chunk: Chunk) -> Any:
    if chunk.refused:
        raise UnfitError(chunk.refused)
    try:
        event = Event.from_ical(chunk.text)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise UnfitError(UNREADABLE) from error
    if not isinstance(event, Event) or event.errors:
        raise UnfitError(UNREADABLE)
    return event


def proposals_of(event: Any, team: Team, now: datetime, source: str) -> Iterator[Proposal]:
    for name, why in NOT_TAKEN.items():
        if name in event:
            raise UnfitError(why)
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise UnfitError("It is cancelled")
    start, length = times_of(event, now)
    first, second = people_of(event, team)
    excepted = excepted_of(event)
    long_ago = now.astimezone(start.zone).replace(tzinfo=None) - ONE_DAY - length
    for begins in beginnings(event, start, now):
        if begins < long_ago and begins != start.at:
            continue
        starts_at = Wall(begins, start.zone).moment
        ends_at = Wall(begins + length, start.zone).moment
        is_first = begins == start.at
        if starts_at not in excepted and starts_at < ends_at and (is_first or ends_at > now):
            yield Proposal(starts_at, ends_at, first, second, source=source)


def times_of(event: Any, now: datetime) -> tuple[Wall, timedelta]:
    """When it begins, and how long it lasts on the wall."""
    start = wall_of(event.get("DTSTART"), "when it starts")
    if not -BACK < start.moment - now < AHEAD:
        raise UnfitError("It is more than a year ahead, or more than five years ago")
    length = length_of(event, start)
    if not timedelta(0) < length <= LONGEST:
        raise UnfitError("It must end after it starts, and within a week")
    return start, length


def length_of(event: Any, start: Wall) -> timedelta:
    if "DTEND" in event:
        return wall_of(event["DTEND"], "when it ends", start.zone).at - start.at
    if "DURATION" in event:
        length = getattr(event["DURATION"], "dt", None)
        if isinstance(length, timedelta):
            return length
    elif type(event["DTSTART"].dt) is date:
        return ONE_DAY
    raise UnfitError("It does not say when it ends")


def wall_of(value: Any, what: str, zone: tzinfo | None = None) -> Wall:
    """A day alone begins at midnight. A time of no place is London's. `zone`: on the wall of which place to say it."""
    given = getattr(value, "dt", None)
    if isinstance(given, datetime) and given.tzinfo:
        own = zone or given.tzinfo
        return Wall(given.astimezone(own).replace(tzinfo=None), own)
    if not isinstance(given, date):
        raise UnfitError(f"It does not say {what}")
    if isinstance(given, datetime) and "TZID" in value.params:
        raise UnfitError(f"Its time zone is not known: {str(value.params['TZID'])[:60]}")
    at = given if isinstance(given, datetime) else datetime.combine(given, time())
    local = moment_at(at.date(), at.time()).astimezone(zone or LONDON)
    return Wall(local.replace(tzinfo=None), zone or LONDON)


def beginnings(event: Any, start: Wall, now: datetime) -> Iterator[datetime]:
    if "RRULE" not in event:
        yield start.at
        return
    if isinstance(event["RRULE"], list):
        raise UnfitError("It has more than one rule by which it repeats")
    parts = dict(event["RRULE"])
    last = (now + AHEAD).astimezone(start.zone).date()
    yield from repeats(start.at, rule_of(parts, until_of(parts, start)), last)


def until_of(parts: dict[str, Any], start: Wall) -> datetime | None:
    """A day alone means the whole of it."""
    if not (given := (parts.get("UNTIL") or [None])[0]):
        return None
    if isinstance(given, datetime):
        return given.astimezone(start.zone).replace(tzinfo=None) if given.tzinfo else given
    if isinstance(given, date):
        return datetime.combine(given, time.max)
    raise UnfitError(UNREADABLE)


def excepted_of(event: Any) -> set[datetime]:
    given = event.get("EXDATE")
    lists = given if isinstance(given, list) else [given] if given else []
    return {wall_of(one, "what is left out").moment for entry in lists for one in getattr(entry, "dts", [])}
