"""An officer answers for words that were seen, on a phone and without scripts; and the pages of the council's words."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from tests.factories import LOG, CouncillorFactory, UserFactory, report
from triage.actions.reading import propose_words

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 800}
NOTE = "The note says: we know where you live, and your kids will be sorry. <b>Bold</b>"


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


@pytest.fixture
def mona() -> User:
    return UserFactory(roles=[Role.MONITORING], name="Mona Monitoring")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, mona: User) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=request.param)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session(mona), "url": live_server.url}])
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def looked_at(page: Page, *, scripts: bool) -> None:
    if scripts:
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def test_saying_what_words_mean(page: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no scripts" not in request.node.name
    case = report(CouncillorFactory(), {"description": NOTE}, **LOG)
    page.goto(case.get_absolute_url())
    expect(page.locator("mark").first).to_have_text("know where you live")
    looked_at(page, scripts=scripts)
    page.get_by_role("button", name="Say what they mean").click()
    looked_at(page, scripts=scripts)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Select what at least one of these means")
    looked_at(page, scripts=scripts)
    page.get_by_label("It means something. I will set the facts next").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/facts/#id_surveillance$"))
    expect(page.get_by_role("alert").first).to_contain_text("Your answer is recorded")


def test_the_councils_own_words(page: Page, request: pytest.FixtureRequest) -> None:
    scripts = "no scripts" not in request.node.name
    other = propose_words(by=UserFactory(roles=[Role.MANAGER]), sign="address", words="mill", reason="It is near.")
    page.goto(reverse("words"))
    looked_at(page, scripts=scripts)
    page.get_by_role("button", name="Propose words").click()
    looked_at(page, scripts=scripts)
    page.get_by_label("A weapon", exact=False).first.check()
    page.get_by_label("Words to look for").fill("bolas")
    page.get_by_label("Why they should be looked for").fill("It was in two letters.")
    page.get_by_role("button", name="Ask a second person").click()
    expect(page.locator("main")).to_contain_text("A second person has to agree")
    looked_at(page, scripts=scripts)
    page.goto(other.get_absolute_url())
    page.get_by_role("button", name="Decide about these words").click()
    looked_at(page, scripts=scripts)
    page.get_by_label("Yes").check()
    page.get_by_label("Why").fill("I know the place.")
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_role("button", name="Stop looking for them").click()
    looked_at(page, scripts=scripts)
    page.get_by_label("Why they are no longer looked for").fill("It is gone.")
    page.get_by_role("button", name="Stop looking for them").click()
    expect(page.locator("main")).to_contain_text("No longer looked for")
