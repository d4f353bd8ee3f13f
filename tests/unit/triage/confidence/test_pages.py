"""Choosing who may know, on pages."""

import pytest
from django.test import Client
from django.urls import reverse

from councilsafe.accounts.models import User
from incidents import actions as incidents
from tests.factories import COUNCIL, report
from tests.unit.triage.confidence.sight import TEAM, may_see
from triage.models import Case

pytestmark = pytest.mark.django_db


def press(client: Client, by: User, name: str, case: Case, /, **answers: object) -> int:
    client.force_login(by)
    return client.post(reverse(name, args=[case.reference]), answers).status_code


def test_the_reporter_chooses_on_a_page(client: Client, councillor: User, oscar: User, mo: User) -> None:
    case = report(councillor, **COUNCIL)
    chosen = {
        "monitoring": {mo.name},
        "named": {oscar.name},
        "both": {oscar.name, mo.name},
        "team": TEAM,
    }
    for readers, wanted in chosen.items():
        assert press(client, councillor, "report-readers", case, readers=readers, officer=oscar.pk) == 302
        assert may_see(case) == wanted
    assert press(client, councillor, "report-readers", case, readers="named") == 200


def test_what_officers_declare_is_done_on_pages(
    client: Client, councillor: User, olive: User, oscar: User, mo: User
) -> None:
    case = report(councillor, **COUNCIL)
    assert press(client, olive, "case-conflict", case, reason="My neighbour") == 302
    assert press(client, olive, "case-conflict", case, reason="My neighbour") == 404
    assert press(client, oscar, "case-complained-about", case, user=oscar.pk) == 302
    assert may_see(case) == TEAM - {olive.name, oscar.name}
    conflict = case.incident.conflicts.get(user=olive)
    assert press(client, mo, "case-let-back", case, conflict=conflict.pk, reason="Another Olive") == 302
    incidents.keep_confidential(by=councillor, incident=case.incident)
    assert press(client, mo, "case-widen", case, reason="A child is in danger") == 302
    assert may_see(case) == TEAM - {oscar.name}


def test_the_pages_say_who_may_know(client: Client, councillor: User, oscar: User) -> None:
    case = report(councillor, **{**COUNCIL, "source": "councillor"})
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    client.force_login(oscar)
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Only Oscar Officer. The person who reported this asked for it." in page
    assert "about a councillor or an officer" in page
    client.force_login(councillor)
    for name in ("my-report", "report-readers"):
        assert "about a councillor or an officer" in client.get(reverse(name, args=[case.reference])).content.decode()
