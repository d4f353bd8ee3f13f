"""The duty pages in a real browser: on a phone, with and without scripts, by an officer, a colleague and a manager."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.actions import add_absence, add_slot, add_week, ask_cover, plan_shift, write_note
from councilsafe.duty.models import Cover, HandOver, RotaWeek, Shift
from councilsafe.duty.weeks import Slot
from tests.factories import CouncillorFactory, UserFactory, officer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> dict[str, User]:
    return {
        "ann": officer(name="Ann Archer", phone="01632 960001"),
        "bob": officer(name="Bob Baker"),
        "mary": UserFactory(name="Mary Manager", roles=[Role.MANAGER]),
    }


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Somebody's browser, as wide as a phone unless told."""
    contexts = []

    def signed_in(user: User, width: int = 390, scripts: bool = True) -> Page:
        viewport = {"width": width, "height": 844}
        context = browser.new_context(base_url=live_server.url, viewport=viewport, java_script_enabled=scripts)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session(user), "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield signed_in
    for context in contexts:
        context.close()


def session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def plan(team: dict[str, User], days: int, **people: Any) -> Shift:
    """From nine to five, so many days from now: Ann, unless told."""
    day = timezone.localdate() + timedelta(days)
    times = {name: timezone.make_aware(datetime.combine(day, time(hour))) for name, hour in HOURS.items()}
    return plan_shift(by=team["mary"], **times, **{"first": team["ann"], **people})


HOURS = {"starts_at": 9, "ends_at": 17}


def assert_clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_colleague_takes_a_part_of_a_shift(desk: Callable[..., Page], team: dict[str, User], scripts: bool) -> None:
    shift = plan(team, 3)
    page = desk(team["ann"], scripts=scripts)
    page.goto("/duty/mine/")
    page.get_by_role("link", name="Ask a colleague to take it").click()
    page.get_by_label("Who do you ask?").select_option(label="Bob Baker")
    page.get_by_label("Time it starts").fill("1pm")
    page.get_by_role("button", name="Ask your colleague").click()
    expect(page.get_by_text("Until they agree, you are on duty.")).to_be_visible()
    theirs = desk(team["bob"], scripts=scripts)
    theirs.goto("/duty/")
    theirs.get_by_role("link", name="Answer").click()
    theirs.get_by_role("button", name="Take it").click()
    expect(theirs.get_by_text("The shift is yours now.")).to_be_visible()
    shift.refresh_from_db()
    assert (shift.first, timezone.localtime(shift.starts_at).hour) == (team["bob"], 13)
    assert Shift.objects.count() == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_note_is_handed_over_and_read(desk: Callable[..., Page], team: dict[str, User], scripts: bool) -> None:
    page = desk(team["ann"], scripts=scripts)
    page.goto("/duty/notes/add/")
    page.get_by_label("What does the next person need to know?").fill("Ring about CS-22222-33333.")
    page.get_by_role("button", name="Leave the note").click()
    theirs = desk(team["bob"], scripts=scripts)
    theirs.goto("/duty/")
    expect(theirs.get_by_role("link", name="CS-22222-33333")).to_be_visible()
    theirs.get_by_role("button", name="Mark as read").click()
    expect(theirs.get_by_text("Handed over to you")).not_to_be_visible()
    assert HandOver.objects.get().reads.get().reader == team["bob"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_weeks_are_planned_and_taken_out_and_in(
    desk: Callable[..., Page], team: dict[str, User], tmp_path: Path, scripts: bool
) -> None:
    week = add_week(by=team["mary"], name="Usual")
    add_slot(by=team["mary"], week=week, slot=Slot(2, time(9), time(17), 0, team["ann"], team["bob"]))
    page = desk(team["mary"], scripts=scripts)
    page.goto(f"/duty/weeks/{week.reference}/plan/")
    day = timezone.localdate() + timedelta(weeks=1)
    for name, value in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        page.get_by_label(name, exact=True).fill(str(value))
    page.get_by_label("For how many weeks?").fill("3")
    page.get_by_role("button", name="Show what would be planned").click()
    expect(page.get_by_text("3 new shifts.")).to_be_visible()
    page.get_by_role("button", name="Plan these shifts").click()
    expect(page.get_by_text("Planned: 3 shifts.")).to_be_visible()
    (tmp_path / "rota.ics").write_bytes(page.request.get("/duty/calendar/rota.ics").body())
    before = list(Shift.objects.order_by("starts_at").values_list("starts_at", "ends_at", "first", "second"))
    Shift.objects.all().delete()
    page.goto("/duty/calendar/import/")
    page.set_input_files("[name=file]", tmp_path / "rota.ics")
    page.get_by_role("button", name="Show what would be planned").click()
    expect(page.get_by_text("3 new shifts.")).to_be_visible()
    page.get_by_role("button", name="Plan these shifts").click()
    expect(page.get_by_text("Planned: 3 shifts.")).to_be_visible()
    after = list(Shift.objects.order_by("starts_at").values_list("starts_at", "ends_at", "first", "second"))
    assert after == before


def test_every_page_is_clean_and_fits(desk: Callable[..., Page], team: dict[str, User]) -> None:
    shift = plan(team, 1, second=team["mary"])
    times = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    absence = add_absence(by=team["ann"], person=team["ann"], kind="leave", **times)
    cover = ask_cover(by=team["mary"], shift=shift, asked=team["bob"], **times)
    write_note(by=team["bob"], text="Ring about CS-22222-33333. " + "Averylongword" * 20)
    week = add_week(by=team["mary"], name="Usual")
    add_slot(by=team["mary"], week=week, slot=Slot(2, time(9), time(17), 0, team["ann"]))
    manager, colleague = desk(team["mary"], width=320), desk(team["bob"], width=320)
    for address in (
        *("/duty/", "/duty/?week=2026-12-21", "/duty/mine/", f"/duty/shifts/{shift.reference}/cover/", "/duty/covers/"),
        *("/duty/absences/", "/duty/absences/add/", f"/duty/absences/{absence.reference}/end/", "/duty/notes/"),
        f"/duty/absences/{absence.reference}/",
        *(
            "/duty/notes/add/",
            "/duty/weeks/",
            "/duty/weeks/add/",
            "/duty/weeks/copy/",
            f"/duty/weeks/{week.reference}/",
        ),
        *(f"/duty/weeks/{week.reference}/plan/", f"/duty/weeks/{week.reference}/remove/"),
        *(f"/duty/weeks/{week.reference}/", "/duty/calendar/import/", cover.get_absolute_url(), "/help/"),
    ):
        manager.goto(address)
        assert_clean(manager)
    colleague.goto(Cover.objects.get().get_absolute_url())
    assert_clean(colleague)
    preview = f"/duty/weeks/{RotaWeek.objects.get().reference}/plan/"
    manager.goto(preview)
    day = timezone.localdate() + timedelta(weeks=1)
    for name, value in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        manager.get_by_label(name, exact=True).fill(str(value))
    manager.get_by_role("button", name="Show what would be planned").click()
    assert_clean(manager)


def test_help_on_a_phone_without_scripts(desk: Callable[..., Page], team: dict[str, User]) -> None:
    page = desk(CouncillorFactory(), width=320, scripts=False)
    page.goto("/help/")
    expect(page.get_by_role("main").get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(page.get_by_role("link", name="01632 960001")).to_have_attribute("href", "tel:01632960001")
