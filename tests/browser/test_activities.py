"""A councillor thinks through a ward surgery on a phone, an officer helps, and the council says what it begins with."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from riskassess.models import Activity
from tests.browser.reporter import PHONE, SMALL_PHONE, assert_clean
from tests.factories import CouncillorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1280, "height": 900}
Open = Callable[..., Page]
Look = Callable[[Page], None]


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


def check(page: Page) -> None:
    """As narrow as a page is ever read, and then as it was."""
    size = page.viewport_size
    page.set_viewport_size(SMALL_PHONE)
    assert_clean(page)
    page.set_viewport_size(size or PHONE)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_surgery_is_assessed_on_a_phone_with_help(open_page: Open, scripts: bool) -> None:
    ada, sam = CouncillorFactory(name="Ada Hollis"), UserFactory(roles=[Role.SAFETY], name="Sam Safety")
    look: Look = check if scripts else lambda page: None
    phone = open_page(ada, size=PHONE, scripts=scripts)
    phone.goto(reverse("my-safety"))
    phone.get_by_role("link", name="What you plan").click()
    look(phone)
    begin(phone, look)
    for _ in range(2):
        rate(phone, look)
    expect(phone.get_by_text("Somebody has threatened you.")).to_be_visible()
    expect(phone.get_by_role("button", name="Agree and finish")).to_have_count(0)
    look(phone)
    phone.get_by_role("button", name="Ask an officer to look at it").click()
    look(phone)
    phone.get_by_label("What do you want help with?").fill("Is one helper enough?")
    phone.get_by_role("button", name="Ask an officer to help").click()
    expect(phone.get_by_text("Sam Safety was asked")).to_be_visible()
    look(phone)
    advise(open_page(sam, scripts=scripts), look)
    phone.reload()
    expect(phone.get_by_text("Two helpers, please.")).to_be_visible()
    phone.get_by_role("button", name="Agree and finish").click()
    expect(phone.get_by_text("Finished. You will be reminded before it runs out.")).to_be_visible()
    look(phone)
    phone.get_by_role("button", name="Look at it again").click()
    expect(phone.get_by_role("heading", level=1, name="What could go wrong?")).to_be_visible()


def begin(phone: Page, look: Look) -> None:
    phone.get_by_role("button", name="Assess what you plan").click()
    look(phone)
    phone.get_by_label("Ward surgery").check()
    phone.get_by_label("What exactly, and where?").fill("Fridays in the library")
    phone.get_by_role("button", name="Save and continue").click()
    phone.get_by_label("You are alone with somebody you do not know").uncheck()
    phone.get_by_label("Yes, somebody has threatened me").check()
    look(phone)
    phone.get_by_role("button", name="Save and continue").click()
    phone.get_by_label("Who else might be harmed?").fill("My helper")
    look(phone)
    phone.get_by_role("button", name="Save and continue").click()


def rate(page: Page, look: Look) -> None:
    for name, number in (("likelihood", 3), ("severity", 4), ("likelihood_after", 1), ("severity_after", 3)):
        page.locator(f"input[name={name}][value='{number}']").check()
    look(page)
    page.get_by_role("button", name="Save and continue").click()


def advise(desk: Page, look: Look) -> None:
    desk.goto(reverse("activities"))
    look(desk)
    desk.get_by_role("link", name="AC-").first.click()
    look(desk)
    desk.get_by_role("button", name="Take it").click()
    look(desk)
    desk.get_by_role("link", name="Change what is said of").first.click()
    look(desk)
    rate(desk, look)
    desk.get_by_label("Your advice").fill("Two helpers, please.")
    desk.get_by_role("button", name="Advise and hand it back").click()
    expect(desk.get_by_text("Your advice is with the councillor.")).to_be_visible()


def test_an_officer_begins_one_for_a_councillor(open_page: Open) -> None:
    ada, olive = CouncillorFactory(name="Ada Hollis"), UserFactory(roles=[Role.OFFICER], name="Olive Officer")
    desk = open_page(olive)
    desk.goto(reverse("activities"))
    desk.get_by_role("button", name="Begin one for a councillor").click()
    check(desk)
    desk.get_by_label("For which councillor?").select_option(label="Ada Hollis")
    desk.get_by_label("Online surgery").check()
    desk.get_by_label("What exactly, and where?").fill("Monday evenings")
    desk.get_by_role("button", name="Save and continue").click()
    desk.get_by_label("No", exact=True).check()
    check(desk)
    desk.get_by_role("button", name="Save and continue").click()
    check(desk)
    desk.get_by_role("button", name="Save and continue").click()
    for _ in range(2):
        rate(desk, check)
    desk.get_by_label("Your advice").fill("Use the council’s own account.")
    desk.get_by_role("button", name="Advise and hand it back").click()
    phone = open_page(ada, size=PHONE)
    phone.goto(Activity.objects.get().get_absolute_url())
    expect(phone.get_by_text("Use the council’s own account.")).to_be_visible()
    check(phone)
    phone.get_by_role("button", name="Agree and finish").click()
    expect(phone.get_by_text("Look at it again by")).to_be_visible()


def test_the_council_says_what_assessments_begin_with(open_page: Open) -> None:
    desk = open_page(UserFactory(roles=[Role.SAFETY]))
    desk.goto(reverse("activities"))
    desk.get_by_role("link", name="What assessments begin with").click()
    check(desk)
    desk.get_by_role("link", name="Animals in the house").click()
    check(desk)
    desk.get_by_label("What usually helps?").fill("Ask before you come.")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_role("link", name="Animals in the house").click()
    expect(desk.get_by_label("What usually helps?")).to_have_value("Ask before you come.")
    desk.get_by_role("button", name="Do not offer it any more").click()
    expect(desk.get_by_text("Not offered any more", exact=True)).to_be_visible()
    desk.get_by_role("button", name="Add something that can go wrong").click()
    check(desk)
