"""Calendar files: out and in again gives the same, and nothing that comes in does harm."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from councilsafe.accounts.models import User
from councilsafe.duty.calendar import LONDON
from councilsafe.duty.ical.lines import NoCalendarError
from councilsafe.duty.ical.read import Reading, read
from councilsafe.duty.ical.write import write
from councilsafe.duty.models import Shift
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
NOW = london("2026-11-23 12:00")
ANN = User(pk=1, name="Ann Lee", email="ann@example.org", reference="U-1")
BOB = User(pk=2, name="Bob", email="bob@example.org", reference="U-2")
CAROL = User(pk=3, name="Ann", email="carol@example.org", reference="U-3")
TEAM = [ANN, BOB, CAROL]


def entry(*lines: str, starts: str = "DTSTART:20261124T090000Z", ends: str = "DTEND:20261124T170000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", "UID:1", starts, ends, *lines, "END:VEVENT"])


def calendar(*entries: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])


def taken(*lines: str, **times: str) -> Reading:
    return read(calendar(entry(*lines, **times)), TEAM, NOW)


def times(reading: Reading) -> list[tuple[datetime, datetime]]:
    return [(one.starts_at, one.ends_at) for one in reading.proposals]


# Out and in ------------------------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2026, 11, 24), datetime(2027, 10, 31)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=LONDON)
)


@settings(max_examples=100, deadline=None)
@given(starts_at=MOMENTS, hours=st.integers(1, 160), second=st.sampled_from([None, BOB, CAROL]))
def test_out_and_in_again_gives_the_same(starts_at: datetime, hours: int, second: User | None) -> None:
    """As the database gives them back, in UTC: a time that comes twice in London equals no time elsewhere."""
    starts_at, ends_at = (at.astimezone(UTC) for at in (starts_at, starts_at + timedelta(hours=hours)))
    shift = Shift(starts_at=starts_at, ends_at=ends_at, first=ANN, second=second)
    reading = read(write([shift], NOW).decode(), TEAM, NOW)
    assert reading.refused == []
    assert [one.is_like(shift) for one in reading.proposals] == [True]


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"], ids=["spring", "autumn"])
def test_the_nights_of_both_changes_of_the_clocks(day: str) -> None:
    before = (datetime.fromisoformat(day) - timedelta(days=1)).date().isoformat()
    shift = Shift(starts_at=london(f"{before} 17:00"), ends_at=london(f"{day} 09:00"), first=ANN)
    assert times(read(write([shift], NOW).decode(), TEAM, NOW)) == [(shift.starts_at, shift.ends_at)]


def test_it_names_people_and_times_and_stays_the_same_event() -> None:
    shift = Shift(starts_at=london("2026-11-24 09:00"), ends_at=london("2026-11-24 17:00"), first=ANN, second=BOB)
    [event] = Calendar.from_ical(write([shift], NOW)).walk("VEVENT")
    [again] = Calendar.from_ical(write([shift], NOW + timedelta(days=3))).walk("VEVENT")
    assert event["UID"] == again["UID"]
    assert str(event["SUMMARY"]) == "On duty: Ann Lee, then Bob"
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ATTENDEE"}


# Who and when ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("ATTENDEE:mailto:BOB@example.org", (BOB, None)),
        ("ATTENDEE:mailto:bob@example.org\r\nATTENDEE:mailto:ann@example.org", (BOB, ANN)),
        ("ORGANIZER:mailto:bob@example.org", (BOB, None)),
        ("ORGANIZER:mailto:boss@example.org\r\nSUMMARY:Duty: ann lee\\, then Bob", (ANN, BOB)),
        ("SUMMARY:Ann\\, Bob", (CAROL, BOB)),
    ],
    ids=["in any case", "in their order", "whoever made it", "by name", "the shorter name"],
)
def test_people_are_found(line: str, people: tuple[User, User | None]) -> None:
    [found] = taken(line).proposals
    assert (found.first, found.second) == people


NINE_TO_FIVE = [(london("2026-11-24 09:00"), london("2026-11-24 17:00"))]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("DTSTART:20261124T090000Z", "DTEND:20261124T170000Z"),
        ("DTSTART;TZID=Europe/London:20261124T090000", "DTEND;TZID=Europe/London:20261124T170000"),
        ("DTSTART;TZID=GMT Standard Time:20261124T090000", "DTEND;TZID=GMT Standard Time:20261124T170000"),
        ("DTSTART:20261124T090000", "DTEND:20261124T170000"),
        ("DTSTART;TZID=Europe/Berlin:20261124T100000", "DTEND;TZID=Europe/Berlin:20261124T180000"),
        ("DTSTART:20261124T090000Z", "DURATION:PT8H"),
    ],
)
def test_times_in_every_way_they_are_written(starts: str, ends: str) -> None:
    assert times(taken("SUMMARY:Bob", starts=starts, ends=ends)) == NINE_TO_FIVE


def test_a_day_alone_is_the_whole_day() -> None:
    found = times(taken("SUMMARY:Bob", starts="DTSTART;VALUE=DATE:20261124", ends="DTEND;VALUE=DATE:20261126"))
    assert found == [(london("2026-11-24 00:00"), london("2026-11-26 00:00"))]


def test_what_repeats_keeps_its_wall_time_over_the_change_of_the_clocks() -> None:
    zone = {"starts": "DTSTART;TZID=Europe/London:20270326T170000", "ends": "DTEND;TZID=Europe/London:20270327T090000"}
    skipped = "EXDATE;TZID=Europe/London:20270327T170000"
    found = times(taken("SUMMARY:Bob", "RRULE:FREQ=DAILY;COUNT=4", skipped, **zone))
    days = [("26", "27"), ("28", "29"), ("29", "30")]
    assert found == [(london(f"2027-03-{a} 17:00"), london(f"2027-03-{b} 09:00")) for a, b in days]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["11-24", "12-01", "12-08"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261203T235959Z", ["11-24", "11-26", "12-01", "12-03"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;COUNT=3", ["11-24", "12-07", "12-08"]),
        ("FREQ=DAILY;INTERVAL=3;UNTIL=20261201", ["11-24", "11-27", "11-30"]),
        ("FREQ=DAILY;BYDAY=MO;COUNT=1", ["11-30"]),
    ],
)
def test_the_rules_that_are_understood(rule: str, days: list[str]) -> None:
    assert [f"{one.starts_at:%m-%d}" for one in taken("SUMMARY:Bob", f"RRULE:{rule}").proposals] == days


def test_what_never_ends_is_taken_for_a_year() -> None:
    assert 360 <= len(taken("SUMMARY:Bob", "RRULE:FREQ=DAILY").proposals) <= 366


# What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["ATTENDEE:mailto:mallory@example.net"], "Nobody who can be on duty has the address mallory@example.net"),
        (["SUMMARY:Nobody"], "It names nobody"),
        (["SUMMARY:Bob\\, Ann\\, Ann Lee"], "more than two"),
        (["SUMMARY:Bob", "STATUS:CANCELLED"], "cancelled"),
        (["SUMMARY:Bob", "RDATE:20261125T090000Z"], "days of its own"),
        (["SUMMARY:Bob", "RECURRENCE-ID:20261124T090000Z"], "series"),
        (["SUMMARY:Bob", "RRULE:FREQ=SECONDLY"], "repeats in a way"),
        (["SUMMARY:Bob", "RRULE:FREQ=DAILY;INTERVAL=0"], "repeats in a way"),
        (["SUMMARY:Bob", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "repeats in a way"),
        (["SUMMARY:Bob", "RRULE:FREQ=WEEKLY;BYDAY=+2MO"], "repeats in a way"),
        (["SUMMARY:Bob", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "more than one rule"),
        (["SUMMARY:Bob", "RRULE:nonsense"], "repeats in a way"),
        (["SUMMARY:Bob", "BEGIN:VTIMEZONE", "END:VTIMEZONE"], "another part inside"),
        (["SUMMARY:Bob", *["COMMENT:x"] * 500], "too long"),
    ],
)
def test_each_entry_is_refused_with_its_line_and_why(lines: list[str], reason: str) -> None:
    reading = read(calendar(entry(*lines), entry("SUMMARY:Bob")), TEAM, NOW)
    assert len(reading.proposals) == 1
    [refused] = reading.refused
    assert refused.what.startswith("Line 3")
    assert reason in refused.why


@pytest.mark.parametrize(
    ("starts", "ends", "reason"),
    [
        ("DTSTART;TZID=Mars/Base:20261124T090000", "DTEND:20261124T170000Z", "time zone is not known: Mars/Base"),
        ("DTSTART:20261124T090000Z", "DTEND:20261124T080000Z", "end after it starts"),
        ("DTSTART:20261124T090000Z", "DTEND:20261224T080000Z", "within a week"),
        ("DTSTART:20261124T090000Z", "COMMENT:no end", "does not say when it ends"),
        ("COMMENT:no start", "DTEND:20261124T170000Z", "does not say when it starts"),
        ("DTSTART:99991231T090000Z", "DTEND:99991231T100000Z", "more than a year ahead"),
        ("DTSTART:00010101T000000Z", "DTEND:00010101T100000Z", "more than a year ahead"),
        ("DTSTART:2026", "DTEND:20261124T170000Z", "cannot be read"),
    ],
)
def test_times_that_cannot_be_are_refused(starts: str, ends: str, reason: str) -> None:
    [refused] = taken("SUMMARY:Bob", starts=starts, ends=ends).refused
    assert reason in refused.why


@pytest.mark.parametrize(
    "text",
    ["", "Dear all", "BEGIN:VCARD\r\nEND:VCARD", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", calendar(*[entry()] * 1001)],
    ids=["empty", "a letter", "a visiting card", "cut off", "too many"],
)
def test_what_is_no_calendar_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(NoCalendarError):
        read(text, TEAM, NOW)


def test_hostile_files_cost_little() -> None:
    """Rules for clocks that never end, alarms, and as many long series as a file can hold."""
    zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    old = {"starts": "DTSTART:20220101T090000Z", "ends": "DTEND:20220101T170000Z"}
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM"
    text = calendar(zone, *[entry("SUMMARY:Bob", alarm, "RRULE:FREQ=DAILY", **old)] * 999)
    start = process_time()
    reading = read(text, TEAM, NOW)
    assert process_time() - start < 15
    assert 0 < len(reading.proposals) <= 2000
    assert "too many shifts" in reading.refused[-1].why
    past = [entry("SUMMARY:Bob", "RRULE:FREQ=DAILY;UNTIL=20251231T000000Z", **old)] * 999
    assert len(read(calendar(*past), TEAM, NOW).proposals) == 999


PARTS = """BEGIN:VEVENT END:VEVENT DTSTART DTEND RRULE: FREQ=DAILY ; : , = TZID= 20261124T0900 ATTENDEE SUMMARY:Bob
    mailto:bob@example.org EXDATE DURATION:P VALUE=DATE " \\"""
WORDS = st.sampled_from([*PARTS.split(), "\r\n", "\r\n "])


@settings(max_examples=300, deadline=None)
@given(text=st.lists(WORDS | st.text(max_size=5), max_size=40).map("".join))
def test_no_text_breaks_it(text: str) -> None:
    try:
        read(calendar(entry(), text), TEAM, NOW)
        read(calendar(entry(text)), TEAM, NOW)
    except NoCalendarError:
        pass


# Pages -----------------------------------------------------------------------------------------------------------


def sent(text: str | bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("a.ics", text.encode() if isinstance(text, str) else text)}


@time_machine.travel(NOW, tick=False)
def test_a_file_is_planned_after_it_was_shown(client: Client, people: People, plan: Plan) -> None:
    plan("2026-11-25 09:00", "2026-11-25 17:00")
    client.force_login(people.manager)
    by_ann = entry(f"ATTENDEE:mailto:{people.ann.email}")
    in_the_way = entry("SUMMARY:Ann", starts="DTSTART:20261125T100000Z", ends="DTEND:20261125T110000Z")
    response = client.post("/duty/calendar/import/", sent(calendar(by_ann, in_the_way, entry("SUMMARY:Zed"))))
    page = response.text
    assert "1 new shift." in page
    assert "There is already another shift in this time" in page
    assert "It names nobody who can be on duty" in page
    assert Shift.objects.count() == 1
    shown = {"text": response.context["words"], "seen": response.context["preview"].sifted.mark}
    assert client.post("/duty/calendar/import/", shown).status_code == 302
    assert Shift.objects.count() == 2
    assert client.post("/duty/calendar/import/", shown).status_code == 200  # planned already: nothing new
    assert Shift.objects.count() == 2


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe\x00", "This is no calendar file"),
        (b"PK\x03\x04", "This is no calendar file"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * 1_000_001, "smaller than 1 MB"),
    ],
    ids=["empty", "no text", "something else", "too large"],
)
def test_a_file_that_is_none_is_refused_with_why(client: Client, people: People, content: bytes, error: str) -> None:
    client.force_login(people.manager)
    response = client.post("/duty/calendar/import/", sent(content))
    assert response.status_code == 200
    assert error in response.text


def test_a_forged_upload_is_refused(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.manager)
    assert client.post("/duty/calendar/import/", sent(calendar(entry("SUMMARY:Ann")))).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_ones_own_and_the_whole_rota_come_as_files(client: Client, people: People, plan: Plan) -> None:
    plan("2026-11-24 09:00", "2026-11-24 17:00", first=people.bob, second=None)
    plan("2026-11-25 09:00", "2026-11-25 17:00", first=people.manager, second=people.ann)
    UserFactory(name="Ann", roles=["officer"])
    client.force_login(people.ann)
    files = {name: client.get(f"/duty/calendar/{name}.ics") for name in ("mine", "rota")}
    assert {name: answer.content.count(b"BEGIN:VEVENT") for name, answer in files.items()} == {"mine": 1, "rota": 2}
    assert files["mine"]["Content-Type"] == "text/calendar; charset=utf-8"
    Shift.objects.all().delete()
    reading = read(files["rota"].content.decode(), User.objects.all(), NOW)
    assert [(one.first, one.second) for one in reading.proposals] == [(people.bob, None), (people.manager, people.ann)]
