"""Members are prepared for what is coming and read of it on a phone; afterwards what followed is counted."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from riskassess.actions import briefing_files, briefings, tensions, venues
from riskassess.models import Cause, ReviewCause, Tension, VenueCause
from tests.browser.reporter import PHONE, SMALL_PHONE, assert_clean
from tests.factories import COUNCIL, CouncillorFactory, UserFactory, officer, report
from tests.unit.incidents.evidence.samples import picture
from tests.unit.riskassess.venues.making import ABOUT as VENUE
from tests.unit.riskassess.venues.making import assessed, finished
from triage.models import Case

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1280, "height": 900}
TITLE = "Closing the baths"
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """A browser of somebody's own, signed in."""
    opened = []

    def start(user: User, *, size: dict[str, int] = WIDE, scripts: bool = True) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, viewport=size, java_script_enabled=scripts)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield start
    for context in opened:
        context.close()


@pytest.fixture
def ada(db: None) -> User:
    return CouncillorFactory(name="Ada Hollis")


@pytest.fixture
def olive(db: None) -> User:
    return officer(name="Olive Officer")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_plan_to_what_was_learned(
    open_page: Open, ada: User, olive: User, tmp_path: Path, scripts: bool
) -> None:
    sam = UserFactory(roles=[Role.SAFETY])
    finished(sam, assessed(sam, venues.add_venue(by=sam, **VENUE)))
    desk = open_page(olive, scripts=scripts)
    prepare(desk)
    tension = Tension.objects.get()
    brief(desk, tmp_path / "map.jpg")
    expect(desk.get_by_text("The briefing is sent.")).to_be_visible()
    expect(desk.get_by_text("Not opened")).to_be_visible()
    assert ReviewCause.objects.get(about_ref=tension.reference).review.profile.councillor == ada
    assert VenueCause.objects.get(about_ref=tension.reference).cause == Cause.TENSION
    read_it(open_page(ada, size=PHONE, scripts=scripts))
    desk.reload()
    expect(desk.locator("main")).to_contain_text("(version 1)")
    expect(desk.get_by_text("Not opened")).to_have_count(0)
    report(ada, **COUNCIL)
    count(desk, report(CouncillorFactory(), **COUNCIL))
    desk.goto(tension.get_absolute_url())
    expect(desk.locator("main")).to_contain_text("2 reports from")
    tensions.look_after_tensions(now=timezone.now() + timedelta(days=2))
    close(desk)


def prepare(desk: Page) -> None:
    desk.goto(reverse("tensions"))
    desk.locator("main").get_by_text("Prepare for something").click()
    desk.get_by_label("What do you call it?").fill(TITLE)
    desk.get_by_label("What is coming?").fill("The cabinet decides in public.")
    today = timezone.localdate()
    for group in ("First day", "Last day"):
        fields = desk.get_by_role("group", name=group)
        for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            fields.get_by_label(label).fill(str(value))
    desk.get_by_label("Words that messages about it may hold").fill("baths\nswimming")
    desk.get_by_label("Ada Hollis").check()
    desk.get_by_label("Elm Hall").check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(TITLE)


def brief(desk: Page, chosen: Path) -> None:
    chosen.write_bytes(picture())
    desk.get_by_role("link", name="Write the briefing").click()
    expect(desk.get_by_label("What members read")).to_contain_text("Do not answer abuse.")
    desk.get_by_label("What members read").fill("Park where it is lit, and leave in pairs.")
    desk.get_by_role("button", name="Save the briefing").click()
    desk.get_by_role("link", name="Add or remove files").click()
    desk.locator("input[type=file]").set_input_files(chosen)
    desk.get_by_role("button", name="Add the files").click()
    expect(desk.get_by_text("map.jpg (being checked)")).to_be_visible()
    briefing_files.check_waiting_files()
    desk.goto(Tension.objects.get().get_absolute_url())
    expect(desk.get_by_role("img", name="map.jpg")).to_have_count(1)
    desk.get_by_role("button", name="Send version 1 to the members").click()


def read_it(phone: Page) -> None:
    phone.goto(reverse("my-safety"))
    phone.get_by_role("link", name="Briefings").click()
    expect(phone.locator("main")).to_contain_text("You have not opened it yet.")
    phone.locator("main").get_by_role("link", name="From ").click()
    expect(phone.get_by_text("Park where it is lit, and leave in pairs.")).to_be_visible()
    shown = phone.get_by_role("img", name="map.jpg")
    shown.scroll_into_view_if_needed()
    expect(shown).to_be_visible()
    expect(phone.locator("body")).not_to_contain_text("baths")
    assert phone.title().startswith("A briefing for you")


def count(desk: Page, case: Case) -> None:
    desk.goto(case.get_absolute_url())
    desk.get_by_role("link", name="It followed from something that was coming").click()
    desk.get_by_label("What did it follow from?").select_option(label=TITLE)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("It is counted.")).to_be_visible()


def close(desk: Page) -> None:
    desk.reload()
    desk.get_by_role("link", name="Close it with what was learned").click()
    desk.get_by_label("What was learned?").fill("Tell them a week sooner.")
    desk.get_by_role("button", name="Close it").click()
    expect(desk.get_by_text("Tell them a week sooner.")).to_be_visible()


def test_every_page_is_clean_on_a_small_phone(open_page: Open, ada: User, olive: User) -> None:
    draft, told = (tensions.add_tension(by=olive, members=[ada], title=TITLE, coming="A vote.", **soon()) for _ in "ab")
    for one in (draft, told):
        briefings.write_briefing(by=olive, tension=one, text="Take care.\n\nLeave in pairs.")
    tensions.send_briefing(by=olive, briefing=told.briefings.get())
    briefings.write_briefing(by=olive, tension=told, text="Take more care.")
    case, about = report(ada, **COUNCIL), [told.reference]
    desk = open_page(olive, size=SMALL_PHONE)
    for path in (
        reverse("tensions"),
        reverse("tension-add"),
        draft.get_absolute_url(),
        told.get_absolute_url(),
        reverse("tension-change", args=about),
        reverse("tension-briefing", args=about),
        reverse("briefing-files", args=about),
        reverse("tension-close", args=about),
        reverse("tension-count", args=[case.reference]),
    ):
        desk.goto(path)
        assert_clean(desk)
    phone = open_page(ada, size=SMALL_PHONE)
    for path in (reverse("my-briefings"), reverse("my-briefing", args=[told.briefings.sent().get().reference])):
        phone.goto(path)
        assert_clean(phone)


def test_the_board_says_who_is_late_with_what(open_page: Open, ada: User, olive: User) -> None:
    tensions.add_tension(by=olive, members=[ada], title=TITLE, coming="A vote.", **soon(-1))
    desk = open_page(UserFactory(roles=[Role.MONITORING]))
    desk.goto(reverse("risk-board"))
    desk.get_by_role("link", name="1 late with Olive Officer").click()
    expect(desk.get_by_role("heading", name="With Olive Officer")).to_be_visible()
    expect(desk.get_by_role("link", name="Briefing to send")).to_have_count(1)
    desk.get_by_label("What", exact=True).select_option(label="Venue to assess")
    desk.get_by_role("button", name="Show").click()
    expect(desk.get_by_text("Nothing is open.")).to_be_visible()
    desk.set_viewport_size(SMALL_PHONE)
    for path in (reverse("risk-board"), reverse("risk-missing", args=["briefings"])):
        desk.goto(path)
        assert_clean(desk)
    expect(desk.get_by_role("link", name=TITLE)).to_be_visible()


def soon(days: int = 2) -> dict[str, object]:
    first = timezone.localdate() + timedelta(days=days)
    return {"starts_on": first, "ends_on": first + timedelta(days=3)}
