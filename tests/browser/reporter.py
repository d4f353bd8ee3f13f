"""A councillor who reports with a browser, and what holds for every page of it."""

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from councilsafe.accounts.models import User

PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
WITHOUT_SCRIPTS = pytest.param(
    "without scripts", marks=pytest.mark.browser_context_args(java_script_enabled=False, viewport=PHONE)
)
WITH_SCRIPTS = pytest.param("with scripts", marks=pytest.mark.browser_context_args(viewport=PHONE))
either_way = pytest.mark.parametrize("scripts", [WITH_SCRIPTS, WITHOUT_SCRIPTS])


@dataclass
class Reporter:
    """A councillor with a browser. Notes the heading of every page of the report that is answered."""

    page: Page
    url: str
    user: User
    pages: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.page.goto(f"{self.url}/report/")
        self.press("Start now")

    def press(self, button: str) -> None:
        self.pages.append(self.page.get_by_role("heading", level=1).inner_text())
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).click()

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        self.press("Continue")

    def write(self, **boxes: str) -> None:
        for name, text in boxes.items():
            self.page.locator(f"[name={name}]").fill(text)

    def short_report(self) -> None:
        self.start()
        self.choose("No")
        self.rest_of_a_short_report()

    def rest_of_a_short_report(self) -> None:
        self.choose("Insults or name-calling")
        self.write(description="He called me a useless lump.")
        self.press("Continue")
        self.choose("Email")
        self.choose("No, this was the first time")
        self.choose("A stranger")
        self.choose("It annoyed me")

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()


def assert_clean(page: Page) -> None:
    faults = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in Axe().run(page).response["violations"]]
    assert faults == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
