"""What each reads on the pages about venues, and how many queries that takes."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.evidence.uploads import take
from riskassess.actions import venue_assessments, venue_photos, venues
from riskassess.models import Outcome, Venue, VenueAssessment
from riskassess.venues.areas import AREAS, KEYS
from riskassess.venues.plan import Item, Kind, Room, Wall
from tests.factories import IncidentFactory
from tests.unit.incidents.evidence.samples import picture
from tests.unit.riskassess.venues.making import ABOUT, assessed, finished

pytestmark = pytest.mark.django_db


def read(client: Client, user: User, name: str, *args: str, **query: str) -> str:
    client.force_login(user)
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def approved_venue(by: User, **about: str) -> Venue:
    return finished(by, assessed(by, venues.add_venue(by=by, **(ABOUT | about))))


# Councillors -----------------------------------------------------------------------------------------------------


def test_the_list_has_what_is_approved_and_nothing_else(safety: User, councillor: User, client: Client) -> None:
    approved_venue(safety, name="Oak Hall")
    venues.add_venue(by=safety, **(ABOUT | {"name": "Draft Hall"}))
    finished(safety, assessed(safety, venues.add_venue(by=safety, **(ABOUT | {"name": "Bad Hall"}))), Outcome.UNFIT)
    venues.withdraw(by=safety, venue=approved_venue(safety, name="Sold Hall"), reason="Sold.")
    page = read(client, councillor, "my-venues")
    assert "Oak Hall" in page
    assert not [name for name in ("Draft", "Bad", "Sold") if f"{name} Hall" in page]


def test_it_is_by_name_and_can_be_filtered_by_ward(safety: User, councillor: User, client: Client) -> None:
    for name, ward in (("Yew Hall", "Northgate"), ("Ash Hall", "Northgate"), ("Fir Hall", "Southgate")):
        approved_venue(safety, name=name, ward=ward)
    page = read(client, councillor, "my-venues")
    assert page.index("Ash Hall") < page.index("Fir Hall") < page.index("Yew Hall")
    page = read(client, councillor, "my-venues", ward="Southgate")
    assert "Fir Hall" in page
    assert "Ash Hall" not in page


def test_expired_it_leaves_by_itself_and_says_why(approved: Venue, councillor: User, client: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(367), tick=False):
        assert "Elm Hall" not in read(client, councillor, "my-venues")
        page = read(client, councillor, "my-venue", approved.reference)
    assert "Do not use this place now. Its assessment has run out" in page
    assert "How to set up the room" not in page


def test_a_councillor_reads_what_to_know_and_not_that_something_happened(
    approved: Venue, officer: User, councillor: User, client: Client
) -> None:
    incident = IncidentFactory(description="He shouted")
    venues.happened_at(by=officer, venue=approved, incident=incident)
    page = read(client, councillor, "my-venue", approved.reference)
    assert "Sit by the door." in page
    assert "looking at this place again" in page
    assert not [word for word in (incident.reference, "happened here. We", "He shouted") if word in page]
    assert all(area.title in page for area in AREAS)


# Officers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "sees_case"), [("safety", False), ("officer", True), ("monitoring", True)])
def test_health_and_safety_reads_that_something_happened_and_nothing_of_it(  # a table's columns
    approved: Venue, officer: User, client: Client, request: pytest.FixtureRequest, who: str, sees_case: bool
) -> None:
    incident = IncidentFactory(description="He shouted")
    venues.happened_at(by=officer, venue=approved, incident=incident)
    page = read(client, request.getfixturevalue(who), "venue", approved.reference)
    assert "Something happened here" in page
    assert (incident.reference in page) is sees_case
    assert "He shouted" not in page


def test_from_a_case_an_officer_says_where_it_happened(approved: Venue, officer: User, client: Client) -> None:
    incident = IncidentFactory()
    client.force_login(officer)
    path = reverse("venue-happened", args=[incident.reference])
    assert "Elm Hall" in client.get(path).content.decode()
    assert "There is a problem" in client.post(path, {}).content.decode()
    for _ in range(2):
        assert client.post(path, {"venue": approved.reference}).status_code == 302
    assert approved.incidents.count() == 1


def test_a_venue_is_added_and_changed_and_given_to_somebody(safety: User, manager: User, client: Client) -> None:
    client.force_login(safety)
    said = ABOUT | {"opening": "By the caretaker", "contact": "Reception", "owner": safety.reference}
    assert client.post(reverse("venue-add"), said).status_code == 302
    venue = Venue.objects.get()
    assert (venue.owner, venue.opening, venue.state) == (safety, "By the caretaker", "new")
    change = reverse("venue-change", args=[venue.reference])
    assert 'value="By the caretaker"' in client.get(change).content.decode()
    client.post(change, said | {"name": "Oak Hall", "owner": manager.reference})
    venue.refresh_from_db()
    assert (venue.name, venue.owner) == ("Oak Hall", manager)


# Assessing -------------------------------------------------------------------------------------------------------


def test_page_by_page_each_saved_at_once(venue: Venue, safety: User, client: Client) -> None:
    client.force_login(safety)
    client.post(reverse("venue-begin", args=[venue.reference]))
    reference = VenueAssessment.objects.get().reference
    for key in KEYS:
        assert client.get(reverse("venue-area", args=[reference, key])).status_code == 200
        answer = client.post(reverse("venue-area", args=[reference, key]), {"rating": "good", "evidence": "Seen."})
        assert answer.status_code == 302
        assert VenueAssessment.objects.get().findings.get(area=key).rating == "good"
    assert answer["Location"] == reverse("venue-plan", args=[reference])
    plan = {"width": "5", "depth": "4", "door_1_wall": "top", "door_1_x": "0.5", "table_1_x": "2", "table_1_y": "2"}
    assert client.post(answer["Location"], plan).status_code == 302
    assert "<svg" in client.get(answer["Location"]).content.decode()
    today = timezone.localdate()
    visit = {"visited_on-day": today.day, "visited_on-month": today.month, "visited_on-year": today.year}
    client.post(reverse("venue-visit", args=[reference]), visit | {"summary": "Sit by the door."})
    client.post(reverse("venue-assessment", args=[reference]), {"outcome": "fit", "causes_seen": "0"})
    venue.refresh_from_db()
    assert venue.standing == "approved"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({}, "Select how it is"),
        ({"rating": "good"}, "Enter what you found"),
        ({"rating": "controls", "evidence": "Dark"}, "Enter what is done about it"),
        ({"rating": "good", "evidence": "Dark", "controls": "Lamp"}, "Select who does it"),
        ({"rating": "good", "evidence": "Dark", "controls": "Lamp"}, "Enter the day by which it is in place"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    venue: Venue, safety: User, client: Client, said: dict[str, str], error: str
) -> None:
    assessment = venue_assessments.begin(by=safety, venue=venue)
    client.force_login(safety)
    page = client.post(reverse("venue-area", args=[assessment.reference, "parking"]), said).content.decode()
    assert error in page
    assert said.get("controls", "") in page


def test_what_is_in_the_way_of_approval_is_said_before_and_after(venue: Venue, safety: User, client: Client) -> None:
    assessment = assessed(safety, venue, signal={"rating": "bad"})
    page = read(client, safety, "venue-assessment", assessment.reference)
    assert "Phone signal: it is not acceptable, and no control is in place." in page
    path = reverse("venue-assessment", args=[assessment.reference])
    assert client.post(path, {"outcome": "fit", "causes_seen": "0"}).status_code == 403


def test_what_joined_meanwhile_is_shown_before_it_is_finished(
    approved: Venue, safety: User, officer: User, client: Client
) -> None:
    assessment = assessed(safety, approved)
    venues.happened_at(by=officer, venue=approved, incident=IncidentFactory())
    client.force_login(safety)
    path = reverse("venue-assessment", args=[assessment.reference])
    page = client.post(path, {"outcome": "fit", "causes_seen": "0"}).content.decode()
    assert "Something else happened while you were writing" in page
    assert 'value="1"' in page
    assert client.post(path, {"outcome": "fit", "causes_seen": "1"}).status_code == 302


# Queries ---------------------------------------------------------------------------------------------------------


def test_pages_take_as_many_queries_for_many_as_for_few(
    safety: User, officer: User, councillor: User, client: Client
) -> None:
    room = Room(500, 400, (Item(Kind.DOOR, 50, wall=Wall.TOP), Item(Kind.TABLE, 200, 200)))
    venue = happened_and_drawn(approved_venue(safety), safety, officer, room)
    paths = [
        (safety, reverse("venues")),
        (safety, venue.get_absolute_url()),
        (officer, venue.get_absolute_url()),
        (councillor, reverse("my-venues")),
        (councillor, reverse("my-venue", args=[venue.reference])),
    ]
    few = [measured(client, *path) for path in paths]
    for number in range(12):
        approved_venue(safety, name=f"Hall {number}", ward=f"Ward {number}")
    for _ in range(4):
        venue = happened_and_drawn(venue, safety, officer, room)
    assert [measured(client, *path) for path in paths] == few


def happened_and_drawn(venue: Venue, safety: User, officer: User, room: Room) -> Venue:
    venues.happened_at(by=officer, venue=venue, incident=IncidentFactory())
    assessment = assessed(safety, venue)
    venue_assessments.save_plan(by=safety, assessment=assessment, room=room)
    for number in range(2):
        files = [take("a.jpg", picture() + bytes([number]))]
        about = {"assessment": assessment, "area": "parking", "caption": "The path"}
        venue_photos.add_photos(by=safety, files=files, **about)
    return finished(safety, assessment)


def measured(client: Client, user: User, path: str) -> int:
    client.force_login(user)
    return queries(client, path)


def test_the_list_is_walked_page_by_page(safety: User, client: Client) -> None:
    for number in range(30):
        venues.add_venue(by=safety, **(ABOUT | {"name": f"Hall {number:02} é"}))
    first = read(client, safety, "venues")
    assert "Hall 24" in first
    assert "Hall 25" not in first
    cursor = first.split("cursor=")[1].split('"')[0]
    assert "Hall 25" in read(client, safety, "venues", cursor=cursor)
