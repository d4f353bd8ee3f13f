from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councilsafe.access import Role
from councilsafe.accounts.models import User
from tests.factories import POLICE, CouncillorFactory, UserFactory, report
from triage.actions import acknowledge, propose_override
from triage.process import Tier

PLAIN_PAGES = {
    "/help/": "Help",
    "/accessibility/": "Accessibility",
    "/privacy/": "Privacy",
    "/cookies/": "Cookies",
}
DASHBOARDS = ["/dashboard/", "/dashboard/reports/", "/dashboard/second-officer/"]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "title"), PLAIN_PAGES.items())
def test_plain_pages_are_for_everybody(client: Client, address: str, title: str) -> None:
    page = client.get(address).text
    assert f"<title>{title} – CouncilSafe</title>" in page
    assert page.count("<h1") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", *DASHBOARDS])
def test_the_rest_asks_for_sign_in(client: Client, address: str) -> None:
    assert client.get(address).url == f"/accounts/login/?next={address}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", DASHBOARDS)
def test_dashboards_are_for_managers_and_monitoring_officers(client: Client, role: Role, address: str) -> None:
    client.force_login(UserFactory(roles=[role]))
    allowed = role in (Role.MANAGER, Role.MONITORING)
    assert client.get(address).status_code == (200 if allowed else 403)


def test_the_front_door_leads_on(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get("/").url == "/queue/"


@pytest.mark.django_db
def test_who_has_no_page_yet_is_told_honestly(client: Client) -> None:
    client.force_login(UserFactory(roles=[Role.POLICE]))
    page = client.get("/").text
    assert "There is no page for your role in this version of CouncilSafe yet." in page
    assert "The cases that the council has referred to you, and no others." in page


def test_who_is_on_duty_is_for_those_who_are_signed_in(client: Client, officer: User) -> None:
    assert officer.name not in client.get("/help/").text
    client.force_login(officer)
    assert officer.name in client.get("/help/").text


def test_help_gives_the_teams_number_and_names_who_answers(
    client: Client, officer: User, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    User.objects.update(phone="01632 960001")
    councillor = CouncillorFactory()
    client.force_login(councillor)
    assert 'href="tel:01632960001"' in client.get("/help/").text  # without a number of the team's
    settings.SPOC_PHONE = "01632 960100"
    settings.COUNSELLING_DETAILS = "Somebody to talk to: 01632 960200"
    with django_assert_num_queries(4):  # session, user, on duty (2)
        page = client.get("/help/").text
    first = page.index("999")
    assert first < page.index('href="tel:01632960100"') < page.index("Report an incident</a>") < page.index("960200")
    assert f"{officer.name} is on duty now" in page
    assert "01632 960001" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "words"),
    [("2026-12-25 12:00+00:00", "It is closed now"), ("2026-12-23 12:00+00:00", "it is open now")],
)
def test_help_says_whether_the_council_is_open(client: Client, officer: User, now: str, words: str) -> None:
    with time_machine.travel(now, tick=False):
        client.force_login(officer)
        assert words in client.get("/help/").text


@pytest.mark.django_db
def test_help_says_when_nobody_is_on_duty(client: Client) -> None:
    client.force_login(UserFactory(roles=[Role.COUNCILLOR]))
    assert "Nobody is on duty who can be called." in client.get("/help/").text


def test_the_second_officer_finds_what_waits(client: Client, councillor: User, officer: User, monitoring: User) -> None:
    case = report(councillor, **POLICE)
    acknowledge(by=officer, case=case)
    client.force_login(monitoring)
    assert "Nothing waits for you." in client.get("/dashboard/second-officer/").text
    propose_override(by=officer, case=case, tier=Tier.COUNCIL, reason="A neighbour waiting for a bus")
    page = client.get("/dashboard/second-officer/").text
    assert f'href="/cases/{case.reference}/"' in page
    assert officer.name in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/readyz", *PLAIN_PAGES, *DASHBOARDS])
def test_pages_that_only_show_take_no_changes(client: Client, address: str) -> None:
    client.force_login(UserFactory(roles=[Role.MONITORING]))
    assert client.post(address).status_code == 405
