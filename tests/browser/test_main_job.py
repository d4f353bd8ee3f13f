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


ANSWERS: dict[str, list[str]] = {  # by the page's key; whatever else the journey asks, they are not sure
    "danger": ["No"],
    "kind": ["Following somebody, or waiting near their home or work"],
    "way": ["In person, or somebody nearby"],
    "place": ["At or near my home"],
    "near": ["Yes"],
    "before": ["Yes"],
    "times": ["Days"],
    "asked": ["No"],
    "who": ["A stranger"],
    "effect": ["I have changed what I do or where I go"],
}
BOXES = {"description": STORY, "occasions": "4", "length": "12"}


def answer_page(page: Page) -> None:
    for choice in ANSWERS.get(page.url.rstrip("/").rpartition("/")[2], []):
        page.get_by_label(choice, exact=True).check()
    for name, text in BOXES.items():
        if (box := page.locator(f"[name={name}]")).count():
            box.fill(text)
    if not page.locator("main input:checked").count() and (unsure := page.get_by_label("Not sure")).count():
        unsure.first.check()
    page.get_by_role("button", name="Continue").click()


def report(page: Page) -> str:
    """Tell the story as its councillor would, and give back the reference."""
    page.goto("/report/")
    page.get_by_role("button", name="Start now").click()
    while not page.url.endswith("/check/"):
        answer_page(page)
        assert not page.get_by_text("There is a problem").count(), page.locator("main").inner_text()
    page.get_by_role("button", name="Send the report").click()
    found = re.search(r"CS-\w{5}-\w{5}", page.locator("main").inner_text())
    assert found
    return found[0]


def open_police_cases(page: Page) -> int:
    page.goto("/dashboard/")
    danger = page.get_by_role("region", name="Is anyone in danger?")
    row = danger.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Police"))
    return int(row.get_by_role("cell").first.inner_text().split()[0])


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
