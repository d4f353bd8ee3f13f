"""Whoever is visited is looked up, alike for everybody, and their name is read by few."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.actions.register import TooManyLookUps
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visit_whom import look_up_whom
from riskassess.models import LookUp, Visit
from riskassess.register.advice import GENERAL
from riskassess.visits.policies import may_read_whom
from tests.factories import CouncillorFactory, UserFactory
from tests.unit.riskassess.visits.conftest import HOUR, MINUTE

Plan = Callable[..., Visit]
NAME = "Mr Smith"


@pytest.mark.parametrize(
    ("kind", "whom", "asked"),
    [
        ("home", NAME, True),
        ("home", "", True),  # by where they live
        ("surgery", "", False),
        ("canvass", "", False),
        ("site", NAME, True),
    ],
)
def test_an_officer_is_asked_about_everybody_whom_somebody_visits(kind: str, whom: str, asked: bool, plan: Plan):
    visit = plan(kind=kind, whom=whom)
    assert bool(visit.look_up_ref) is asked
    if asked:
        look_up = LookUp.objects.get(reference=visit.look_up_ref)
        assert (look_up.by, look_up.name, look_up.address) == (visit.councillor, whom, "12 Mill Lane")
        assert look_up.purpose.startswith(visit.get_kind_display())
        assert "3 June 2026 at 7pm" in look_up.purpose


def test_a_long_address_is_cut_and_not_lost(plan: Plan) -> None:
    visit = plan(place="x" * 300)
    assert len(visit.place) == 300
    assert len(LookUp.objects.get().address) == 200


def test_pressed_twice_nobody_is_asked_twice(plan: Plan, councillor: User) -> None:
    visit = plan()
    plan()
    look_up_whom(by=councillor, visit=visit)
    assert LookUp.objects.count() == 1


def test_whoever_has_asked_too_often_has_a_plan_all_the_same(
    plan: Plan, clock, client: Client, councillor: User, settings
) -> None:
    settings.LOOK_UPS_IN_TEN_MINUTES = 1
    plan(place="Elsewhere")
    visit = plan()
    assert (visit.state, visit.look_up_ref) == ("planned", "")
    client.force_login(councillor)
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "No officer has been asked about whom you visit" in page
    refused = client.post(reverse("my-visit-look-up", args=[visit.reference]), follow=True).content.decode()
    assert "Wait ten minutes, or ring the duty officer" in refused
    with pytest.raises(TooManyLookUps):
        look_up_whom(by=councillor, visit=visit)
    clock.shift(11 * MINUTE)
    client.post(reverse("my-visit-look-up", args=[visit.reference]))
    visit.refresh_from_db()
    assert LookUp.objects.get(reference=visit.look_up_ref).name == NAME
    assert "No officer" not in client.get(visit.get_absolute_url()).content.decode()


def test_the_form_says_so_and_keeps_the_plan(clock, client: Client, councillor: User, settings) -> None:
    settings.LOOK_UPS_IN_TEN_MINUTES = 0
    client.force_login(councillor)
    typed = {
        "kind": "home",
        "place": "12 Mill Lane",
        "whom": NAME,
        "day-day": "3",
        "day-month": "6",
        "day-year": "2026",
    }
    more = {"starts": "7pm", "ends": "20:00", "phone": "1", "if_not_heard": "Ring.", "call_phrase": "the boiler"}
    page = client.post(reverse("my-visit-plan"), typed | more, follow=True).content.decode()
    assert "Your plan is saved" in page
    assert "Nobody could be asked" in page
    assert Visit.objects.get().whom == NAME
    nobody = client.post(reverse("my-visit-plan"), typed | more | {"whom": ""}).content.decode()
    assert "Enter whom you visit" in nobody


def test_its_page_gives_the_same_advice_as_the_look_up_page(plan: Plan, client: Client, councillor: User) -> None:
    visit = plan()
    client.force_login(councillor)
    here, there = (client.get(path).content.decode() for path in (visit.get_absolute_url(), reverse("look-up-asked")))
    start, end = here.index(GENERAL[0]), here.index(GENERAL[-1])
    assert here[start:end] in there
    assert (
        GENERAL[0]
        not in client.get(plan(kind="surgery", whom="", place="Elm Hall").get_absolute_url()).content.decode()
    )


def test_only_its_owner_asks(plan: Plan, buddy: User) -> None:
    with pytest.raises(ActionDenied):
        look_up_whom(by=buddy, visit=plan())


def test_their_name_is_read_by_few(plan: Plan, clock, client: Client, buddy: User, officer: User) -> None:
    visit = plan()
    assert [may_read_whom(one, visit) for one in (visit.councillor, buddy, officer)] == [True, False, False]
    clock.shift(HOUR)
    watch_visits()
    client.force_login(officer)
    assert NAME not in client.get(visit.officers_url).content.decode()
    clock.shift(2 * HOUR)
    watch_visits()
    page = client.get(visit.officers_url).content.decode()
    assert NAME in page
    assert reverse("look-up-word", args=[Visit.objects.get().look_up_ref]) in page
    assert not may_read_whom(buddy, visit)


def test_somebody_who_is_shown_it_reads_it_and_a_stranger_does_not(plan: Plan, buddy: User) -> None:
    visit = plan(shows_whom=True)
    assert may_read_whom(buddy, visit)
    for role in Role:
        stranger = CouncillorFactory() if role == Role.COUNCILLOR else UserFactory(roles=[role])
        assert not may_read_whom(stranger, visit)


def test_a_look_up_that_has_been_deleted_breaks_no_page(plan: Plan, clock, client: Client, officer: User) -> None:
    visit = plan()
    clock.shift(timedelta(hours=3))
    watch_visits()
    LookUp.objects.all().delete()
    client.force_login(officer)
    assert client.get(visit.officers_url).status_code == 200
