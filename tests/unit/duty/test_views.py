from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from councilsafe.duty.actions import add_absence, ask_cover, write_note
from councilsafe.duty.models import Shift
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
NOW = "2026-11-23 12:00"
URL = "/duty/"


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(london(NOW), tick=False):
        yield


@pytest.fixture
def manager(client: Client, people: People) -> Client:
    client.force_login(people.manager)
    return client


@pytest.fixture
def officer(client: Client, people: People) -> Client:
    client.force_login(people.ann)
    return client


def answers(people: People, **changes: str) -> dict[str, str]:
    return {
        "start_day-day": "24",
        "start_day-month": "11",
        "start_day-year": "2026",
        "start_time": "9:00",
        "end_day-day": "24",
        "end_day-month": "11",
        "end_day-year": "2026",
        "end_time": "5pm",
        "first": people.bob.reference,
        "second": people.ann.reference,
        **changes,
    }


# The rota --------------------------------------------------------------------------------------------------------


def test_says_who_is_on_duty_and_what_is_missing(officer: Client, plan: Plan) -> None:
    plan("2026-11-23 09:00", "2026-11-23 17:00")
    page = officer.get(URL).content.decode()
    assert "No shift is planned for now" not in page
    assert "Nobody is planned from today at 5pm to 21 December 2026 at midday" in page
    now = page[page.index("On duty now") : page.index("</dl>")]
    assert now.index("First officer") < now.index("Bob") < now.index("Second officer") < now.index("Ann")


def test_says_when_no_shift_is_planned(officer: Client, people: People) -> None:
    page = officer.get(URL).content.decode()
    assert "No shift is planned for now" in page
    assert page.count("Gap: nobody is planned") == 16  # three on five days, one on two; one is over


def test_only_who_plans_is_offered_changes(officer: Client, plan: Plan, people: People) -> None:
    shift = plan("2026-11-23 09:00", "2026-11-23 17:00")
    link = reverse("duty-shift-change", args=[shift.reference])
    assert link not in officer.get(URL).content.decode()
    officer.force_login(people.manager)
    assert link in officer.get(URL).content.decode()


@pytest.mark.parametrize(
    ("role", "sees", "plans"),
    [("officer", 200, 403), ("manager", 200, 200), ("monitoring", 200, 200), ("councillor", 403, 403)],
)
def test_who_may(client: Client, plan: Plan, role: str, sees: int, plans: int) -> None:
    shift = plan("2026-11-23 09:00", "2026-11-23 17:00")
    client.force_login(UserFactory(roles=[role]))
    assert client.get(URL).status_code == sees
    for page in ("duty-shift-change", "duty-shift-remove"):
        assert client.get(reverse(page, args=[shift.reference])).status_code == plans
    assert client.get(reverse("duty-shift-add")).status_code == plans


def test_always_as_many_queries(
    officer: Client, people: People, plan: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer.get(URL)
    with django_assert_num_queries(10):  # session, user, on duty (2), week (2), gaps (2), notes, requests
        officer.get(URL)
    for day in range(24, 30):
        shift = plan(f"2026-11-{day} 09:00", f"2026-11-{day} 17:00")
        add_absence(by=people.bob, person=people.bob, starts_at=shift.starts_at, ends_at=shift.ends_at, kind="sick")
        ask_cover(by=people.bob, asked=UserFactory(roles=["officer"]), shift=shift, **times(shift))
        write_note(by=people.bob, text="Read CS-22222-33333.")
    with django_assert_num_queries(10):
        officer.get(URL)


def times(shift: Shift) -> dict[str, datetime]:
    return {"starts_at": shift.starts_at, "ends_at": shift.ends_at}


# Planning --------------------------------------------------------------------------------------------------------


def test_a_shift_is_planned(manager: Client, people: People) -> None:
    response = manager.post(reverse("duty-shift-add"), answers(people))
    assert response.status_code == 302
    shift = Shift.objects.get()
    assert (shift.starts_at, shift.ends_at) == (london("2026-11-24 09:00"), london("2026-11-24 17:00"))
    assert (shift.first, shift.second) == (people.bob, people.ann)


def test_a_shift_without_a_second(manager: Client, people: People) -> None:
    manager.post(reverse("duty-shift-add"), answers(people, second=""))
    assert Shift.objects.get().second is None


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"end_day-day": "23"}, "The shift must end after it starts"),
        ({"start_time": "early"}, "Enter a time, like 9:00 or 5pm"),
        ({"start_day-day": "23", "start_time": "16:59"}, "There is already a shift in this time"),
        ({"first": "U-GONE"}, "First officer"),
    ],
)
def test_what_is_wrong_is_said(
    manager: Client, people: People, plan: Plan, changes: dict[str, str], error: str
) -> None:
    plan("2026-11-23 09:00", "2026-11-23 17:00")
    response = manager.post(reverse("duty-shift-add"), answers(people, **changes))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert error in response.content.decode()
    assert Shift.objects.count() == 1


def test_a_change_may_keep_its_own_time_but_take_no_others(manager: Client, plan: Plan, people: People) -> None:
    plan("2026-11-24 17:00", "2026-11-24 22:00")
    shift = plan("2026-11-24 09:00", "2026-11-24 17:00")
    url = reverse("duty-shift-change", args=[shift.reference])
    assert manager.post(url, answers(people, second="")).status_code == 302
    response = manager.post(url, answers(people, end_time="5:01pm"))
    assert "There is already a shift in this time" in response.content.decode()
    shift.refresh_from_db()
    assert (shift.ends_at, shift.second) == (london("2026-11-24 17:00"), None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_plan_the_same_time_at_once_one_is_told(people: People) -> None:
    both = Barrier(2)

    def plan(client: Client, start: str) -> Any:
        try:
            both.wait(10)
            return client.post(reverse("duty-shift-add"), answers(people, start_time=start))
        finally:
            connection.close()

    def signed_in() -> Client:
        client = Client()
        client.force_login(people.manager)
        return client

    planned = [(signed_in(), "9:00"), (signed_in(), "10:00")]
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(plan, *one) for one in planned]
        done, told = sorted((future.result(10) for future in futures), key=lambda one: -one.status_code)
    assert (done.status_code, told.status_code) == (302, 200)
    assert "There is already a shift in this time" in told.content.decode()
    assert Shift.objects.count() == 1


def test_nobody_is_planned_as_their_own_second(manager: Client, people: People) -> None:
    response = manager.post(reverse("duty-shift-add"), answers(people, second=people.bob.reference))
    assert "The second officer must be somebody else than the first" in response.content.decode()


def test_only_people_who_work_on_cases_can_be_planned(manager: Client, people: People) -> None:
    UserFactory(name="Cllr Nobody", roles=["councillor"]), UserFactory(name="Left", roles=["officer"], is_active=False)
    page = manager.get(reverse("duty-shift-add")).content.decode()
    assert "Bob" in page
    assert "Cllr Nobody" not in page
    assert "Left" not in page


def test_a_shift_is_changed(manager: Client, plan: Plan, people: People) -> None:
    shift = plan("2026-11-24 09:00", "2026-11-24 17:00")
    url = reverse("duty-shift-change", args=[shift.reference])
    assert 'value="09:00"' in manager.get(url).content.decode()
    manager.post(url, answers(people, start_time="10am"))
    shift.refresh_from_db()
    assert shift.starts_at == london("2026-11-24 10:00")


def test_a_shift_is_removed_after_asking(manager: Client, plan: Plan) -> None:
    shift = plan("2026-11-24 09:00", "2026-11-24 17:00")
    url = reverse("duty-shift-remove", args=[shift.reference])
    assert "Remove this shift?" in manager.get(url).content.decode()
    assert Shift.objects.exists()
    assert manager.post(url).status_code == 302
    assert not Shift.objects.exists()


def test_a_shift_that_is_over_stays(manager: Client, plan: Plan) -> None:
    shift = plan("2026-11-20 09:00", "2026-11-20 17:00")
    response = manager.post(reverse("duty-shift-remove", args=[shift.reference]))
    assert response.status_code == 403
    assert Shift.objects.exists()


def test_there_is_no_such_shift(manager: Client) -> None:
    assert manager.get(reverse("duty-shift-change", args=["S-22222-33333"])).status_code == 404
