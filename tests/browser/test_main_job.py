"""The main job, from the councillor's report to the dashboard, on everything that `make run` starts."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

PASSWORD = "councilsafe-demo"
STORY = "A man has sat outside my house on four evenings and photographed the door."
TOLD_WITHIN = 5  # seconds from submitting to the officer's message

SignIn = Callable[[str], Page]


@pytest.fixture
def sign_in(browser: Browser, running_site: str) -> SignIn:
    """A page of its own for each person, as on their own machine."""

    def as_person(name: str) -> Page:
        page = browser.new_context(base_url=running_site).new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Email address").fill(f"{name}@example.org")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return page

    return as_person


def go_on(page: Page, *choices: str) -> None:
    for choice in choices:
        page.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Continue").click()


def report(page: Page) -> str:
    """Tell the story as its councillor would, and give back the reference."""
    page.goto("/report/")
    page.get_by_role("button", name="Start now").click()
    go_on(page, "No")
    go_on(page, "Following, or waiting near home or work")
    page.locator("[name=description]").fill(STORY)
    go_on(page)
    go_on(page, "In person")
    go_on(page, "At or near home")
    go_on(page, "Yes")
    go_on(page, "Yes, it has happened before")
    page.locator("[name=occasions]").fill("4")
    go_on(page)
    go_on(page, "No")
    go_on(page, "A stranger")
    go_on(page, "It has changed what I do")
    page.get_by_role("button", name="Send the report").click()
    found = re.search(r"CS-\w{5}-\w{5}", page.locator("main").inner_text())
    assert found
    return found[0]


def open_police_cases(page: Page) -> int:
    page.goto("/dashboard/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Police"))
    return int(row.get_by_role("cell").last.inner_text())


def test_a_report_reaches_everybody_it_concerns(sign_in: SignIn) -> None:
    monitoring, officer, councillor = sign_in("monitoring"), sign_in("officer"), sign_in("councillor")
    before = open_police_cases(monitoring)

    reference = report(councillor)

    submitted = time.monotonic()
    officer.goto("/demo/messages/")
    while reference not in officer.locator("main").inner_text():
        assert time.monotonic() - submitted < TOLD_WITHIN
        officer.reload()

    officer.goto("/queue/")
    row = officer.get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text("Police")
    row.get_by_role("link", name=reference).click()
    expect(officer.locator("main")).to_contain_text("There are signs of following, or of loitering")
    expect(officer.locator("main")).to_contain_text("There are signs of surveillance")

    safety = sign_in("safety")
    safety.goto("/risk/")
    expect(safety.get_by_role("row").filter(has_text="Maren Holloway")).to_be_visible()

    assert open_police_cases(monitoring) == before + 1
