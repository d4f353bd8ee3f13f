"""The page with every fact: nothing of the vocabulary is missing, and every value survives the way there and back."""

from typing import Any

import pytest

from incidents.facts import FACTS, Kind, check
from tests.factories import POLICE, AssessmentFactory
from triage.forms.facts import ASKED_FIRST, SECTIONS, FactsForm, all_to_form, from_form, to_form


def some_values(name: str) -> list[Any]:
    fact = FACTS[name]
    match fact.kind:
        case Kind.CHOICE:
            return [None, *fact.values]
        case Kind.SEVERAL:
            return [None, [], list(fact.values), list(fact.values)[:1]]
        case Kind.TRUTH:
            return [None, True, False]
        case Kind.NUMBER:
            return [None, fact.least, 7]


def form(facts: dict[str, Any], questions: list[dict[str, str]] | None = None) -> FactsForm:
    assessment = AssessmentFactory.build(pk=5, facts=facts, questions=questions or [])
    data = {**all_to_form(facts), "seen": 5}
    return FactsForm({name: value for name, value in data.items() if value is not None}, assessment=assessment)


def test_every_fact_stands_in_exactly_one_section() -> None:
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(FACTS)


@pytest.mark.parametrize("name", FACTS)
def test_every_value_survives(name: str) -> None:
    for value in some_values(name):
        assert from_form(FACTS[name], to_form(FACTS[name], value)) == value
        one = form({name: value})
        assert one.is_valid(), one.errors
        assert one.facts[name] == value


def test_what_it_gives_is_in_the_vocabulary() -> None:
    one = form(POLICE)
    assert one.is_valid()
    assert check(one.facts) == check(POLICE)


def test_what_could_raise_the_tier_is_asked_first_and_once() -> None:
    one = form({}, [{"fact": "threat", "tier": "police"}, {"fact": "conduct", "tier": "council"}])
    title, first = one.sections[0]
    assert (title, [bound.name for bound in first]) == (ASKED_FIRST, ["threat", "conduct"])
    assert first[0].help_text == "Could raise the tier to “Police: refer now”"
    assert sorted(bound.name for _, fields in one.sections for bound in fields) == sorted(FACTS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threat": "loud"},
        {"occasions": "0"},
        {"occasions": "-1"},
        {"occasions": "many"},
        {"period_days": "100001"},
        {"hate_strands": ["race", "none"]},
        {"surveillance": "maybe"},
    ],
)
def test_what_is_not_in_the_vocabulary_is_an_error_at_its_field(wrong: dict[str, Any]) -> None:
    assessment = AssessmentFactory.build(pk=5)
    one = FactsForm({**wrong, "seen": 5}, assessment=assessment)
    assert list(one.errors) == list(wrong)
