"""An officer says which reports belong together, on a phone and without scripts; each page clean for axe."""

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
from tests.factories import CouncillorFactory, officer, report
from triage.actions.offers import look_for_patterns
from triage.models import Pattern

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = {"conduct": ["insult"], "channel": "social_media", "impact": "annoyed", "occasions": 1}


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, olive: User) -> Iterator[Page]:
    """Olive's telephone, signed in."""
    client = Client()
    client.force_login(olive)
    size, scripts = {"width": 390, "height": 800}, bool(request.param)
    context = browser.new_context(base_url=live_server.url, viewport=size, java_script_enabled=scripts)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    yield context.new_page()
    context.close()


def check(page: Page, scripts: bool) -> None:
    """Axe needs scripts; that nothing is wider than the screen can be seen by them alone."""
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_offered_pile_on_is_confirmed_on_a_phone(page: Page, olive: User, request: pytest.FixtureRequest) -> None:
    scripts, reporter = "without" not in request.node.name, CouncillorFactory()
    cases = [report(reporter, **SMALL) for _ in range(5)]
    look_for_patterns(now=timezone.now())
    pattern = Pattern.objects.get()

    page.goto(reverse("patterns"))
    check(page, scripts)
    page.get_by_role("link", name=pattern.title).click()
    expect(page.locator("main")).to_contain_text("At least 5 people on one member within 72 hours.")
    check(page, scripts)
    page.get_by_role("button", name="They belong together").click()
    page.get_by_role("button", name="They belong together").click()
    expect(page.locator("main")).to_contain_text("Enter the reason")
    check(page, scripts)
    page.get_by_label("Why they belong together").fill("One call to others.")
    page.get_by_role("button", name="They belong together").click()
    expect(page.locator("body")).to_contain_text("They count together now.")
    expect(page.locator("main")).to_contain_text("Confirmed by Olive Officer")

    page.goto(cases[0].get_absolute_url())
    expect(page.locator("main")).to_contain_text("Counted with 4 other reports")
    page.goto(reverse("pattern-begin"))
    check(page, scripts)
