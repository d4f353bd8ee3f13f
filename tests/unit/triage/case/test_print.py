"""A case on paper: all that the reader may see, and no internal notes unless they are asked for."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions import send_message, write_note
from tests.factories import UserFactory
from tests.unit.triage.case.pages import events, page, restrict
from triage.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(case: Case, olive: User) -> Case:
    write_note(by=olive, incident=case.incident, body="He is known to the landlord.")
    send_message(by=olive, incident=case.incident, body="We are looking into it.")
    return case


def test_internal_notes_are_left_out_unless_they_are_asked_for(client: Client, case: Case) -> None:
    assertNotContains(client.get(page(case, "print")), "He is known to the landlord.")
    assertNotContains(client.get(f"{page(case, 'print')}?notes=no"), "He is known to the landlord.")
    assertContains(client.get(f"{page(case, 'print')}?notes=yes"), "He is known to the landlord.")


def test_it_has_what_a_paper_file_needs(client: Client, case: Case) -> None:
    shown = client.get(page(case, "print"))
    for words in ("Casey Councillor", "Police: refer now", "We are looking into it.", "Printed by Olive Officer"):
        assertContains(shown, words)
    for task in case.tasks.all():
        assertContains(shown, task.title)
    for gate in case.assessment.gates:
        assertContains(shown, gate["sentence"])


def test_it_has_no_buttons_and_nothing_folded_away(client: Client, case: Case) -> None:
    main = client.get(page(case, "print")).text.split("<main")[1].split("</main>")[0]
    assert "<button" not in main
    assert "<form" not in main
    assert "<details" not in main


@pytest.mark.parametrize(("query", "detail"), [("", "without internal notes"), ("?notes=yes", "with internal notes")])
def test_that_it_was_printed_is_recorded(client: Client, case: Case, olive: User, query: str, detail: str) -> None:
    client.get(page(case, "print") + query)
    [event] = events(case, "printed")
    assert (event.actor, event.detail) == (olive.reference, detail)


def test_nobody_prints_what_they_may_not_see(client: Client, case: Case) -> None:
    restrict(case)
    assert client.get(page(case, "print")).status_code == 404
    client.force_login(UserFactory(roles=[Role.ADMIN]))
    assert client.get(reverse("case-print", args=[case.reference])).status_code == 403
    assert not events(case, "printed").exists()
