"""Officers take reports in a real browser: by telephone, as a pile-on; and talk with a councillor, files and all."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.accounts.models import User
from incidents.models import Evidence, Incident
from tests.factories import LOG, CouncillorFactory, officer, report
from triage import actions
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def casey() -> User:
    return CouncillorFactory(name="Casey Councillor")


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


def assert_good(page: Page) -> None:
    """Accessible, and no wider than a narrow phone."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{page.url} is wider than 320 px"
    if size:
        page.set_viewport_size(size)


def test_a_report_by_telephone(visit: Visit, olive: User, casey: User) -> None:
    page = visit(olive)
    page.goto("/queue/")
    page.get_by_role("link", name="Take a report by telephone").click()
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("alert")).to_contain_text("Select who is ringing, or enter their name")
    assert_good(page)
    page.get_by_label("Happening now").select_option("Yes")
    page.get_by_label("Where they are").fill("The surgery in Mill Lane")
    page.get_by_role("group", name="Who is ringing").get_by_label("Their account").select_option(label=caller(casey))
    page.get_by_label("What happened", exact=True).fill("A man has locked the door and shouts.")
    page.get_by_role("button", name="Make the report").click()
    expect(page.locator("#main-content")).to_contain_text("The surgery in Mill Lane")
    case = Case.objects.select_related("incident").get()
    assert (case.tier, case.incident.reporter, case.incident.councillor) == (Tier.EMERGENCY, casey, casey)


def caller(user: User) -> str:
    return f"{user.name} ({user.councillor.ward})"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_pile_on_of_forty_messages(visit: Visit, olive: User, casey: User, scripts: bool) -> None:
    lines = [
        f"@user{number} | Facebook | {1 + number % 9}/11/2025 09:30 | Resign, number {number}" for number in range(40)
    ]
    page = visit(olive, **PHONE | {"java_script_enabled": scripts})
    page.goto(reverse("intake-pile-on"))
    page.get_by_role("textbox", name="The messages").fill("\n".join([*lines, "one | two"]))
    page.get_by_label("Their account").select_option(label=caller(casey))
    page.get_by_label("What happened", exact=True).fill("A storm of posts after the planning committee.")
    page.get_by_label("Insults or name-calling").check()
    page.get_by_role("button", name="Read the messages").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Line 41")
    page.get_by_role("textbox", name="The messages").fill("\n".join(lines))
    page.get_by_role("button", name="Read the messages").click()
    expect(page.locator("#main-content")).to_contain_text("40 messages.")
    assert not Incident.objects.exists()
    page.get_by_role("button", name="Make one report of these").click()
    expect(page.locator("#main-content")).to_contain_text("Resign, number 39")
    incident = Incident.objects.get()
    assert (incident.gathered.count(), incident.distinct_sources, incident.period_days) == (40, 40, 8)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_pile_on_from_a_spreadsheet(visit: Visit, olive: User, casey: User, scripts: bool) -> None:
    rows = [f"@user{number};{1 + number % 9}/11/2025;Resign, number {number}" for number in range(40)]
    page = visit(olive, **PHONE | {"java_script_enabled": scripts})
    page.goto(reverse("intake-pile-on"))
    bad = csv_file(["who;when;what", *rows, "@late;soon;What"])
    page.locator("[name=sheet]").set_input_files(bad)
    page.get_by_label("Their account").select_option(label=caller(casey))
    page.get_by_label("What happened", exact=True).fill("A storm of posts after the planning committee.")
    page.get_by_role("button", name="Read the messages").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Line 42")
    if scripts:
        assert_good(page)
    page.get_by_role("textbox", name="The messages").fill("")
    page.locator("[name=sheet]").set_input_files(csv_file(["who;when;what", *rows]))
    page.get_by_role("button", name="Read the messages").click()
    expect(page.locator("#main-content")).to_contain_text("40 messages.")
    page.get_by_role("button", name="Make one report of these").click()
    expect(page.locator("#main-content")).to_contain_text("Resign, number 39")
    assert Incident.objects.get().distinct_sources == 40


def csv_file(lines: list[str]) -> FilePayload:
    return {"name": "storm.csv", "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode("utf-16")}


def test_a_conversation_with_a_file(visit: Visit, olive: User, casey: User) -> None:
    case = actions.acknowledge(by=olive, case=report(casey, **LOG))
    hers, his = visit(casey, **PHONE), visit(olive)
    hers.goto(reverse("my-report", args=[case.reference]))
    hers.get_by_label("Write to the officer").fill("Here is the letter.")
    letter: FilePayload = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF}
    hers.get_by_label("Files (optional)").set_input_files(letter)
    hers.get_by_role("button", name="Send the message").click()
    expect(hers.locator("#main-content")).to_contain_text("letter.pdf")
    assert Evidence.objects.get().message

    his.goto("/queue/")
    expect(his.get_by_role("row", name=case.reference)).to_contain_text("1 new message")
    his.get_by_role("link", name=case.reference).first.click()
    expect(his.locator("#main-content")).to_contain_text("letter.pdf")
    assert_good(his)
    hers.reload()
    expect(hers.locator("#main-content")).to_contain_text("Read by Olive Officer")

    his.get_by_role("link", name="Write an internal note").first.click()
    assert_good(his)
    his.get_by_label("Your note").fill("Sounds like the man from Mill Lane.")
    his.get_by_role("button", name="Write the note").click()
    expect(his.locator("#main-content")).to_contain_text("Sounds like the man from Mill Lane.")
    hers.reload()
    expect(hers.locator("body")).not_to_contain_text("Sounds like the man")


def test_every_new_page_is_accessible_and_fits_a_narrow_screen(visit: Visit, olive: User, casey: User) -> None:
    first, second = report(casey, **LOG), report(casey, **LOG)
    page = visit(olive)
    for path in (
        reverse("intake-telephone"),
        reverse("intake-pile-on"),
        reverse("case-message", args=[first.reference]),
    ):
        page.goto(path)
        assert_good(page)
    page.goto(reverse("case-duplicate", args=[second.reference]))
    assert_good(page)
    page.get_by_label("The reference of the other report").fill(first.reference)
    page.get_by_label("Why they are the same").fill("The same letter.")
    page.get_by_role("button", name="Close this case as a duplicate").click()
    expect(page.locator("#main-content")).to_contain_text("This is about the same as")
    assert_good(page)
