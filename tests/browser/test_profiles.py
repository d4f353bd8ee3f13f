"""A profile is raised after an incident, and what is offered is followed until it is in place and due to be checked."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.govuk.dates import day
from riskassess.actions import do_review
from riskassess.actions.profiles import ask_for_review
from riskassess.models import Band, Mitigation, RiskReview
from tests.browser.reporter import PHONE, SMALL_PHONE, assert_clean
from tests.factories import POLICE, CouncillorFactory, UserFactory, report

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1280, "height": 900}
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """A browser of somebody's own, signed in."""
    opened = []

    def start(user: User, *, size: dict[str, int] = WIDE, scripts: bool = True) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, viewport=size, java_script_enabled=scripts)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield start
    for context in opened:
        context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_incident_to_in_place(open_page: Open, scripts: bool) -> None:
    sam = UserFactory(roles=[Role.SAFETY], name="Sam Safety")
    UserFactory(roles=[Role.OFFICER])
    ada = CouncillorFactory(name="Ada Hollis")
    do_review(by=sam, review=ask_for_review(by=ada, words="I am new"), band=Band.LOW, reasons="A quiet ward.")
    report(ada, **POLICE)
    review = RiskReview.objects.open().get()
    desk = open_page(sam, scripts=scripts)
    do_the_review(desk, review)

    phone = open_page(ada, size=PHONE, scripts=scripts)
    phone.goto(reverse("my-safety"))
    phone.get_by_role("link", name="My safety plan").click()
    expect(phone.locator("main")).to_contain_text("It is known where you live")
    expect(phone.locator(".app-glance")).to_contain_text("Say yes or no to 12 offers")
    phone.get_by_role("button", name=re.compile("Yes, please.*personal alarm")).click()
    expect(phone.locator("body")).to_contain_text("you said yes")

    alarm = Mitigation.objects.get(kind="alarm")
    desk.goto(reverse("risk-profile", args=[alarm.profile.reference]))
    desk.get_by_role("link", name=re.compile("in place.*personal alarm")).click()
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator("main")).to_contain_text("Enter the serial number")
    desk.get_by_label("Serial number").fill("LW-204")
    tested = desk.get_by_role("group", name="Date of the test")
    yesterday = timezone.localdate() - timedelta(days=1)
    for part, text in zip(("Day", "Month", "Year"), str(yesterday).split("-")[::-1], strict=True):
        tested.get_by_label(part).fill(text)
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator("main")).to_contain_text("Serial number LW-204")
    expect(desk.locator("main")).to_contain_text("Next test")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Serial number LW-204")
    expect(phone.locator(".app-glance")).to_contain_text("A personal alarm or lone worker device, since")
    desk.get_by_role("link", name=re.compile("Record a check.*personal alarm")).click()
    desk.get_by_label("Yes", exact=True).check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator("main")).to_contain_text(f"Tested on {day(timezone.localdate())}: it works")
    assert Mitigation.objects.get(kind="alarm").checks.count() == 2


def do_the_review(desk: Page, review: RiskReview) -> None:
    desk.goto(review.get_absolute_url())
    desk.get_by_label("High", exact=True).check()
    desk.locator("[name=reasons]").fill("He knows where you live.")
    desk.get_by_label("It is known where they live").check()
    desk.get_by_role("group", name="Did the police take part").get_by_label("No", exact=True).check()
    desk.get_by_label("Not yet", exact=True).check()
    desk.get_by_role("button", name="Save review").click()
    expect(desk.locator("body")).to_contain_text("The review is saved")


def test_every_page_is_clean_on_a_small_phone(open_page: Open) -> None:
    sam, mo = UserFactory(roles=[Role.SAFETY]), UserFactory(roles=[Role.MONITORING])
    UserFactory(roles=[Role.OFFICER])
    ada = CouncillorFactory()
    report(ada, **POLICE)
    review = RiskReview.objects.get()
    desk = open_page(sam, size=SMALL_PHONE)
    desk.goto(review.get_absolute_url())
    assert_clean(desk)
    do_the_review(desk, review)
    alarm = Mitigation.objects.get(kind="alarm")
    about = [alarm.profile.reference]
    for path in (
        reverse("risk-profiles"),
        reverse("risk-profile", args=about),
        reverse("risk-profile-offer", args=about),
        reverse("risk-profile-agreement", args=about),
        reverse("risk-profile-role", args=about),
        reverse("mitigation-move", args=[alarm.reference, "accept"]),
    ):
        desk.goto(path)
        assert_clean(desk)
    phone = open_page(ada, size=SMALL_PHONE)
    for path in (
        reverse("my-safety"),
        reverse("my-plan"),
        reverse("my-plan-again"),
        reverse("my-mitigation-decline", args=[alarm.reference]),
        reverse("my-interest-apply"),
    ):
        phone.goto(path)
        assert_clean(phone)
    phone.get_by_label("My home or other land").check()
    phone.locator("[name=which]").fill("14 Pepper Street")
    phone.locator("[name=why]").fill("He comes to the house.")
    phone.get_by_label("What I have written is true").check()
    phone.get_by_label("Sign with your full name").fill("Ada Hollis")
    phone.get_by_role("button", name="Send to the monitoring officer").click()
    assert_clean(phone)
    office = open_page(mo, size=SMALL_PHONE)
    office.goto(reverse("risk-interests"))
    assert_clean(office)
    office.get_by_role("link", name="SI-").first.click()
    assert_clean(office)
