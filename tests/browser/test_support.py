"""Support in a real browser: asked for on a phone, given by the champion, and clean for axe on every page of it."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions.consent import set_consent
from incidents.actions.support import choose_wellbeing
from incidents.models import Incident, Wellbeing
from tests.factories import COUNCIL, CouncillorFactory, UserFactory, officer, report

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}}
SMALL_PHONE = {"viewport": {"width": 320, "height": 640}}
either_way = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A browser of one's own, signed in."""
    contexts: list[BrowserContext] = []

    def signed_in(user: User, **options: object) -> Page:
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


@pytest.fixture
def champion() -> User:
    return UserFactory(roles=[Role.CHAMPION], name="Cleo Champion")


@pytest.fixture
def incident() -> Incident:
    officer(name="Olive Officer")
    reporter = CouncillorFactory(name="Casey Councillor", phone="01632 960001")
    return report(reporter, told={"description": "He waited at the gate."}, **COUNCIL).incident


def assert_clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@either_way
def test_a_call_is_asked_for_and_given(visit: Visit, incident: Incident, champion: User, scripts: bool) -> None:
    mine = visit(incident.reporter, java_script_enabled=scripts, **PHONE)
    mine.goto(reverse("my-support", args=[incident.reference]))
    mine.get_by_label("A call from the wellbeing champion").check()
    mine.get_by_label("Yes").check()
    mine.get_by_role("button", name="Save").click()
    expect(mine.locator("#main-content")).to_contain_text("Cleo Champion, the wellbeing champion, will call you")

    theirs = visit(champion, java_script_enabled=scripts, **PHONE)
    theirs.goto("/support/")
    theirs.get_by_role("link", name="Casey Councillor").click()
    expect(theirs.get_by_role("link", name="01632 960001")).to_be_visible()
    theirs.get_by_role("link", name="Read what they wrote").click()
    expect(theirs.locator("#main-content")).to_contain_text("He waited at the gate.")
    theirs.get_by_role("link", name="Back to the request").click()
    theirs.get_by_role("button", name="I have been in touch with them").click()
    expect(theirs.get_by_role("alert")).to_contain_text("It is noted that you have been in touch.")
    expect(theirs.locator("#main-content")).to_contain_text("A check-in: how are they now?")


@either_way
def test_what_is_shared_is_seen_until_it_is_not(
    visit: Visit, incident: Incident, champion: User, scripts: bool
) -> None:
    mine = visit(incident.reporter, java_script_enabled=scripts, **PHONE)
    theirs = visit(champion, java_script_enabled=scripts, **PHONE)
    question = "May the councillor safety champion know of it?"
    for answer in ("Yes", "No"):
        mine.goto(reverse("my-sharing", args=[incident.reference]))
        mine.get_by_role("group", name=question).get_by_label(answer).check()
        mine.get_by_role("button", name="Save").click()
        expect(mine.get_by_role("alert")).to_contain_text("What you said is saved.")
        theirs.goto("/support/shared/")
        expect(theirs.get_by_role("link", name=incident.reference)).to_have_count(1 if answer == "Yes" else 0)


def test_every_page_is_clean_and_fits_a_small_phone(visit: Visit, incident: Incident, champion: User) -> None:
    reporter = incident.reporter
    set_consent(by=reporter, incident=incident, purpose="champion", given=True)
    choose_wellbeing(by=reporter, incident=incident, choice="nothing")
    asked = choose_wellbeing(by=reporter, incident=incident, choice="call", may_know_what=True)
    mine, theirs = visit(reporter, **SMALL_PHONE), visit(champion, **SMALL_PHONE)
    for name in ("my-support", "my-sharing"):
        mine.goto(reverse(name, args=[incident.reference]))
        assert_clean(mine)
    mine.goto(reverse("my-support", args=[incident.reference]))
    mine.get_by_role("button", name="Save").click()
    expect(mine).to_have_title(re.compile("^Error: "))
    assert_clean(mine)
    for path in ("/support/", "/support/shared/", f"/support/shared/{incident.reference}/"):
        theirs.goto(path)
        assert_clean(theirs)
    for name in ("support-report", "support-request"):
        theirs.goto(reverse(name, args=[asked.reference]))
        assert_clean(theirs)
    theirs.get_by_label("A note for yourself").fill("Sleeps badly.")
    theirs.get_by_role("button", name="I have been in touch with them").click()
    check_in = Wellbeing.objects.open().get()
    for reference in (asked.reference, check_in.reference):
        theirs.goto(reverse("support-request", args=[reference]))
        assert_clean(theirs)


def test_the_case_shows_it_cleanly(visit: Visit, incident: Incident) -> None:
    page = visit(User.objects.get(name="Olive Officer"), **SMALL_PHONE)
    page.goto(incident.case.get_absolute_url())
    expect(page.locator("#main-content")).to_contain_text("They have not answered yet whether they would like support.")
    assert_clean(page)
