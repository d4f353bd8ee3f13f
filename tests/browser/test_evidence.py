"""Files from a phone, in a real browser, with and without scripts; and an officer who looks at them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from incidents.actions import evidence as actions
from incidents.models import Draft, Evidence
from tests.factories import PASSWORD, CouncillorFactory, officer, report
from tests.unit.incidents.evidence.samples import MAIL, picture

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
either_way = pytest.mark.parametrize(
    "scripts",
    [
        pytest.param("with", marks=pytest.mark.browser_context_args(viewport=PHONE)),
        pytest.param("without", marks=pytest.mark.browser_context_args(viewport=PHONE, java_script_enabled=False)),
    ],
)
GOOD = [
    {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": picture(size=(300, 200))},
    {"name": "letter.eml", "mimeType": "message/rfc822", "buffer": MAIL},
]
BAD = {"name": "her page.jpg", "mimeType": "image/jpeg", "buffer": b"<html><script>alert(1)</script></html>"}


def sign_in(page: Page, url: str, user, onward: str) -> None:
    page.goto(f"{url}/accounts/login/?next={onward}")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def add(page: Page, *files) -> None:
    page.locator("input[type=file]").set_input_files(list(files))
    with page.expect_navigation():
        page.get_by_role("button", name="Add the files").click()


def assert_clean(page: Page) -> None:
    faults = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in Axe().run(page).response["violations"]]
    assert faults == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@either_way
def test_several_files_from_a_phone_and_one_that_is_refused(page, live_server, scripts):
    reporter = CouncillorFactory()
    draft = Draft.objects.create(reporter=reporter)
    sign_in(page, live_server.url, reporter, f"/report/{draft.pk}/files/")

    add(page, *GOOD, BAD)
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator(".govuk-error-message", has_text="“her page.jpg” was not kept").is_visible()
    assert page.get_by_role("link", name="IMG_0001.JPG").is_visible()
    assert page.get_by_role("link", name="letter.eml").is_visible()
    assert draft.evidence.count() == 2

    with page.expect_navigation():
        page.get_by_role("button", name="Remove letter.eml").click()
    assert page.get_by_text("The file was removed.").is_visible()
    assert [one.name for one in draft.evidence.all()] == ["IMG_0001.JPG"]


@pytest.mark.browser_context_args(viewport=SMALL_PHONE)
def test_every_page_of_evidence_is_clean_and_fits_a_small_phone(page, live_server):
    worker, reporter = officer(), CouncillorFactory()
    case = report(reporter)
    sign_in(page, live_server.url, worker, f"/cases/{case.reference}/files/")
    assert_clean(page)
    add(page, BAD)
    assert_clean(page)
    add(page, GOOD[0])
    assert_clean(page)
    evidence = Evidence.objects.get()
    actions.check_evidence(evidence_id=evidence.pk)
    page.get_by_role("link", name="IMG_0001.JPG").click()
    page.wait_for_function("() => document.querySelector('img.app-evidence__preview')?.naturalWidth === 300")
    assert_clean(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the file").click()
    assert saved.value.suggested_filename == f"{evidence.reference}.jpg"
    assert saved.value.path().read_bytes() == GOOD[0]["buffer"]
    page.goto(f"{live_server.url}/cases/{case.reference}/")
    assert page.get_by_role("link", name="IMG_0001.JPG").is_visible()
    assert {event.verb for event in evidence.custody.all()} == {"received", "checked", "viewed", "downloaded"}


@pytest.mark.browser_context_args(viewport=SMALL_PHONE)
def test_the_reporters_own_pages_are_clean_too(page, live_server):
    reporter = CouncillorFactory()
    officer()
    case = report(reporter)
    sign_in(page, live_server.url, reporter, f"/my/reports/{case.reference}/files/")
    add(page, GOOD[1])
    assert_clean(page)
    page.get_by_role("link", name="letter.eml").click()
    assert page.get_by_text("You can open it when it is checked.").is_visible()
    assert_clean(page)
    assert page.get_by_role("link", name="Back").get_attribute("href") == f"/my/reports/{case.reference}/"
