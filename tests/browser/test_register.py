"""The register on phones: from a case to a removal, by people who differ; and a councillor asks before a visit."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions.people import Told, add_person, set_standing
from incidents.people.normalise import Given
from riskassess.actions import register
from riskassess.models import LookUp, RegisterEntry
from riskassess.register.deeds import offered
from tests.factories import COUNCIL, CouncillorFactory, UserFactory, officer, report
from triage import actions
from triage.models import Case

pytestmark = pytest.mark.django_db(transaction=True)

FACTS = {**COUNCIL, "conduct": ["threat"], "source": "known_resident"}
ABOUT = {"conduct": "He pushed her against her own door.", "advice": "with-officer"}
Phone = Callable[..., Page]
People = dict[str, User]


@pytest.fixture
def people(db: None) -> People:
    return {
        "ada": CouncillorFactory(name="Ada Hollis"),
        "olive": officer(name="Olive Officer"),
        "ann": UserFactory(roles=[Role.MANAGER], name="Ann Approver"),
        "theo": UserFactory(roles=[Role.MONITORING], name="Theo Third"),
    }


@pytest.fixture
def case(people: People) -> Case:
    return actions.acknowledge(by=people["olive"], case=report(people["ada"], {"description": "A push."}, **FACTS))


def confirmed(case: Case, by: User, label: str = "Ned Sample") -> Any:
    known_by = [Given("name", label), Given("address", "4 Quince Lane, WX1 2AB")]
    told = Told(kind="known", label=label, standing="confirmed", known_by=known_by)
    return add_person(by=by, incident=case.incident, told=told)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, scripts: bool) -> Iterator[Phone]:
    """Somebody's telephone, signed in."""
    made = []

    def of(person: User, width: int = 390) -> Page:
        client = Client()
        client.force_login(person)
        size = {"width": width, "height": 844}
        context = browser.new_context(base_url=live_server.url, viewport=size, java_script_enabled=scripts)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        made.append(context)
        return context.new_page()

    yield of
    for context in made:
        context.close()


def date(page: Page) -> None:
    today = timezone.localdate()
    for part in ("day", "month", "year"):
        page.get_by_label(part.title(), exact=True).fill(str(getattr(today, part)))


def do(page: Page, link: str, button: str, fields: dict[str, str], choice: str = "", *, dated: bool = False) -> None:
    """Opens what can be done, is refused with nothing filled in, and does it."""
    page.get_by_role("link", name=link, exact=True).click()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("main")).to_contain_text("There is a problem")
    for label, text in fields.items():
        page.get_by_label(label).fill(text)
    if choice:
        page.get_by_label(choice).check()
    if dated:
        date(page)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entry RE-")


def propose(page: Page, case: Case) -> RegisterEntry:
    page.goto(case.get_absolute_url())
    said = {"What they did": "He pushed her against her own door, and said that it was for her vote."}
    page.get_by_role("link", name="Propose an entry in the register").click()
    page.get_by_role("button", name="Propose the entry").click()
    expect(page.locator("main")).to_contain_text("Select who it is about")
    page.get_by_label("Ned Sample").check()
    page.get_by_label("What they did").fill(said["What they did"])
    page.get_by_label("Visit only together with an officer").check()
    page.get_by_role("button", name="Propose the entry").click()
    expect(page.locator("main")).to_contain_text("Provisional: nobody has approved this entry yet.")
    return RegisterEntry.objects.get()


def test_an_entry_is_proposed_approved_told_appealed_reviewed_and_removed(
    phone: Phone, people: People, case: Case
) -> None:
    confirmed(case, people["olive"])
    olive, ann, theo = phone(people["olive"]), phone(people["ann"]), phone(people["theo"])
    entry = propose(olive, case)
    expect(olive.get_by_role("link", name="Decide about the proposal")).to_have_count(0)
    do(
        olive,
        "Disability and reasonable adjustments",
        "Save",
        {"Does a disability play a part": "None is known. Social care was asked."},
    )

    ann.goto(reverse("register") + "?show=provisional")
    ann.get_by_role("link", name=entry.reference).click()
    do(ann, "Decide about the proposal", "Decide", {"Reason": "It was meant, and it was grave."}, "Approve the entry")
    expect(ann.locator("main")).to_contain_text("The person has not been told yet.")

    olive.reload()
    do(olive, "Record the letter", "Record the letter", {}, dated=True)
    expect(olive.locator("main")).to_contain_text("They can appeal until")
    do(olive, "Record an appeal", "Record the appeal", {"What they say": "It was not me."}, dated=True)
    expect(olive.locator("main")).to_contain_text("To be answered by")

    ann.reload()
    expect(ann.get_by_role("link", name="Answer the appeal")).to_have_count(0)
    theo.goto(entry.get_absolute_url())
    answer = {"Reasons": "A neighbour saw it. A call beforehand is enough."}
    theo.get_by_role("link", name="Answer the appeal").click()
    theo.get_by_label("The advice is changed").check()
    theo.get_by_label("Reasons").fill(answer["Reasons"])
    theo.get_by_role("button", name="Answer the appeal").click()
    expect(theo.locator("main")).to_contain_text("Select the new advice")
    theo.get_by_label("Call the duty officer before you set out").check()
    theo.get_by_role("button", name="Answer the appeal").click()
    expect(theo.locator("main")).to_contain_text("The advice is changed (Theo Third")

    past = timezone.localdate() - timedelta(days=2)
    RegisterEntry.objects.update(review_from=past - timedelta(days=200), review_on=past)
    ann.goto(reverse("register") + "?due=late")
    expect(ann.locator("main")).to_contain_text("Late by 2 days")
    ann.get_by_role("link", name=entry.reference).click()
    said = {"Evidence that it is still needed": "He shouted at her again.", "Reason": "It goes on."}
    do_again(ann, "Review it and keep it", "Keep it", said)
    expect(ann.locator("main")).to_contain_text("Due in")
    gone = {"Evidence that the threat has gone": "He has moved to another town.", "Reason": "No threat is left."}
    do(ann, "Remove it", "Remove it", gone)
    expect(ann.locator("main")).to_contain_text("No threat is left.")
    expect(ann.get_by_role("heading", name="What you can do")).to_have_count(0)
    history = ann.locator(".moj-timeline").inner_text()
    for event in ("Removed", "Kept", "Appeal answered: changed", "Told by letter", "Approved", "Proposed"):
        assert event in history


def do_again(page: Page, link: str, button: str, fields: dict[str, str]) -> None:
    """Where the advice stands already as it is."""
    page.get_by_role("link", name=link, exact=True).click()
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entry RE-")


def test_a_panel_enters_somebody_who_is_not_told(phone: Phone, people: People, case: Case, settings: Any) -> None:
    settings.REGISTER_PANEL_QUORUM = 2
    person = confirmed(case, people["olive"])
    entry = register.propose(by=people["olive"], incident=case.incident, person=person, **ABOUT)
    register.consider(by=people["olive"], entry=entry, text="Nothing is known.")
    for name in ("ann", "theo"):
        page = phone(people[name])
        page.goto(entry.get_absolute_url())
        do(page, "Decide about the proposal", "Decide", {"Reason": "It was meant."}, "Approve the entry")
        words = "The panel so far" if name == "ann" else "The person has not been told yet."
        expect(page.locator("main")).to_contain_text(words)
    olive = phone(people["olive"])
    olive.goto(entry.get_absolute_url())
    do(olive, "Propose not to tell them", "Save", {"Reason": "He would go to her home."})
    expect(olive.locator("main")).to_contain_text("Nobody else has agreed yet.")
    page.reload()
    do(page, "Agree not to tell them", "Save", {"Reason": "The police advise the same."})
    expect(page.locator("main")).to_contain_text("Approved by Theo Third, to be looked at again by")


def test_a_councillor_asks_before_a_visit_and_an_officer_rings(phone: Phone, people: People, case: Case) -> None:
    entry = in_force(case, people)
    mine = phone(people["ada"])
    mine.goto(reverse("my-safety"))
    mine.get_by_role("link", name="Advice before a visit").click()
    mine.get_by_role("button", name="Ask for advice").click()
    expect(mine.locator("main")).to_contain_text("Enter why you will visit, and when")
    read = []
    for name in ("Ned Sample", "Ida Nobody"):
        mine.get_by_label("Name of the person").fill(name)
        mine.get_by_label("Why you will visit, and when").fill("About a hedge, on Friday at three.")
        mine.get_by_role("button", name="Ask for advice").click()
        expect(mine.get_by_role("heading", level=1)).to_have_text("Advice before your visit")
        read.append(mine.locator("main").inner_text())
        mine.get_by_role("link", name="Ask about somebody else").click()
    assert read[0] == read[1]

    theirs = phone(people["olive"])
    theirs.goto(reverse("look-ups"))
    theirs.get_by_role("link", name=LookUp.objects.get(name="Ned Sample").reference).click()
    expect(theirs.locator("main")).to_contain_text("Visit only together with an officer")
    expect(theirs.get_by_role("link", name=entry.reference)).to_be_visible()
    theirs.get_by_role("button", name="I have rung them and said this").click()
    expect(theirs.locator("body")).to_contain_text("Nobody is reminded of it any more.")
    theirs.get_by_role("link", name=LookUp.objects.get(name="Ida Nobody").reference).click()
    expect(theirs.get_by_role("heading", name="In the register")).to_have_count(0)


def in_force(case: Case, people: People, label: str = "Ned Sample") -> RegisterEntry:
    person = confirmed(case, people["olive"], label)
    entry = register.propose(by=people["olive"], incident=case.incident, person=person, **ABOUT)
    entry = register.consider(by=people["olive"], entry=entry, text="Nothing is known.")
    return register.decide(by=people["ann"], entry=entry, approves=True, reason="It was meant.")


@pytest.mark.parametrize("scripts", [True], indirect=True, ids=["with scripts"])
def test_every_page_is_clean_and_fits(phone: Phone, people: People, case: Case) -> None:
    pages = [(people[name], path) for name, path in every_page(people, case)]
    for person in people.values():
        page = phone(person, 320)
        for path in (path for whose, path in pages if whose == person):
            page.goto(path)
            found = Axe().run(page)
            assert found.violations_count == 0, path + found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def every_page(people: People, case: Case) -> list[tuple[str, str]]:
    """Each list with something in it, each thing that can be done, and what a case and a person say."""
    today, olive = timezone.localdate(), people["olive"]
    fresh, told, untold, gone = (in_force(case, people, f"Somebody {name}") for name in ("one", "two", "three", "four"))
    told = register.tell_person(by=olive, entry=told, told_on=today)
    told = register.lodge_appeal(by=olive, entry=told, received_on=today, grounds="It was not me.")
    untold = register.propose_not_to_tell(by=olive, entry=untold, reason="He would go to her home.")
    gone = register.remove(by=people["ann"], entry=gone, evidence="Moved.", reason="No threat is left.")
    person = confirmed(case, olive, "Somebody five")
    provisional = register.propose(by=olive, incident=case.incident, person=person, **ABOUT)
    set_standing(by=olive, incident=case.incident, person=confirmed(case, olive, "Somebody six"), standing="confirmed")
    asked = [register.look_up(by=people["ada"], name=name, purpose="A hedge") for name in ("Somebody one", "Ida")]
    register.answer_look_up(by=olive, look_up=LookUp.objects.get(name="Ida"), advice="not-alone")
    lists = [reverse("register") + f"?show={tab}" for tab in ("in-force", "provisional", "ended")]
    lists += [
        reverse("register") + "?due=late",
        reverse("look-ups"),
        reverse("register-propose", args=[case.reference]),
    ]
    lists += [reverse("look-up-word", args=[one.reference]) for one in asked]
    lists += [case.get_absolute_url(), reverse("person", args=[fresh.person.reference])]
    entries = [one.get_absolute_url() for one in (fresh, told, untold, gone, provisional)]
    moves = [
        (name, reverse("register-move", args=[entry.reference, deed]))
        for name in ("olive", "theo")
        for entry in (fresh, told, untold, provisional)
        for deed, _ in offered(people[name], entry)
    ]
    own = [("ada", reverse("look-up")), ("ada", reverse("look-up-asked"))]
    return (
        own
        + [("olive", path) for path in (*lists, *entries)]
        + list({path: (name, path) for name, path in moves}.values())
    )
