"""Quarantined mail in a real browser: added on a phone, read, made a report in one step; also without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.accounts.models import User
from incidents.actions.mail import hold_mail
from incidents.evidence.uploads import take
from incidents.models import Evidence, HeldMail, Incident
from tests.corpus.messages import MESSAGES, WORDS
from tests.factories import CouncillorFactory, officer

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/intake/mail/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """An officer's browser."""
    contexts = []

    def signed_in(user: User, width: int = 390, scripts: bool = True) -> Page:
        viewport = {"width": width, "height": 844}
        context = browser.new_context(base_url=live_server.url, viewport=viewport, java_script_enabled=scripts)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session(user), "url": live_server.url}])
        contexts.append(context)
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


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_held_mail_becomes_a_report(desk: Callable[..., Page], tmp_path: Path, scripts: bool) -> None:
    CouncillorFactory(name="Casey Councillor", email="casey@council.example")
    (tmp_path / "held.eml").write_bytes(MESSAGES["html with a script"].content)
    page = desk(officer(name="Olive Officer"), scripts=scripts)
    page.goto(LIST)
    page.set_input_files("[name=mails]", tmp_path / "held.eml")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The mail was added.")).to_be_visible()
    page.get_by_role("link", name=HeldMail.objects.get().reference).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Make it a report").click()
    page.get_by_label("No, or not sure").check()
    page.get_by_role("button", name="Make it a report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(Incident.objects.get().reference)
    assert Evidence.objects.get().kind == "message/rfc822"


def test_every_page_is_clean_and_fits(desk: Callable[..., Page]) -> None:
    CouncillorFactory()
    mail, _ = hold_mail(by=None, file=take("a.eml", MESSAGES["40 parts"].content))
    page = desk(officer(), width=320)
    for address in (LIST, f"{LIST}?show=checked", mail.get_absolute_url()):
        page.goto(address)
        assert_clean(page)
    for name in ("report", "nothing"):
        page.goto(f"{mail.get_absolute_url()}{name}/")
        assert_clean(page)
        page.locator("main form button").first.click()
        expect(page.get_by_text("There is a problem")).to_be_visible()
        assert_clean(page)


def assert_clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
