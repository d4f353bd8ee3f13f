"""An address is the same place in other words, and never that of the neighbours."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilsafe.accounts.models import User
from incidents.people.normalise import normalise
from riskassess.actions import register
from riskassess.models import LookUp
from riskassess.register.addresses import may_be_same, spot
from riskassess.register.advice import usual_advice
from riskassess.register.matching import matched, word_for
from tests.unit.riskassess.register.conftest import MakeEntry

KNOWN = "4 Quince Lane, WX1 2AB"
SAME = [
    "4 quince lane",
    "4, Quince Ln.",
    "4 Quince Lane, Wexley, WX1 2AB",
    "4 Quince Lane, WX12AB",
    "4a Quince Lane",
    "Flat 2, 4 Quince Lane",
    "4 Quinze Lane",
    "4 Quince Lane, WX1 2AC",
    "Quince Lane",
    "wx12ab",
]
OTHERS = [
    "5 Quince Lane",
    "14 Quince Lane, WX1 2AB",
    "44 Quince Lane, Wexley",
    "Flat 4, 9 Quince Lane",
    "4 Mill Lane",
    "Lane",
    "4",
    "WX1",
    "Wexley",
    "the house by the church",
    "",
]
STREETS = ["Quince Lane", "Mill Road", "Old Ropewalk", "Saint Anne Street", "Harbour View"]


def form(text: str) -> str:
    return normalise("address", text)


@pytest.mark.parametrize("asked", SAME)
def test_is_the_same_with_more_or_less_of_it_or_a_slip(asked: str) -> None:
    assert may_be_same(form(asked), form(KNOWN))


@pytest.mark.parametrize("asked", OTHERS)
def test_is_not_next_door_nor_a_word_that_many_have(asked: str) -> None:
    assert not may_be_same(form(asked), form(KNOWN))


def test_flats_of_a_house_without_a_number_are_told_apart() -> None:
    assert may_be_same(form("Flat 2, Quince Court"), form("Apartment 2 Quince Court"))
    assert not may_be_same(form("Flat 3, Quince Court"), form("Flat 2, Quince Court"))


@pytest.mark.parametrize("street", STREETS)
def test_only_the_same_number_in_a_street(street: str) -> None:
    for one, other in product([1, 2, 11, 12, 21, 112], repeat=2):
        assert may_be_same(form(f"{one} {street}"), form(f"{other} {street}, Wexley")) == (one == other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_is_the_same_both_ways_round(one: str, other: str) -> None:
    assert may_be_same(form(one), form(other)) == may_be_same(form(other), form(one))


@pytest.mark.parametrize("street", STREETS)
def test_advice_for_nobody_known_does_not_change_with_the_town(street: str) -> None:
    """For somebody in the register it does not either: a change would say who is not."""
    for number, rest in product(range(1, 9), ["", ", Wexley", ", Wexley, WX1 2AB", ", WX12AB"]):
        assert usual_advice("", f"{number} {street}{rest}") == usual_advice("", f"{number} {street}")


def test_a_spot_is_a_postcode_or_the_words_where_there_is_nothing_else() -> None:
    assert spot(form("WX12AB")) == "wx1 2ab"
    assert spot(form("The House")) == "the house"
    assert spot(form("Flat 2, 4 Quince Lane")) == spot(form("4 Quince Ln")) == "4 quince"


@pytest.mark.parametrize(("asked", "found"), [("Flat 2, 4 Quince Lane", True), ("5 Quince Lane", False)])
def test_an_officer_is_shown_who_lives_there(make: MakeEntry, asked: str, found: bool) -> None:
    entry = make("in-force")
    assert [one for one, _ in matched("", asked)] == ([entry] if found else [])


def test_an_address_alone_can_be_asked_about(make: MakeEntry, councillor: User, officer: User) -> None:
    entry = make("in-force")
    asked = register.look_up(by=councillor, name="", address="4 quince lane", purpose="A hedge.")
    word = word_for(LookUp.objects.get(reference=asked.reference), officer)
    assert ([one for one, _ in word.entries], word.advice) == ([entry], entry.advice)
