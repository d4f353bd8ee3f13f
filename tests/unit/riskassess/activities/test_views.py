"""The councillor's way and the officer's, as pages; and that nobody else gets there."""

import pytest
from django.test import Client
from django.urls import reverse

from councilsafe.accounts.models import User
from riskassess.actions import activities
from riskassess.models import Activity
from tests.factories import CouncillorFactory

pytestmark = pytest.mark.django_db
RATING = {"who": "Me", "controls": "Two of us", "likelihood": 3, "severity": 4, "likelihood_after": 1} | {
    "severity_after": 4,
    "reason": "",
}


def send(client: Client, path: str, **data: object) -> str:
    response = client.post(path, data, follow=True)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_councillor_assesses_asks_and_finishes(councillor: User, safety: User, client: Client) -> None:
    client.force_login(councillor)
    send(client, reverse("my-activity-begin"), kind="surgery", what="Fridays in the library")
    activity = Activity.objects.get()
    applying = [activity.hazards.first().reference]  # type: ignore[union-attr]
    path = reverse("my-activity-hazards", args=[activity.reference])
    assert "What could go wrong" in client.get(path).content.decode()
    send(client, path, applying=applying, another="The lift", threatened="yes")
    send(client, reverse("my-activity-others", args=[activity.reference]), others="My helper")
    for hazard in activity.hazards.filter(applies=True):
        send(client, reverse("my-activity-hazard", args=[activity.reference, hazard.reference]), **RATING)
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "Somebody has threatened you" in page
    assert "12 High <strong>(before)</strong>" in page
    assert "Agree and finish" not in page
    send(client, reverse("my-activity-ask", args=[activity.reference]), asked_for="Is that enough?")

    client.force_login(safety)
    assert activity.reference in client.get(reverse("activities")).content.decode()
    send(client, reverse("activity-take", args=[activity.reference]))
    send(client, reverse("activity-hazard", args=[activity.reference, applying[0]]), **RATING)
    send(client, activity.officers_url, advice="Take somebody with you.")

    client.force_login(councillor)
    assert "Take somebody with you." in client.get(activity.get_absolute_url()).content.decode()
    assert "Finished" in send(client, reverse("my-activity-finish", args=[activity.reference]))
    send(client, reverse("my-activity-renew", args=[activity.reference]))
    assert Activity.objects.count() == 2
    assert "Fridays in the library" in client.get(reverse("my-activities")).content.decode()


def test_nobody_else_gets_there(draft: Activity, safety: User, client: Client) -> None:
    client.force_login(CouncillorFactory())
    for name in ("my-activity", "my-activity-hazards", "my-activity-others", "my-activity-ask"):
        assert client.get(reverse(name, args=[draft.reference])).status_code == 404
    client.force_login(safety)
    assert client.get(draft.officers_url).status_code == 404


def test_worse_than_before_asks_why_and_keeps_what_was_typed(councillor: User, draft: Activity, client: Client) -> None:
    client.force_login(councillor)
    hazard = draft.hazards.first()
    assert hazard is not None
    path = reverse("my-activity-hazard", args=[draft.reference, hazard.reference])
    page = send(client, path, **RATING | {"likelihood_after": 5})
    assert "Enter why it is worse" in page
    assert "Two of us" in page


def test_officers_see_no_councillors_draft(councillor: User, draft: Activity, safety: User, client: Client) -> None:
    client.force_login(safety)
    assert draft.reference not in client.get(reverse("activities")).content.decode()
    activities.ask_help(by=councillor, activity=draft, asked_for="")
    assert draft.reference in client.get(reverse("activities")).content.decode()
