"""An officer lets a case's clock stand still and run again, on a phone, with and without scripts."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.accounts.models import User
from councilsafe.duty.calendar import ONE_DAY, is_working_day
from tests.factories import COUNCIL, CouncillorFactory, officer, report
from triage import actions
from triage.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def case(olive: User) -> Case:
    return actions.acknowledge(by=olive, case=report(CouncillorFactory(), **COUNCIL))


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, olive: User, scripts: bool) -> Iterator[Page]:
    """Olive's telephone, signed in."""
    client = Client()
    client.force_login(olive)
    size = {"width": 390, "height": 844}
    context = browser.new_context(base_url=live_server.url, viewport=size, java_script_enabled=scripts)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    yield context.new_page()
    context.close()


def check(page: Page, scripts: bool) -> None:
    """Axe needs scripts, and so does measuring."""
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url


def test_a_clock_is_paused_and_runs_again(page: Page, case: Case, scripts: bool) -> None:
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="Pause the clock").click()
    check(page, scripts)
    page.get_by_role("button", name="Pause the clock").click()
    expect(page.locator("main")).to_contain_text("There is a problem")
    check(page, scripts)
    fill(page)
    page.get_by_role("button", name="Pause the clock").click()
    expect(page.locator("body")).to_contain_text("The clock is paused. The reporter is told.")
    expect(page.get_by_role("heading", name="The clock is paused")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Who was there?")
    check(page, scripts)
    page.get_by_role("button", name="Let the clock run again").click()
    expect(page.locator("body")).to_contain_text("The clock runs again.")
    expect(page.get_by_role("heading", name="The clock is paused")).to_have_count(0)
    check(page, scripts)


def test_when_there_is_no_clock_to_pause_the_page_says_why(page: Page, case: Case, olive: User, scripts: bool) -> None:
    actions.close(by=olive, case=case, reason="It stopped.")
    page.goto(reverse("case-pause", args=[case.reference]))
    expect(page.locator("main")).to_contain_text("closed")
    check(page, scripts)


def fill(page: Page) -> None:
    """Until the next working day."""
    day = timezone.localdate() + ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    page.get_by_role("radio").first.check()
    page.get_by_label("Day").fill(str(day.day))
    page.get_by_label("Month").fill(str(day.month))
    page.get_by_label("Year").fill(str(day.year))
    page.get_by_role("textbox").first.fill("Who was there?")
