"""Officers' ways in: the telephone, and the messages of a pile-on."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Draft, Incident, Intake
from tests.factories import CouncillorFactory, officer
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db

TELEPHONE, PILE_ON = reverse("intake-telephone"), reverse("intake-pile-on")
MESSAGES = "\n".join(f"@u{number} | Facebook | {1 + number % 9}/11/2025 | Resign {number}" for number in range(40))


@pytest.fixture
def olive() -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def casey() -> User:
    return CouncillorFactory(name="Casey Councillor")


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def call(**answers: Any) -> dict[str, Any]:
    return {"token": uuid4(), "harmed_as": "councillor", "knows": "no", "description": "He waits outside."} | answers


class TestTelephone:
    def test_who_and_what_are_enough(self, client: Client, olive: User) -> None:
        response = client.post(TELEPHONE, call(caller_name="Jo Brown"))
        incident = Incident.objects.get()
        assertRedirects(response, reverse("case", args=[incident.reference]))
        assert (incident.reporter, incident.harmed, incident.intake) == (olive, "Jo Brown", Intake.TELEPHONE)
        assert (incident.harmed_knows, incident.harmed_agrees) == (True, True)

    def test_it_is_the_report_of_a_caller_with_an_account(self, client: Client, olive: User, casey: User) -> None:
        client.post(TELEPHONE, call(caller=casey.reference, phone="01632 960001"))
        incident = Incident.objects.get()
        assert (incident.reporter, incident.councillor, incident.phone) == (casey, casey, "01632 960001")
        assert OutboxMessage.objects.filter(recipient=casey, kind="report.taken").count() == 1
        taken = AuditEvent.objects.get(verb="taken by telephone")
        assert (taken.actor, taken.object_ref) == (olive.reference, incident.reference)
        client.force_login(casey)
        assertContains(client.get(reverse("my-report", args=[incident.reference])), "He waits outside.")

    def test_somebody_may_ring_for_somebody_else(self, client: Client, casey: User) -> None:
        client.post(TELEPHONE, call(caller_name="Jo Brown", councillor=casey.reference))
        incident = Incident.objects.get()
        assert (incident.councillor, incident.harmed_knows) == (casey, False)
        assert incident.description.startswith("Told on the telephone by Jo Brown.")
        assert not OutboxMessage.objects.filter(recipient=casey).exists()

    def test_danger_now_is_an_emergency_at_once(self, client: Client, casey: User) -> None:
        client.post(TELEPHONE, call(caller=casey.reference, happening_now="yes", whereabouts="At the surgery"))
        case = Case.objects.get()
        assert (case.tier, case.incident.whereabouts) == (Tier.EMERGENCY, "At the surgery")
        assert OutboxMessage.objects.filter(kind="alert").exists()

    def test_what_was_asked_becomes_facts_and_the_rest_stays_unknown(self, client: Client, casey: User) -> None:
        client.post(TELEPHONE, call(caller=casey.reference, conduct=["threat"], threat="veiled", occasions="3"))
        assert Incident.objects.get().facts == {"conduct": ["threat"], "threat": "veiled", "occasions": 3}

    def test_sending_it_twice_makes_one_report(self, client: Client, casey: User) -> None:
        twice = call(caller=casey.reference)
        first, second = client.post(TELEPHONE, twice), client.post(TELEPHONE, twice)
        assert first["Location"] == second["Location"]
        assert Incident.objects.count() == 1

    def test_somebody_elses_token_is_refused(self, client: Client, casey: User) -> None:
        theirs: UUID = Draft.objects.create(reporter=casey).pk
        assert client.post(TELEPHONE, call(caller=casey.reference, token=theirs)).status_code == 403
        assert not Incident.objects.exists()

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, client: Client) -> None:
        response = client.post(TELEPHONE, {"token": uuid4(), "phone": "01632 960001"})
        assertContains(response, "Enter what happened")
        assertContains(response, "Select who is ringing, or enter their name")
        assertContains(response, "01632 960001")
        assert not Incident.objects.exists()


class TestPileOn:
    def said(self, casey: User, **answers: Any) -> dict[str, Any]:
        return call(councillor=casey.reference, messages=MESSAGES, conduct=["insult"], knows="knows") | answers

    def test_it_shows_what_it_read_before_it_sends_anything(self, client: Client, casey: User) -> None:
        response = client.post(PILE_ON, self.said(casey))
        assertContains(response, "40 messages.")
        assertContains(response, "How many different people did it")
        assert not Incident.objects.exists()

    def test_many_messages_become_one_report_with_many_sources(self, client: Client, olive: User, casey: User) -> None:
        mark = client.post(PILE_ON, self.said(casey)).context["mark"]
        said = self.said(casey, seen=mark)
        client.post(PILE_ON, said)
        response = client.post(PILE_ON, said, follow=True)
        incident = Incident.objects.get()
        assert (incident.intake, incident.reporter, incident.councillor) == (Intake.PILE_ON, olive, casey)
        assert incident.gathered.count() == 40
        assert (incident.occasions, incident.distinct_sources, incident.period_days) == (40, 40, 8)
        assertContains(response, "Resign 39")
        assert OutboxMessage.objects.filter(recipient=casey, kind="report.taken").count() == 1

    def test_other_messages_than_those_seen_are_shown_first(self, client: Client, casey: User) -> None:
        mark = client.post(PILE_ON, self.said(casey)).context["mark"]
        client.post(PILE_ON, self.said(casey, seen=mark, messages=MESSAGES + "\nOne more"))
        assert not Incident.objects.exists()

    def test_problems_name_their_line_and_nothing_is_lost(self, client: Client, casey: User) -> None:
        response = client.post(PILE_ON, self.said(casey, messages="fine\na | b"))
        assertContains(response, "Line 2: Write who, where, when and what")
        assertContains(response, "a | b")
