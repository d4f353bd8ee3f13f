"""What the case page says of the person it was done to, and of the reports before and after it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertNotContains

from councilsafe.accounts.models import User
from incidents import actions as incidents
from incidents.models import Harmed, Incident
from tests.factories import COUNCIL, LOG, CouncillorFactory, report
from triage.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def page(client: Client, case: Case) -> str:
    return client.get(reverse("case", args=[case.reference])).text


def again(case: Case, by: User) -> Case:
    draft = incidents.start_draft(by=by, continues=case.incident)
    return incidents.submit_report(by=by, draft=draft, facts=LOG, told={"description": "Again."}).case


@pytest.mark.parametrize("harmed", Harmed)
def test_it_says_in_words_who_it_was_done_to(client: Client, councillor: User, harmed: Harmed) -> None:
    case = report(councillor, **LOG)
    Incident.objects.update(councillor=None, harmed_name="Jo Brown", harmed_as=harmed)
    assert escape(harmed.label) in page(client, case)


@pytest.mark.parametrize(
    ("knows", "agrees", "words"),
    [
        (True, True, "They know, and they agree with it."),
        (True, False, "They know, and they did not want it reported."),
        (True, None, "They know. Whether they agree was not asked."),
        (False, None, "No. Talk to the person who reported it before you speak to them."),
        (None, None, "Not known. Ask before you speak to them about it."),
    ],
)
def test_it_says_whether_that_person_knows_and_agrees(
    client: Client, councillor: User, knows: bool | None, agrees: bool | None, words: str
) -> None:
    case = report(councillor, **LOG)
    Incident.objects.update(reporter=CouncillorFactory(), harmed_knows=knows, harmed_agrees=agrees)
    assert words in page(client, case)


def test_whoever_reported_it_themselves_knows(client: Client, councillor: User) -> None:
    assert "Do they know of this report?" not in page(client, report(councillor, **LOG))


def test_it_leads_to_the_report_before_and_to_those_after(client: Client, councillor: User) -> None:
    first = report(councillor, **LOG)
    second = again(first, councillor)
    third = again(second, councillor)
    shown = page(client, second)
    assert "It happened again" in shown
    assert reverse("case", args=[first.reference]) in shown
    assert reverse("case", args=[third.reference]) in shown


def test_of_reports_that_the_reader_may_not_see_it_says_nothing(client: Client, councillor: User) -> None:
    first = report(councillor, **COUNCIL)
    second = again(first, councillor)
    incidents.keep_confidential(by=councillor, incident=first.incident)
    response = client.get(reverse("case", args=[second.reference]))
    assertNotContains(response, first.reference)
    assertNotContains(response, "It happened again")


def test_it_says_when_the_words_are_those_of_a_message(client: Client, councillor: User) -> None:
    case = report(councillor, **LOG)
    assert "In their words" in page(client, case)
    draft = case.incident.draft
    draft.answers = {"message": {"E-1": ["words.description"]}}
    draft.save()
    assert "In the words of the message that they added" in page(client, case)
