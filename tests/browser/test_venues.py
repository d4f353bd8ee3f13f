"""A venue is assessed on a desktop with photographs and a plan, approved, and read by a councillor on a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from riskassess.actions import venue_photos, venues
from riskassess.models import Venue, VenueAssessment
from riskassess.venues.areas import AREAS
from tests.factories import COUNCIL, CouncillorFactory, UserFactory, officer, report
from tests.unit.incidents.evidence.samples import picture
from tests.unit.riskassess.venues.making import ABOUT, assessed, finished

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Page]
PHONE, DESKTOP = (390, 844), (1280, 900)
PLAN = {
    "Width of the room": "5",
    "Depth of the room": "4",
    "Door 1: from the wall’s left or top end": "0.5",
    "Table: from the left wall": "2",
    "Table: from the top wall": "2",
    "Councillor’s chair: from the left wall": "2",
    "Councillor’s chair: from the top wall": "1.2",
    "Visitor’s chair 1: from the left wall": "2",
    "Visitor’s chair 1: from the top wall": "3",
}


@pytest.fixture
def sign_in(browser: Browser, live_server: LiveServer) -> Iterator[SignIn]:
    """A device of somebody who has signed in."""
    contexts: list[BrowserContext] = []

    def signed_in(user: User, size: tuple[int, int] = DESKTOP, scripts: bool = True) -> Page:
        client = Client()
        client.force_login(user)
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(base_url=live_server.url, viewport=viewport, java_script_enabled=scripts)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture
def sam(db: None) -> User:
    return UserFactory(roles=[Role.SAFETY], name="Sam Safety")


def check(page: Page) -> None:
    """At the size it has, and as narrow as a page is ever read."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    assert size
    page.set_viewport_size(size)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_venue_is_assessed_approved_and_read(sign_in: SignIn, sam: User, tmp_path: Path, scripts: bool) -> None:
    picked = tmp_path / "path.jpg"
    picked.write_bytes(picture())
    page = sign_in(sam, DESKTOP, scripts)
    look = check if scripts else lambda page: None
    add(page, look)
    page.get_by_role("button", name="Begin an assessment").click()
    look(page)
    page.locator("#area-entrances ~ a").click()
    for area in AREAS:
        expect(page.get_by_role("heading", level=1)).to_have_text(area.title)
        if area.key == "parking":
            send_photograph(page, picked)
            look(page)
        answer(page, area.key)
    draw(page, look)
    page.get_by_role("link", name="Say when you visited it, and what to know").click()
    today = timezone.localdate()
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(label).fill(str(value))
    page.get_by_label("What should councillors know?").fill("Sit with the door on your left.")
    look(page)
    page.get_by_role("button", name="Save and continue").click()
    look(page)
    page.get_by_label("It can be used").check()
    page.get_by_role("button", name="Finish the assessment").click()
    expect(page.get_by_text("The assessment is finished.")).to_be_visible()
    look(page)
    read_it(sign_in, scripts, look)


def add(page: Page, look: Callable[[Page], None]) -> None:
    page.goto(reverse("venues"))
    look(page)
    page.get_by_role("button", name="Add a venue").or_(page.get_by_role("link", name="Add a venue")).first.click()
    look(page)
    page.get_by_label("Name of the venue").fill("Elm Hall")
    page.get_by_label("Address").fill("1 Elm Road")
    page.get_by_label("Ward").fill("Northgate")
    page.get_by_label("What is it used for?").fill("Ward surgeries")
    page.get_by_role("button", name="Save the venue").click()


def send_photograph(page: Page, picked: Path) -> None:
    page.get_by_label("What do they show?").fill("The path from the car park")
    page.locator("input[type=file]").set_input_files(picked)
    page.get_by_role("button", name="Add photographs").click()
    expect(page.get_by_text("The path from the car park (being checked)")).to_be_visible()
    assert venue_photos.check_waiting_photos() == 1
    page.reload()
    picture = page.get_by_role("img", name="The path from the car park")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()


def answer(page: Page, key: str) -> None:
    page.get_by_label("What did you find?").fill(f"This is how {key} is.")
    if key == "comfort":
        page.get_by_label("Acceptable with controls").check()
        page.get_by_label("What is done about it?").fill("A brighter lamp")
        page.get_by_label("Who does it?").select_option(label="Sam Safety")
        page.get_by_label("Day").fill("1")
        page.get_by_label("Month").fill("12")
        page.get_by_label("Year").fill("2027")
    else:
        page.get_by_label("Good", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()


def draw(page: Page, look: Callable[[Page], None]) -> None:
    for label, value in PLAN.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Door 1: wall").select_option(label="Top")
    page.get_by_role("button", name="Draw and save").click()
    expect(page.locator("svg.app-plan__room rect")).to_have_count(5)
    expect(page.get_by_text("The councillor sits nearer to a door than the visitors.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Go on to the summary").click()


def read_it(sign_in: SignIn, scripts: bool, look: Callable[[Page], None]) -> None:
    phone = sign_in(CouncillorFactory(), PHONE, scripts)
    phone.goto(reverse("my-safety"))
    phone.get_by_role("link", name="Where to meet people").click()
    look(phone)
    phone.get_by_role("link", name="Elm Hall").click()
    expect(phone.get_by_text("Sit with the door on your left.")).to_be_visible()
    expect(phone.get_by_text("This is how signal is.")).to_be_visible()
    expect(phone.get_by_role("img", name="The path from the car park")).to_have_count(1)
    expect(phone.get_by_role("link", name="Original")).to_have_count(0)
    look(phone)


def test_from_a_case_an_officer_says_where_it_happened(sign_in: SignIn, sam: User) -> None:
    venue: Venue = finished(sam, assessed(sam, venues.add_venue(by=sam, **ABOUT)))
    case = report(CouncillorFactory(), **COUNCIL)
    page = sign_in(officer(name="Olive Officer"))
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="It happened at one of our venues").click()
    check(page)
    page.get_by_label("Which of our venues was it?").select_option(label="Elm Hall")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Elm Hall will be looked at again.")).to_be_visible()
    safety = sign_in(sam)
    safety.goto(venue.get_absolute_url())
    expect(safety.get_by_text("Something happened here.")).to_be_visible()
    expect(safety.get_by_text(case.reference)).to_have_count(0)
    check(safety)


def test_expired_and_withdrawn_say_so_on_a_phone(sign_in: SignIn, sam: User) -> None:
    venue = finished(sam, assessed(sam, venues.add_venue(by=sam, **ABOUT)))
    page = sign_in(sam, PHONE)
    page.goto(reverse("venue-withdraw", args=[venue.reference]))
    check(page)
    page.get_by_label("Why is it not used any more?").fill("It was sold.")
    page.get_by_role("button", name="Take it off the list").click()
    expect(page.get_by_role("button", name="Bring it back")).to_be_visible()
    phone = sign_in(CouncillorFactory(), PHONE)
    phone.goto(reverse("my-venue", args=[venue.reference]))
    expect(phone.get_by_text("The council does not use this place any more.")).to_be_visible()
    check(phone)
    phone.goto(reverse("my-venues"))
    expect(phone.get_by_text("No venue is approved just now.")).to_be_visible()
    assert VenueAssessment.objects.get().finished_at
