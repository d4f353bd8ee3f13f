"""A councillor is followed, reports it, and hears what becomes of it.

Cara Councillor has seen the same man outside her house on four evenings. She begins a report on her phone, is
interrupted, and takes it up again at her desk. The confirmation tells her who has it and by when they answer. Olive
Officer answers, tells the police and writes to her. Cara asks something back, and later reads why the case was closed.
Nobody but the two of them ever sees it, and no message that leaves the council says anything of it.
"""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from councilsafe.access import Role
from councilsafe.notifications.actions import deliver_due
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import send_message
from incidents.models import Draft, Incident
from tests.factories import PASSWORD, CouncillorFactory, UserFactory
from tests.unit.incidents.answers import LOITERING
from triage import actions

PHONE = ["danger", "kind", "words", "way"]
DESK = [
    "place",
    "near",
    "before",
    "times",
    "asked",
    "who",
    "aim",
    "more",
    "effect",
]


def signed_in(email: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return client


def answer(client: Client, url: str, keys: list[str]) -> str:
    """Answer the questions as they come, and give back the address of the next page."""
    for key in keys:
        assert url.endswith(f"/{key}/")
        url = client.post(url, LOITERING[key]).url
    return url


@pytest.mark.django_db
def test_a_report_from_the_first_question_to_its_end() -> None:
    olive = UserFactory(roles=[Role.OFFICER], name="Olive Officer")
    cara = CouncillorFactory(name="Cara Councillor", email="cara@example.org")

    phone = signed_in(cara.email)
    answer(phone, phone.post(reverse("report-start")).url, PHONE)

    desk = signed_in(cara.email)
    draft = Draft.objects.get()
    assertContains(desk.get(reverse("report-start")), reverse("report-resume", args=[draft.pk]))
    check = answer(desk, desk.get(reverse("report-resume", args=[draft.pk])).url, DESK)
    assertContains(desk.get(check), "A man has sat outside my house on four evenings and photographed the door")

    sent = desk.post(check)
    incident = Incident.objects.get()
    assertRedirects(sent, reverse("report-sent", args=[incident.reference]))
    assertContains(desk.get(sent.url), "Olive Officer has been told, and will answer no later than")

    deliver_due()
    case = actions.acknowledge(by=olive, case=incident.case)
    case = actions.refer(by=olive, case=case, police_reference="WX-12345")
    send_message(by=olive, incident=incident, body="May I ring you at six?")
    mine = reverse("my-report", args=[incident.reference])
    response = phone.get(mine)
    assertContains(response, "Their reference is WX-12345.")
    assertContains(response, "May I ring you at six?")
    assertContains(phone.post(mine, {"body": "Please do."}, follow=True), "Your message is sent.")

    actions.close(by=olive, case=case, reason="The police have spoken to him.")
    assertContains(phone.get(reverse("my-reports")), "Closed")
    assertContains(phone.get(mine), "The police have spoken to him.")

    assert signed_in(CouncillorFactory().email).get(mine).status_code == 404
    told = set(OutboxMessage.objects.values_list("recipient__name", "kind"))
    assert told >= {("Olive Officer", "alert"), ("Olive Officer", "message"), ("Cara Councillor", "case.update")}
