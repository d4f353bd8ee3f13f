"""A NUL character, which no database takes, is never the cause of an error page, wherever it is put."""

from typing import Any

import pytest
from django.test import Client

from incidents.actions import start_draft
from incidents.models import Draft
from tests.factories import CouncillorFactory, officer

pytestmark = pytest.mark.django_db
BEGUN = {"danger": {"happening_now": ["no"]}, "kind": {"in_words_or_pictures": ["insult"]}}


@pytest.mark.parametrize("address", ["/cases/CS%00/", "/evidence/a%00/", "/%00"])
def test_in_an_address_it_is_refused(client: Client, address: str) -> None:
    client.force_login(officer())
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    ("address", "status"),
    [("/people/?case=a%00", 404), ("/queue/?tier=%00&cursor=%00", 200), ("/intake/mail/?show=%00&cursor=%00", 200)],
)
def test_after_the_question_mark_it_says_nothing(client: Client, address: str, status: int) -> None:
    client.force_login(officer())
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("key", "sent"),
    [
        ("danger", {"happening_now": ["\x00", "no"]}),
        ("words", {"description": ["a\x00", "fine"]}),
        ("words", {"description": "fine", "description-\x00": "x"}),
        ("words", {"description": "fine\x00"}),
        ("words", {"description": "fine", **{f"happened_on-{part}": "1\x00" for part in ("day", "month", "year")}}),
        (
            "words",
            {"description": "x", "happened_on-day": "1", "happened_on-month": "nov\x00", "happened_on-year": "2025"},
        ),
    ],
)
def test_in_an_answer_it_is_taken_out_or_refused(client: Client, key: str, sent: dict[str, Any]) -> None:
    officer()
    draft = start_draft(by=CouncillorFactory(), answers=BEGUN)
    client.force_login(draft.reporter)
    assert client.post(f"/report/{draft.pk}/{key}/", sent).status_code in {200, 302}
    assert "\x00" not in str(Draft.objects.get().answers)


@pytest.mark.parametrize("sent", [{"q": "a\x00"}, {"q": "a", "cursor": "\x00"}])
def test_in_a_search_it_is_refused_in_words(client: Client, sent: dict[str, str]) -> None:
    client.force_login(officer())
    assert client.post("/people/", sent).status_code == 200
