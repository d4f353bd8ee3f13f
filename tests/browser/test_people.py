"""Officers say who is behind reports, in a real browser: with and without scripts, clean for axe, on narrow screens."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.accounts.models import User
from incidents.actions.people import Told, add_person, merge, set_standing
from incidents.models import PersonOfConcern
from incidents.people.normalise import Given
from tests.factories import COUNCIL, CouncillorFactory, officer, report
from triage.models import Case

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, olive: User) -> Iterator[Visit]:
    """Olive's browser, signed in."""
    contexts: list[BrowserContext] = []

    def signed_in(**options: Any) -> Page:
        client = Client()
        client.force_login(olive)
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


def known(by: User, label: str, **known_by: str) -> tuple[Case, PersonOfConcern]:
    case = report(CouncillorFactory(), **COUNCIL)
    given = [Given(kind, value) for kind, value in known_by.items()]
    told = Told(kind="known", label=label, standing="confirmed", known_by=given)
    return case, add_person(by=by, incident=case.incident, told=told)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_name_turns_out_to_be_an_old_one(visit: Visit, olive: User, scripts: bool) -> None:
    earlier, person = known(olive, "Mr Jonas Wend", phone="01632 960 041")
    case = report(CouncillorFactory(), **COUNCIL)
    page = visit(java_script_enabled=scripts)
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="Add somebody new").click()
    page.get_by_label("Partly known").check()
    page.get_by_label("What you call them").fill("The man who rings")
    page.get_by_label("Possibly").check()
    page.get_by_label("Telephone number (optional)").fill("+44 1632 960041")
    page.get_by_role("button", name="Add this person").click()
    expect(page.locator("main")).to_contain_text(f"The same telephone number as in {earlier.reference}")
    page.get_by_role("button", name="Yes, the same person").click()
    expect(page.locator("main")).not_to_contain_text("Perhaps the same person")
    page.get_by_role("link", name="Mr Jonas Wend").click()
    expect(page.get_by_role("row", name=case.reference)).to_be_visible()
    expect(page.get_by_role("row", name=earlier.reference)).to_be_visible()
    expect(page).to_have_title(re.compile(f"^Person {person.reference}"))


def test_what_was_merged_by_mistake_is_parted(visit: Visit, olive: User) -> None:
    _, one = known(olive, "Jonas Wend", name="Jonas Wend")
    _, two = known(olive, "Jonas Wendt", name="Jonas Wendt")
    page = visit()
    page.goto(reverse("person", args=[one.reference]))
    page.get_by_role("link", name="They are one person").click()
    page.get_by_label("Why they are one person").fill("The same letter")
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jonas Wendt")
    page.get_by_role("link", name="Part Jonas Wend").click()
    page.get_by_label("Why they are two people").fill("His brother")
    page.get_by_role("button", name="Part them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jonas Wend")
    expect(page.get_by_role("row").filter(has=page.get_by_role("rowheader"))).to_have_count(1)
    two.refresh_from_db()
    assert two.merged_into is None


def test_somebody_known_is_found_and_put_on_a_case(visit: Visit, olive: User) -> None:
    known(olive, "Jonas Wend", vehicle="WX07 ABC")
    case = report(CouncillorFactory(), **COUNCIL)
    page = visit()
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="find somebody who is known already").click()
    page.get_by_label("Name, email address").fill("wx07abc")
    page.get_by_role("button", name="Search").click()
    assert "wx07abc" not in page.url
    page.get_by_role("button", name="Put on this case").click()
    page.get_by_role("button", name="It is them").click()
    expect(page.get_by_role("heading", name="Jonas Wend")).to_contain_text("Confirmed")


def test_every_page_is_accessible_and_fits_a_narrow_screen(visit: Visit, olive: User) -> None:
    case, person = known(
        olive, "Wilhelmina Featherstonehaugh-Cholmondeley", phone="01632 960041", email="x" * 60 + "@example.org"
    )
    known(olive, "W. Featherstonehaugh", phone="01632 960041")
    _, merged = known(olive, "Minnie", address="4 Quince Lane")
    merge(by=olive, person=merged, into=person, reason="The same")
    set_standing(by=olive, incident=case.incident, person=known(olive, "Ruled out")[1], standing="refused")
    set_standing(by=olive, incident=case.incident, person=known(olive, "Perhaps")[1], standing="possible")
    page = visit()
    for name in ("person", "person-identifiers", "person-remove", "person-change", "person-merge"):
        look(page, reverse(name, args=[person.reference]))
    look(page, reverse("person-unmerge", args=[merged.reference]))
    look(page, reverse("person-add", args=[case.reference]))
    page.get_by_role("button", name="Add this person").click()
    assert_clean(page)
    for address in (case.get_absolute_url(), reverse("people"), f"{reverse('people')}?case={case.reference}"):
        look(page, address)


def look(page: Page, address: str) -> None:
    page.goto(address)
    assert_clean(page)


def assert_clean(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{page.url} is wider than 320 px"
