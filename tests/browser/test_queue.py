"""The queue in a real browser: two officers at once, many cases at once, search, views and the keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from tests.browser.test_case import Visit, assert_accessible, assert_fits, check, path, visit
from tests.factories import COUNCIL, POLICE, CouncillorFactory, officer, report
from triage import actions
from triage.models import Case

__all__ = ["visit"]
pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def oscar(olive: User) -> User:
    return officer(name="Oscar Officer")


def told(text: str, **facts: object) -> Case:
    return report(CouncillorFactory(), {"description": text}, **(facts or COUNCIL))


def fill_plan(page: Page, text: str) -> None:
    page.get_by_label("What the council will do").fill(text)
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2099")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Save the plan").click()


def test_two_officers_on_one_case_lose_nothing(visit: Visit, olive: User, oscar: User) -> None:
    case = actions.acknowledge(by=olive, case=told("A brick."))
    hers, his = visit(olive), visit(oscar)
    hers.goto(path(case, "plan")), his.goto(path(case, "plan"))
    fill_plan(hers, "Write to him.")
    expect(hers.get_by_role("alert")).to_contain_text("The plan is recorded.")
    fill_plan(his, "Visit her.")
    both = his.get_by_role("alert")
    expect(both).to_contain_text("Others changed this case while you were writing.")
    expect(both).to_contain_text("Olive Officer")
    expect(both).to_contain_text("Write to him.")
    expect(his.get_by_label("What the council will do")).to_have_value("Visit her.")
    assert Case.objects.get().plan == "Write to him."
    assert_accessible(his), assert_fits(his, 390)
    his.get_by_label("What the council will do").fill("Write to him. Visit her.")
    his.get_by_role("button", name="Save the plan").click()
    expect(his.get_by_role("alert")).to_contain_text("The plan is recorded.")
    assert Case.objects.get().plan == "Write to him. Visit her."


def test_two_officers_cannot_both_take_it(visit: Visit, olive: User, oscar: User) -> None:
    case, nia, ann = told("A brick."), officer(name="Nia New"), officer(name="Ann Other")
    actions.acknowledge(by=olive, case=case)
    hers, his = visit(nia), visit(ann)
    hers.goto(path(case)), his.goto(path(case))
    hers.get_by_role("button", name="Take this case").click()
    expect(hers.get_by_role("alert")).to_contain_text("This case is yours.")
    his.get_by_role("button", name="Take this case").click()
    expect(his.get_by_role("alert")).to_contain_text("Nia New was quicker and has this case.")
    assert Case.objects.get().owner == nia
    assert AuditEvent.objects.filter(verb="assigned").count() == 1


def test_each_sees_that_the_other_is_there(visit: Visit, olive: User, oscar: User) -> None:
    case = told("A brick.")
    hers, his = visit(olive), visit(oscar)
    hers.goto(path(case)), his.goto(path(case))
    expect(his.get_by_role("status").first).to_contain_text("Olive Officer has this case open.")
    hers.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(hers.get_by_role("status").first).to_contain_text("Oscar Officer has this case open.")
    assert_accessible(hers)


def test_each_sees_on_a_form_too_that_the_other_is_there(visit: Visit, olive: User, oscar: User) -> None:
    case = told("A brick.")
    hers, his = visit(olive), visit(oscar, java_script_enabled=False, **PHONE)
    hers.goto(f"{path(case)}facts/")
    his.goto(f"{path(case)}override/")
    expect(his.get_by_role("status").first).to_have_text("Olive Officer has this case open.")
    hers.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(hers.get_by_role("status").first).to_have_text("Oscar Officer has this case open.")
    assert_accessible(hers)


def test_many_at_once_without_scripts_on_a_phone(visit: Visit, olive: User) -> None:
    cases = [told("The same letter.") for _ in range(3)]
    page = visit(olive, java_script_enabled=False, **PHONE)
    page.goto("/queue/")
    for case in cases[:2]:
        page.get_by_label(f"Tick {case.reference}").check(force=True)
    page.get_by_label("With the cases you ticked").select_option("Acknowledge")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acknowledge 2 cases?")
    page.get_by_role("button", name="Acknowledge them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acknowledge: done to 2 of 2")
    assert Case.objects.filter(acknowledged_by=olive).count() == 2


def test_searching_and_keeping_a_view(visit: Visit, olive: User) -> None:
    brick, letter = told("He threw a brick through my window."), told("A long letter.")
    page = visit(olive)
    page.goto("/queue/")
    page.get_by_label("Search").fill("windows")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark")).to_have_text("window")
    expect(page.get_by_role("link", name=letter.reference)).to_have_count(0)
    page.get_by_role("link", name="Save this as a view").click()
    page.get_by_label("What you call this view").fill("Windows")
    page.get_by_label("Everybody in the team").check()
    page.get_by_role("button", name="Save this view").click()
    expect(page.get_by_role("navigation", name="Views").get_by_text("Windows")).to_be_visible()
    expect(page.get_by_role("link", name=brick.reference).first).to_be_visible()


def test_by_keyboard(visit: Visit, olive: User) -> None:
    first, second = told("A brick.", **POLICE), told("A letter.")
    page = visit(olive)
    page.goto("/queue/")
    page.keyboard.press("j"), page.keyboard.press("j"), page.keyboard.press("k"), page.keyboard.press("x")
    expect(page.get_by_label(f"Tick {first.reference}")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Switch single keys off").click()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("button", name="Switch single keys on").click()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jjx?")
    expect(page.get_by_label("Search")).to_have_value("jjx?")
    page.get_by_role("link", name=second.reference).first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(second.get_absolute_url()))


def test_every_page_is_accessible_and_fits_a_narrow_screen(visit: Visit, olive: User, oscar: User) -> None:
    told("He threw a brick."), actions.save_view(by=oscar, name="Grave", query="tier=police", shared=True)
    view = actions.save_view(by=olive, name="Mine and late", query="owner=me&clock=late", shared=False)
    page = visit(olive)
    addresses = ["/queue/?q=brick", "/queue/?state=all&sort=tier", "/queue/views/", "/queue/views/add/?tier=police"]
    check(page, [*addresses, f"/queue/views/{view.reference}/"])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/queue/")
    page.get_by_role("button", name="Tick all on this page, or none").click()
    page.get_by_label("With the cases you ticked").select_option("Close")
    page.get_by_role("button", name="Go on").click()
    assert_accessible(page), assert_fits(page, 320)
    page.goto("/queue/")
    page.get_by_role("button", name="Tick all on this page, or none").click()
    page.get_by_label("With the cases you ticked").select_option("Hand over")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Who takes them over").select_option("Oscar Officer")
    page.get_by_label("What they need to know").fill("I am away.")
    assert_accessible(page), assert_fits(page, 320)
    page.get_by_role("button", name="Hand over them").click()
    assert_accessible(page), assert_fits(page, 320)
