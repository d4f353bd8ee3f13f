from datetime import date

import pytest

from incidents.facts import check
from incidents.mail.parse import parse
from incidents.mail.prefill import identifiers, prefill, prefill_held
from incidents.models import HeldMail
from tests.corpus.messages import MESSAGES, WORDS
from tests.unit.incidents.mail.conftest import held


def test_a_saved_mail() -> None:
    said = prefill(parse(MESSAGES["plain"].content))
    assert check(said.facts) == {"channel": "email", "place": "remote"}
    assert said.told == {"description": f"You\n\n{WORDS}", "happened_on": date(2026, 11, 20)}
    assert said.identifiers == [("email", "robin@example.org"), ("name", "Robin")]


def test_a_held_mail(db: None) -> None:
    said = prefill_held(held())
    assert check(said.facts)["channel"] == "quarantined_email"
    assert said.told["happened_on"] == date(2026, 11, 20)
    assert said.identifiers[0] == ("email", "robin@example.org")


def test_without_a_date_it_is_the_day_on_which_it_was_held(db: None) -> None:
    mail: HeldMail = held("a date that is none")
    assert prefill_held(mail).told["happened_on"] == mail.received_at.date()


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_gives_facts_that_are_facts(name: str) -> None:
    said = prefill(parse(MESSAGES[name].content))
    assert check(said.facts)
    assert len(said.told["description"]) <= 4000


def test_an_address_in_place_of_a_name_is_no_name() -> None:
    assert identifiers("a@example.org", "a@example.org") == [("email", "a@example.org")]
    assert identifiers("", "Robin") == [("name", "Robin")]
    assert identifiers("", "") == []
