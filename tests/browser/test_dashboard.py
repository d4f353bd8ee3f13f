"""The monitoring officer's week in a real browser: from a number to its list, at any width, with scripts or without."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from tests.factories import COUNCIL, LOG, PASSWORD, POLICE, CouncillorFactory, UserFactory, alarm, officer, report
from triage.actions import acknowledge, propose_override
from triage.process import Tier

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("busy_week")]

PAGES = [
    "/dashboard/",
    "/dashboard/reports/",
    "/dashboard/second-officer/",
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
]
Visit = Callable[..., Page]


@pytest.fixture
def busy_week(transactional_db: None) -> None:
    """One emergency that nobody has answered, one police case that an officer would lower, and two milder ones."""
    councillor, olive = CouncillorFactory(), officer(name="Olive Officer")
    officer(name="Oscar Officer")  # who could be the second
    alarm(councillor)
    case = report(councillor, **POLICE)
    acknowledge(by=olive, case=case)
    propose_override(by=olive, case=case, tier=Tier.COUNCIL, reason="A neighbour waiting for a bus")
    report(councillor, **COUNCIL)
    report(councillor, **LOG)


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A page of one's own, signed in as the monitoring officer."""
    contexts: list[BrowserContext] = []

    def signed_in(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/?next=/dashboard/")
        page.get_by_role("textbox", name="Email").fill(UserFactory(roles=[Role.MONITORING]).email)
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dashboard")
        return page

    yield signed_in
    for context in contexts:
        context.close()


def test_the_page_answers_its_questions_in_order(visit: Visit) -> None:
    page = visit()
    asked = [heading for heading in page.get_by_role("heading", level=2).all_inner_texts() if heading.endswith("?")]
    assert asked == [
        "Is anyone in danger?",
        "What is late?",
        "What needs you?",
        "What is changing?",
        "How fast do we answer?",
    ]
    expect(
        page.get_by_text("2 emergency and police cases are open. Nobody has answered 1 of them yet.")
    ).to_be_visible()


def test_a_number_opens_its_list(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name="1 waiting for an answer: Emergency: 999 now").click()
    expect(page).to_have_url(re.compile(r"/queue/\?tier=emergency&waits_for=answer$"))
    expect(page.locator("main tbody tr")).to_have_count(1)


def test_the_second_officer_comes_to_the_decision(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name="1 change of tier waits for a second officer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for a second officer")
    page.locator("main tbody a").click()
    expect(page).to_have_title(re.compile("Case CS-"))


def test_a_chart_has_its_numbers_beside_it(visit: Visit) -> None:
    page = visit()
    kinds = page.get_by_role("figure", name="Reports by kind")
    expect(kinds.get_by_role("img")).to_be_visible()
    kinds.get_by_role("link", name="1 reports: Following, or waiting near home or work").click()
    expect(page.locator("main tbody tr")).to_have_count(1)


def test_it_works_without_scripts(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.locator("summary").first.click()
    page.get_by_role("figure", name="Reports by week").get_by_role("link").last.click()
    expect(page.locator("main tbody tr")).to_have_count(4)


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_bars_anybody(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    for address in PAGES:
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
