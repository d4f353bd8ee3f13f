"""Officers at work in a real browser: from the queue into a case and through each thing they do with it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.accounts.models import User
from incidents.actions import send_message
from tests.factories import COUNCIL, POLICE, CouncillorFactory, officer, report
from triage import actions
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def oscar() -> User:
    return officer(name="Oscar Officer")


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A browser of one's own, signed in."""
    contexts: list[BrowserContext] = []

    def signed_in(user: User, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session(user), "url": live_server.url}])
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def assert_fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than {width} px"


def path(case: Case, name: str = "") -> str:
    return reverse(f"case-{name}" if name else "case", args=[case.reference])


def test_acknowledging_from_the_queue(visit: Visit, olive: User) -> None:
    case = report(CouncillorFactory(), **POLICE)
    page = visit(olive)
    page.goto("/queue/")
    page.get_by_role("row", name=case.reference).get_by_role("button", name="Acknowledge").click()
    expect(page).to_have_url(re.compile(case.get_absolute_url()))
    expect(page.get_by_role("alert")).to_contain_text("You have this case.")
    expect(page.get_by_role("button", name="Record the police referral")).to_be_visible()
    page.goto("/queue/")
    expect(page.get_by_role("row", name=case.reference)).to_contain_text("Police referral due in 3 hours")


def test_the_link_in_a_mail_leads_to_the_button(visit: Visit, olive: User) -> None:
    """After the heading, the first thing to press on the page is to acknowledge."""
    case = report(CouncillorFactory(), **POLICE)
    page = visit(olive)
    page.goto(path(case))
    expect(page.locator("main").locator("a, button").first).to_have_text("Acknowledge")


def test_completing_facts_raises_the_tier(visit: Visit, olive: User) -> None:
    case = actions.acknowledge(by=olive, case=report(CouncillorFactory(), **COUNCIL))
    page = visit(olive)
    page.goto(path(case))
    page.get_by_role("link", name="Signs of watching").click()
    expect(page).to_have_url(re.compile("#id_surveillance$"))
    page.get_by_role("group", name="Signs of watching").get_by_label("Yes").check()
    page.get_by_label("How you know").fill("The neighbour saw him.")
    page.get_by_role("button", name="Save and score again").click()
    expect(page.get_by_role("alert")).to_contain_text("The tier is now “Police: refer now”")
    expect(page.locator("#main-content")).to_contain_text("There are signs of surveillance")


def test_going_below_police_needs_a_second_officer(visit: Visit, olive: User, oscar: User) -> None:
    case = actions.acknowledge(by=olive, case=report(CouncillorFactory(), **POLICE))
    first, second = visit(olive), visit(oscar)
    first.goto(path(case, "override"))
    first.get_by_label("Council acts").check()
    first.get_by_label("Why").fill("It was his own brother, waiting for a lift.")
    first.get_by_role("button", name="Set this tier").click()
    expect(first.get_by_role("alert")).to_contain_text("A second officer is asked")
    expect(first.get_by_role("button", name="Decide about the tier")).to_have_count(0)
    second.goto(path(case))
    second.get_by_role("button", name="Decide about the tier").click()
    expect(second.locator("#main-content")).to_contain_text("It was his own brother, waiting for a lift.")
    second.get_by_label("Yes, I agree").check()
    second.get_by_role("button", name="Decide").click()
    expect(second.locator(".app-identity")).to_contain_text("Council acts")
    expect(second.locator("#main-content")).to_contain_text(
        "Olive Officer set it to “Council acts”, and Oscar Officer agreed"
    )


def test_closing_asks_first(visit: Visit, olive: User) -> None:
    case = actions.acknowledge(by=olive, case=report(CouncillorFactory(), **COUNCIL))
    page = visit(olive)
    page.goto(path(case))
    page.get_by_role("link", name="Close the case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you sure you want to close this case?")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    page.get_by_label("Why it is closed").fill("They said sorry.")
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator(".app-identity")).to_contain_text("Closed today")
    page.goto("/queue/")
    expect(page.locator("#main-content")).to_contain_text("No case is open.")


def test_filters_stand_in_the_address_and_can_be_taken_away(visit: Visit, olive: User) -> None:
    police, council = report(CouncillorFactory(), **POLICE), report(CouncillorFactory(), **COUNCIL)
    page = visit(olive)
    page.goto("/queue/")
    page.get_by_text("Filter the queue").click()
    page.get_by_label("Tier").select_option("Police: refer now")
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile("tier=police"))
    expect(page.get_by_role("link", name=council.reference)).to_have_count(0)
    page.get_by_role("link", name="Remove this filter: Tier: Police: refer now").click()
    expect(page.get_by_role("link", name=council.reference).first).to_be_visible()
    expect(page.get_by_role("link", name=police.reference).first).to_be_visible()


def test_an_officer_works_without_javascript(visit: Visit, olive: User) -> None:
    case = report(CouncillorFactory(), **COUNCIL)
    page = visit(olive, java_script_enabled=False)
    page.goto("/queue/")
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_role("button", name="Record the plan").click()
    page.get_by_label("What the council will do").fill("Write to him.")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2099")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator("#main-content")).to_contain_text("1 March 2099")
    assert Case.objects.get(pk=case.pk).plan == "Write to him."


def test_every_page_is_accessible_and_fits_a_narrow_screen(visit: Visit, olive: User, oscar: User) -> None:
    case = report(CouncillorFactory(name="Wilhelmina Featherstonehaugh-Cholmondeley"), **POLICE)
    send_message(by=case.incident.reporter, incident=case.incident, body="x" * 200)
    page = visit(olive)
    look = [path(case), "/queue/", "/queue/?tier=police&clock=wrong"]
    actions.propose_override(by=oscar, case=case, tier=Tier.COUNCIL, reason="A neighbour.")
    look += [path(case, name) for name in ("assign", "facts", "override", "override-decide", "message", "close")]
    check(page, look)
    actions.acknowledge(by=olive, case=case)
    check(page, [path(case, name) for name in ("plan", "refer", "close")])
    actions.close(by=olive, case=case, reason="It stopped.")
    check(page, [path(case), path(case, "reopen"), "/queue/?state=closed"])


def check(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        assert_accessible(page)
        assert_fits(page, 320)
