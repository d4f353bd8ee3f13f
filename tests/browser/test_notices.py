"""Notices and how somebody is reached, on a phone, with scripts and without, and clean for axe."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.notifications.actions import tell
from councilsafe.notifications.mobile_codes import code_of
from councilsafe.notifications.models import MobileCode
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[[User, bool], Page]
PHONE = {"width": 390, "height": 844}
either_way = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A phone of one's own, signed in."""
    contexts: list[BrowserContext] = []

    def signed_in(user: User, scripts: bool) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=scripts)
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


def is_clean(page: Page, scripts: bool) -> None:
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@either_way
def test_a_notice_is_opened_from_the_header_and_is_read_then(scripts: bool, visit: Visit) -> None:
    officer = UserFactory(roles=[Role.OFFICER])
    tell(to=officer, kind="assigned", about_ref="CS-22222-33333", path="/queue/", key="a", why="You are the owner.")
    page = visit(officer, scripts)
    page.goto("/cookies/")
    page.get_by_role("link", name="Notices 1 not read").click()
    expect(page.get_by_text("You are the owner.")).to_be_visible()
    is_clean(page, scripts)
    page.get_by_role("link", name="CS-22222-33333 has been given to you").click()
    expect(page).to_have_url(re.compile("/queue/$"))
    page.get_by_role("link", name="Notices", exact=True).click()
    expect(page.get_by_text("New", exact=True)).to_have_count(0)


@either_way
def test_somebody_gives_their_number_and_takes_it_back(scripts: bool, visit: Visit, settings: Settings) -> None:
    settings.SMS_BACKEND = "councilsafe.notifications.mailbox.keep_text"
    page = visit(UserFactory(roles=[Role.COUNCILLOR]), scripts)
    page.goto("/account/contact/")
    is_clean(page, scripts)
    page.get_by_label("Mobile number").fill("7700")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("link", name="Enter a mobile number, like 07700 900 982")).to_be_visible()
    is_clean(page, scripts)
    page.get_by_label("Mobile number").fill("07700 900 982")
    page.get_by_role("button", name="Send me a code").click()
    is_clean(page, scripts)
    page.get_by_label("Code").fill(code_of(MobileCode.objects.get()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Your number is confirmed.")).to_be_visible()
    is_clean(page, scripts)
    page.get_by_role("button", name="Stop text messages").click()
    expect(page.get_by_text("your number is deleted")).to_be_visible()
