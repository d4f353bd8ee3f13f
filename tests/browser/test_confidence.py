"""Who may know, in a real browser: an officer steps back, somebody is kept away, the reporter chooses the readers."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions import declare_conflict, keep_confidential
from tests.factories import COUNCIL, PASSWORD, CouncillorFactory, UserFactory, officer, report
from triage.models import Case

pytestmark = pytest.mark.django_db(transaction=True)
SMALL_PHONE = {"width": 320, "height": 640}

Enter = Callable[[User], Page]


@pytest.fixture
def enter(new_context: Callable[..., BrowserContext], live_server: LiveServer) -> Enter:
    """Signs in on a small phone, in a browser of one's own."""

    def signed_in(user: User) -> Page:
        page = new_context(base_url=live_server.url, viewport=SMALL_PHONE).new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Email address").fill(user.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    return signed_in


def assert_good(page: Page) -> None:
    """Nothing for axe, and nothing wider than the phone."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"], page.url


@pytest.fixture
def case() -> Case:
    officer(name="Olive Officer")
    return report(CouncillorFactory(name="Ada Member"), **COUNCIL)


def test_an_officer_steps_back_and_sees_the_case_no_more(enter: Enter, case: Case) -> None:
    oscar = officer(name="Oscar Officer")
    page = enter(oscar)
    page.goto(f"{case.get_absolute_url()}conflict/")
    assert_good(page)
    page.get_by_role("textbox").fill("He is my neighbour.")
    page.locator("main").get_by_role("button").click()
    expect(page).to_have_url(re.compile("/queue/$"))
    expect(page.locator("table")).to_have_count(0)
    answer = page.goto(case.get_absolute_url())
    assert answer is not None
    assert answer.status == 404


def test_what_officers_and_the_monitoring_officer_declare_reads_well_on_a_small_phone(enter: Enter, case: Case) -> None:
    monitoring, oscar = UserFactory(roles=[Role.MONITORING]), officer()
    declare_conflict(by=oscar, incident=case.incident, reason="He is my neighbour.")
    page = enter(monitoring)
    for name in ("complained-about", "let-back"):
        page.goto(f"{case.get_absolute_url()}{name}/")
        assert_good(page)
    keep_confidential(by=case.incident.reporter, incident=case.incident)
    page.goto(f"{case.get_absolute_url()}widen/")
    assert_good(page)


def test_a_reporter_keeps_the_report_for_the_monitoring_officer(enter: Enter, case: Case) -> None:
    UserFactory(roles=[Role.MONITORING])
    page = enter(case.incident.reporter)
    page.goto(f"/my/reports/{case.reference}/readers/")
    assert_good(page)
    page.get_by_label("Only the monitoring officer").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("It is changed.")
    case.incident.refresh_from_db()
    assert case.incident.restricted
