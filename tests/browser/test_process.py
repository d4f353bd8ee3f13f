"""A version of the process in a real browser: drafted and replayed by one, approved by another, on any screen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from tests.factories import PASSWORD, CouncillorFactory, IncidentFactory, UserFactory
from tests.unit.triage.versions import draft, manager, pointed, proposed, replayed, without
from triage.actions.process import change_draft
from triage.actions.replay import run_replays
from triage.forms.process import SECTIONS
from triage.models import ProcessVersion

pytestmark = pytest.mark.django_db(transaction=True)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
PICTURES = ("violent_words_or_pictures",)
SignIn = Callable[..., Page]


@pytest.fixture
def as_user(browser: Browser, live_server: LiveServer) -> Iterator[SignIn]:
    contexts: list[BrowserContext] = []

    def signed_in(user: User, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/login/?next=/help/")
        page.get_by_role("textbox", name="Email").fill(user.email)
        page.get_by_role("textbox", name="Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/help/")
        return page

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture
def mo() -> User:
    return UserFactory(roles=[Role.MONITORING], name="Mona Monitoring")


def test_from_a_draft_to_what_counts(as_user: SignIn, mo: User) -> None:
    """On a phone and without scripts; what must stay a gate is refused on the way, with the rule."""
    hurt = IncidentFactory(conduct=["violent_imagery"])
    page = as_user(mo, java_script_enabled=False, **PHONE)
    page.goto("/process/new/")
    page.get_by_role("textbox").fill("Pictures are looked at by another team.")
    page.get_by_role("button", name="Start the draft").click()
    page.get_by_role("link", name="Gates").click()
    page.get_by_role("checkbox", name="There are signs of surveillance").uncheck()
    page.get_by_role("checkbox", name="Violent words or pictures were used").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The rule: There are signs of stalking.")
    expect(page.get_by_role("checkbox", name="Violent words or pictures were used")).not_to_be_checked()
    page.get_by_role("checkbox", name="There are signs of surveillance").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Replay it over every report").click()
    run_replays()
    page.get_by_role("link", name="See how far it is now").click()
    expect(page.get_by_role("link", name=hurt.reference)).to_be_visible()
    page.get_by_role("link", name="Threat process, council version 1").click()
    page.get_by_role("button", name="Propose it").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Propose it to a second person").click()

    second = as_user(UserFactory(roles=[Role.MANAGER]), **PHONE)
    second.goto(page.url)
    second.get_by_role("button", name="Read it and decide").click()
    expect(second.get_by_text("Pictures are looked at by another team.")).to_be_visible()
    second.get_by_role("radio", name="Yes, I approve it").check()
    second.get_by_role("button", name="Decide").click()
    expect(second.get_by_text("It is approved.")).to_be_visible()
    assert ProcessVersion.objects.get().stage == "approved"


def test_the_lists_pages_are_accessible_and_fit_a_phone(as_user: SignIn, mo: User) -> None:
    page = as_user(mo, **PHONE)
    for address in ("/process/", "/process/new/", "/process/import/", "/process/1/", "/how-we-decide/"):
        check(page, address)


def test_a_drafts_pages_are_accessible_and_fit_a_phone(as_user: SignIn, mo: User) -> None:
    IncidentFactory(conduct=["violent_imagery"])
    address = f"/process/{draft(mo, without(*PICTURES)).reference}/"
    page = as_user(mo, **PHONE)
    for name in ("", *(f"change/{section}/" for section in SECTIONS), "discard/", "replay/"):
        check(page, address + name)
    replayed(ProcessVersion.objects.get(), mo)
    for name in ("", "replay/", "propose/"):
        check(page, address + name)
    page.get_by_role("textbox", name="Day").fill("32")
    page.get_by_role("button", name="Propose it to a second person").click()
    check(page)


def test_what_a_section_refuses_is_accessible_and_fits_a_phone(as_user: SignIn, mo: User) -> None:
    page = as_user(mo, **PHONE)
    page.goto(f"/process/{draft(mo).reference}/change/points/")
    for box in page.get_by_role("textbox").all():
        box.fill("x" * 12)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)


def test_what_a_colleague_changed_meanwhile_is_accessible_and_fits_a_phone(as_user: SignIn, mo: User) -> None:
    version, page = draft(mo), as_user(mo, **PHONE)
    page.goto(f"/process/{version.reference}/change/points/")
    change_draft(by=mo, version=version, seen=version.revision, data=pointed(insult=3))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Where the draft now differs from what you typed")).to_be_visible()
    check(page)


def test_the_second_persons_pages_are_accessible_and_fit_a_phone(as_user: SignIn, mo: User) -> None:
    address = f"/process/{proposed(mo).reference}/"
    page = as_user(manager(), **PHONE)
    for name in ("", "replay/", "decide/"):
        check(page, address + name)
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page)
    check(as_user(mo, **PHONE), address + "decide/")  # who proposed it is told why they cannot


def test_a_draft_is_refused_and_another_let_go_without_scripts(as_user: SignIn, mo: User) -> None:
    refused, dropped = proposed(mo), draft(mo)
    second = as_user(manager(), java_script_enabled=False, **PHONE)
    second.goto(f"/process/{refused.reference}/decide/")
    second.get_by_role("radio", name="No").check()
    second.get_by_label("Why").last.fill("Damage frightens people.")
    second.get_by_role("button", name="Decide").click()
    expect(second.get_by_text("It is refused.")).to_be_visible()
    page = as_user(mo, java_script_enabled=False, **PHONE)
    page.goto(dropped.get_absolute_url())
    page.get_by_role("link", name="Discard it").click()
    page.get_by_role("textbox").fill("A colleague drafts another.")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("It stays in the list.")).to_be_visible()
    assert set(ProcessVersion.objects.values_list("stage", flat=True)) == {"refused", "discarded"}


def test_a_version_is_taken_along_as_a_file(as_user: SignIn, mo: User) -> None:
    page = as_user(mo, java_script_enabled=False, **PHONE)
    page.goto("/process/1/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Export it as a file").click()
    assert taken.value.suggested_filename == "threat-process-1.toml"


def check(page: Page, address: str = "") -> None:
    if address:
        page.goto(address)
    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url


def test_a_councillor_reads_how_it_is_decided(as_user: SignIn) -> None:
    page = as_user(CouncillorFactory(), viewport={"width": 320, "height": 640})
    page.goto("/how-we-decide/")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
