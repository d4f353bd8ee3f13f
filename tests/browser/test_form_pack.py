"""The form pack and the page's frame in a real browser: clean for axe, on a phone, and with scripts that start."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.form_pack_urls")]
WIDTHS = [320, 1280]


@pytest.fixture
def complaints(page):
    """What the browser's console says, a refusal by the content security policy among it."""
    heard = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def open_page(page, live_server, path, width=1280):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}{path}")


def send(page):
    page.get_by_role("button", name="Continue").click()


def faults(page):
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in Axe().run(page).response["violations"]]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/every-part/", "/parts/", "/accounts/login/"])
def test_pages_are_clean_and_fit(page, live_server, complaints, path, width):
    open_page(page, live_server, path, width)

    assert faults(page) == []
    assert fits(page)
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_errors_are_clean_said_first_and_linked(page, live_server, width):
    open_page(page, live_server, "/every-part/", width)
    send(page)

    expect(page).to_have_title(re.compile("^Error: "))
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Answer “When did it happen?”").click()
    assert page.evaluate("document.activeElement.id") == "id_day-day"
    assert faults(page) == []
    assert fits(page)


def test_the_parts_that_need_a_script_have_started(page, live_server):
    open_page(page, live_server, "/every-part/")
    page.get_by_label("Tell us what happened").fill("twelve chars")
    page.get_by_label("An insult").last.check()
    page.get_by_label("None of these").last.check()

    page.get_by_text("You have 8 characters remaining").first.wait_for()
    assert not page.get_by_label("An insult").last.is_checked()
    assert page.get_by_role("button", name="Show password").is_visible()


def test_leaving_in_a_hurry_leaves_no_page_to_go_back_to(page, live_server, settings):
    settings.EXIT_THIS_PAGE_URL = f"{live_server.url}/accounts/login/"
    open_page(page, live_server, "/parts/")
    open_page(page, live_server, "/every-part/")
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url("**/accounts/login/")
    page.go_back()

    assert page.url.endswith("/parts/")


def test_it_works_without_scripts(browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    open_page(page, live_server, "/every-part/")
    send(page)

    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.get_by_role("button", name="Show password").count() == 0
