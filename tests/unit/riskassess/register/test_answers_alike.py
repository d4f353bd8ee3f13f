"""Issue 5, 3: what comes back for somebody in the register and for somebody else, byte for byte, through the web."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from riskassess.models import LookUp
from tests.unit.riskassess.register.conftest import MakeEntry

LISTED, UNLISTED = "Ned Sample", "Una Simple"  # as long as each other: only what was typed is given back
LIVING, ELSEWHERE = "4 Quince Lane", "4 Walnut Lane"
PURPOSE = "A ward visit about a fence."
ABOUT = [
    ({"name": LISTED}, {"name": UNLISTED}),
    ({"address": LIVING}, {"address": ELSEWHERE}),
    ({"name": LISTED, "address": LIVING}, {"name": UNLISTED, "address": ELSEWHERE}),
]
pytestmark = pytest.mark.usefixtures("listed")


@pytest.fixture
def listed(make: MakeEntry, settings: Any) -> None:
    settings.LOOK_UPS_IN_TEN_MINUTES = settings.LOOK_UPS_A_DAY = 100
    make("in-force")


def plain(response: HttpResponse) -> tuple[int, dict[str, str], str]:
    """Without the one thing that differs each time that anything is asked."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, dict(response.headers), re.sub(r"nonce-[\w+/=-]+", "", body)


def journey(client: Client, about: dict[str, str]) -> list[Any]:
    """Asking, being sent on, and reading: what came back, and what it cost."""
    with CaptureQueriesContext(connection) as queries:
        sent = client.post(reverse("look-up"), {"purpose": PURPOSE, **about})
        read = client.get(sent.headers["Location"])
    assert not any("register" in query["sql"].lower() for query in queries)
    return [plain(sent), plain(read), len(sent.content), len(read.content), len(queries)]


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.OFFICER, Role.SAFETY])
@pytest.mark.parametrize(("one", "other"), ABOUT)
def test_the_answers_are_the_same_bytes(make_person: Any, role: Role, one: Any, other: Any) -> None:
    client = Client()
    client.force_login(make_person(role))
    journey(client, {"name": "Somebody first"})  # warms what is cold
    assert journey(client, one) == journey(client, other)


def test_they_leave_the_same_rows(client: Client, councillor: User) -> None:
    client.force_login(councillor)
    left = []
    for about in ({"name": LISTED}, {"name": UNLISTED}):
        client.post(reverse("look-up"), {"purpose": PURPOSE, **about})
        asked = LookUp.objects.latest("pk")
        events = AuditEvent.objects.filter(object_ref=asked.reference)
        left.append(list(events.values_list("actor", "verb", "object_type", "reason", "detail")))
    assert left[0] == left[1]
    assert len(left[0]) == 1


@pytest.mark.parametrize("missing", [{"purpose": ""}, {"purpose": "x" * 1001}])
def test_what_has_to_be_put_right_is_the_same(client: Client, councillor: User, missing: Any) -> None:
    client.force_login(councillor)
    answers = [
        plain(client.post(reverse("look-up"), {"purpose": PURPOSE, "name": name, **missing}))
        for name in (LISTED, UNLISTED)
    ]
    assert answers[0][2].replace(LISTED, "") == answers[1][2].replace(UNLISTED, "")
    assert answers[0][:2] == answers[1][:2]


def test_one_too_many_is_refused_in_the_same_words(client: Client, councillor: User, settings: Any) -> None:
    client.force_login(councillor)
    client.post(reverse("look-up"), {"purpose": PURPOSE, "name": "Somebody first"})
    settings.LOOK_UPS_IN_TEN_MINUTES = 1
    answers = [
        plain(client.post(reverse("look-up"), {"purpose": PURPOSE, "name": name})) for name in (LISTED, UNLISTED)
    ]
    assert "You have asked several times" in answers[0][2]
    assert answers[0][2].replace(LISTED, "") == answers[1][2].replace(UNLISTED, "")
    assert AuditEvent.objects.filter(verb="look-up refused").count() == 2
