"""What was typed is kept, pages say what they should, and cost the same with few and with many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from riskassess.actions import briefings, tensions
from riskassess.models import Tension, TensionIncident
from tests.factories import IncidentFactory
from tests.unit.riskassess.conftest import MakePerson

pytestmark = pytest.mark.django_db


def soon(**about: object) -> dict[str, object]:
    first = timezone.localdate() + timedelta(days=3)
    return {"title": "The closure", "coming": "A vote.", "starts_on": first, "ends_on": first, **about}


@pytest.fixture
def tension(officer: User, councillor: User) -> Tension:
    return tensions.add_tension(by=officer, members=[councillor], **soon())


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Enter what you call it"),
        ({"starts_on-day": "3", "starts_on-month": "13", "starts_on-year": "2027"}, "First day"),
        ({"starts_on-day": "3", "starts_on-month": "3", "starts_on-year": "2027"}, "Enter both days, or neither"),
        ({"topics": "x" * 61}, "60 characters or less"),
        ({"owner": "nobody"}, "Select who has it in hand"),
    ],
)
def test_what_was_typed_is_kept(officer: User, client: Client, typed: dict[str, str], said: str) -> None:
    client.force_login(officer)
    good = {"title": "T", "coming": "A long story about trees.", "owner": officer.reference, "topics": "oak\nelm"}
    page = client.post(reverse("tension-add"), good | typed).content.decode()
    assert "A long story about trees." in page
    assert "There is a problem" in page
    assert said in page
    assert not Tension.objects.exists()


def test_what_has_no_answers_is_not_asked(officer: User, councillor: User, client: Client) -> None:
    client.force_login(officer)
    page = client.get(reverse("tension-add")).content.decode()
    assert "Wards whose members it concerns" in page
    assert "Venues to be looked at again" not in page


def test_a_stale_page_says_so_and_keeps_both(officer: User, tension: Tension, client: Client) -> None:
    client.force_login(officer)
    path = reverse("tension-briefing", args=[tension.reference])
    briefings.write_briefing(by=officer, tension=tension, text="Mine was first.")
    seen = client.get(path).context["form"]["seen"].value()
    briefings.write_briefing(by=officer, tension=tension, text="Theirs came between.")
    page = client.post(path, {"text": "I type this.", "seen": seen})
    assert "Somebody else changed this" in page.content.decode()
    assert "Theirs came between." in page.content.decode()
    assert "I type this." in page.content.decode()
    again = page.context["form"]["seen"].value()
    assert client.post(path, {"text": "I type this.", "seen": again}).status_code == 302
    assert tension.briefings.get().text == "I type this."


def test_from_a_case_only_what_was_then_can_be_chosen(officer: User, tension: Tension, client: Client) -> None:
    client.force_login(officer)
    now, before = IncidentFactory(), IncidentFactory(reported_at=timezone.now() - timedelta(days=90))
    tensions.announce(by=officer, tension=tension)
    for incident, there in ((now, True), (before, False)):
        page = client.get(reverse("tension-count", args=[incident.reference])).content.decode()
        assert ("The closure" in page) is there
        assert ("Nothing is known that was coming" in page) is not there
    for _ in range(2):
        client.post(reverse("tension-count", args=[now.reference]), {"tension": tension.reference})
    assert TensionIncident.objects.get().incident == now


def test_many_cost_what_few_do(
    officer: User, councillor: User, make_person: MakePerson, tension: Tension, client: Client
) -> None:
    def grow(number: int) -> None:
        people = [make_person(Role.COUNCILLOR) for _ in range(number)]
        for _ in range(number):
            made = tensions.add_tension(by=officer, members=[councillor], **soon())
            tensions.send_briefing(by=officer, briefing=briefings.write_briefing(by=officer, tension=made, text="A"))
        tensions.change_tension(by=officer, tension=tension, members=[councillor, *people], venues=[], **soon())
        for version in range(2):
            draft = briefings.write_briefing(by=officer, tension=tension, text=f"{number} {version}")
            tensions.send_briefing(by=officer, briefing=draft)

    paths = (reverse("tensions"), tension.get_absolute_url(), reverse("tension-change", args=[tension.reference]))
    counts = []
    for number in (2, 12):
        grow(number)
        client.force_login(officer)
        found = [queries(client, path) for path in paths]
        client.force_login(councillor)
        counts.append([*found, queries(client, reverse("my-briefings"))])
    assert counts[0] == counts[1]
