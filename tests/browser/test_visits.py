"""A councillor plans a visit on a phone and does not check in; the ladder climbs; an officer answers and ends it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.actions import climb_due_alerts
from councilsafe.duty.models import Alert, AlertStep
from riskassess.actions import buddies
from riskassess.actions.safety_words import set_words
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import Plan, ask_for_call, plan_visit
from riskassess.models import Visit, VisitAlarm
from tests.factories import CouncillorFactory, UserFactory, officer

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
TOLD = {"kind": "home", "phone": "07700 900 111", "if_not_heard": "Ring my sister.", "call_phrase": "the boiler"}
Phone = Callable[..., Page]


@pytest.fixture
def ada() -> User:
    return CouncillorFactory(name="Ada Hollis")


@pytest.fixture
def ben(ada: User) -> User:
    other = CouncillorFactory(name="Ben Marsh")
    buddies.agree(by=other, buddy=buddies.ask_buddy(by=ada, asked=other))
    return other


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, scripts: bool) -> Iterator[Phone]:
    """Somebody's telephone, signed in."""
    made = []

    def of(person: User, width: int = 390, *, with_scripts: bool = scripts) -> Page:
        client = Client()
        client.force_login(person)
        size = {"width": width, "height": 844}
        context = browser.new_context(base_url=live_server.url, viewport=size, java_script_enabled=with_scripts)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        made.append(context)
        return context.new_page()

    yield of
    for context in made:
        context.close()


def running(by: User, **fields: object) -> Visit:
    now = timezone.now()
    told = {"place": "12 Mill Lane", "starts_at": now - HOUR, "expected_end_at": now + HOUR, **TOLD}
    return plan_visit(by=by, plan=Plan(**(told | fields)))


def let_time_pass(visit: Visit, by: timedelta) -> None:
    moved = {name: F(name) - by for name in ("starts_at", "expected_end_at", "next_at")}
    Visit.objects.filter(pk=visit.pk).update(**moved)


def test_a_visit_is_planned_missed_and_accounted_for(phone: Phone, ada: User, ben: User, olive: User) -> None:
    manager = UserFactory(roles=[Role.MANAGER])
    mine = phone(ada)
    mine.goto("/my/safety/")
    mine.get_by_role("link", name="Visits").click()
    mine.get_by_role("button", name="Plan a visit").click()
    plan(mine)
    expect(mine.locator("body")).to_contain_text("Your plan is saved")
    visit = Visit.objects.get()
    let_time_pass(visit, timedelta(hours=6))
    watch_visits()
    Alert.objects.update(next_climb_at=timezone.now())
    climb_due_alerts()
    assert {step.recipient for step in AlertStep.objects.all()} == {olive, manager}

    theirs = phone(olive, 1280)
    theirs.goto("/risk/visits/")
    theirs.get_by_role("link", name=visit.reference).first.click()
    expect(theirs.locator("main")).to_contain_text("They have not checked in")
    theirs.get_by_role("button", name="I have it").click()
    expect(theirs.locator("main")).to_contain_text("Olive Officer has it")
    assert not Alert.objects.open().exists()
    theirs.get_by_role("button", name="They are accounted for").click()
    expect(theirs.locator("main")).to_contain_text("Enter how they are")
    theirs.get_by_label("How are they").fill("Their phone was flat. They are at home.")
    theirs.get_by_role("button", name="They are accounted for").click()
    expect(theirs.locator("body")).to_contain_text("They are accounted for. Everybody who was called is told.")
    assert not VisitAlarm.objects.open().exists()
    mine.reload()
    expect(mine.locator("main")).to_contain_text("Ended.")


def plan(page: Page) -> None:
    """An hour from now, for an hour."""
    start = timezone.localtime(timezone.now() + HOUR)
    end = start + HOUR
    page.get_by_label("A visit to somebody").check()
    page.get_by_label("Where is it?").fill("12 Mill Lane, Northgate")
    for part in ("day", "month", "year"):
        page.get_by_label(part.title(), exact=True).fill(str(getattr(start, part)))
    page.get_by_label("Time it starts").fill(f"{start:%H:%M}")
    page.get_by_label("Time you will be out and safe").fill(f"{end:%H:%M}")
    page.get_by_role("button", name="Save this plan").click()
    expect(page.locator("main")).to_contain_text("There is a problem")
    expect(page.locator("main")).to_contain_text("Enter whom you visit")
    page.get_by_label("Whom do you visit?").fill("Mr Smith")
    page.get_by_label("Phone number to ring you on").fill("07700 900 111")
    page.get_by_label("What should we do").fill("Ring my sister, who has a key.")
    page.get_by_label("What should a caller ask about?").fill("the boiler")
    page.get_by_role("button", name="Save this plan").click()


def test_three_buttons_and_a_word(phone: Phone, ada: User, ben: User, olive: User) -> None:
    mine = phone(ada)
    mine.goto(reverse("my-visit-words"))
    mine.get_by_label("Your word when all is well").fill("Marmalade")
    mine.get_by_label("Your word for help").fill("Thunder")
    mine.get_by_role("button", name="Save my words").click()
    visit = running(ada)
    mine.goto(visit.get_absolute_url())
    mine.get_by_role("button", name="Call me with a reason to leave").click()
    expect(mine.locator("body")).to_contain_text("Somebody is asked to ring you now")
    theirs = phone(ben)
    theirs.goto(visit.get_absolute_url())
    expect(theirs.locator("main")).to_contain_text("the boiler")
    theirs.get_by_role("button", name="I have rung them: they are all right").click()
    mine.get_by_label("Your word").fill("something")
    mine.get_by_role("button", name="30 minutes").click()
    expect(mine.locator("body")).to_contain_text("That is not one of your words")
    mine.get_by_label("Your word").fill("marmalade")
    mine.get_by_role("button", name="30 minutes").click()
    expect(mine.locator("body")).to_contain_text("You have more time")
    mine.get_by_label("Your word").fill("thunder")
    mine.get_by_role("button", name="I am safe, visit over").click()
    expect(mine.locator("body")).to_contain_text("You have checked in. Your visit is over.")
    watch_visits()
    assert list(VisitAlarm.objects.open().values_list("reason", flat=True)) == ["duress"]


@pytest.mark.parametrize("scripts", [True], indirect=True, ids=["with scripts"])
def test_every_page_is_clean_and_fits(phone: Phone, ada: User, ben: User, olive: User) -> None:
    buddies.ask_buddy(by=CouncillorFactory(name="Cat Reed"), asked=ada)
    set_words(by=ada, safe="marmalade", help="thunder")
    planned = plan_visit(by=ada, plan=Plan(place="Elm Hall", **in_future(), **TOLD))
    visit = running(ada)
    ask_for_call(by=ada, visit=visit)
    over = running(ada, place="Elsewhere")
    let_time_pass(over, timedelta(hours=3))
    watch_visits()
    names = ("my-visits", "my-visit-plan", "my-visit-words", "my-buddies", "my-diary")
    own = [reverse(one) for one in names] + [one.get_absolute_url() for one in (planned, visit, over)]
    pages = [(ada, path) for path in own] + [(ben, visit.get_absolute_url()), (ben, over.get_absolute_url())]
    pages += [(olive, path) for path in (reverse("visits"), visit.officers_url, over.officers_url)]
    for person in (ada, ben, olive):
        page = phone(person, 320)
        for path in (path for whose, path in pages if whose == person):
            page.set_viewport_size({"width": 320, "height": 844})
            page.goto(path)
            found = Axe().run(page)
            assert found.violations_count == 0, path + found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def in_future() -> dict:
    start = timezone.now() + timedelta(days=1)
    return {"starts_at": start, "expected_end_at": start + HOUR}
