import pytest
from hypothesis import given

from incidents.facts import FACTS, Kind, Worse, check_value
from tests.unit.triage.process.strategies import facts, for_every_version, thorough
from triage.process import Tier, questions, score
from triage.process.unknowns import worst


@for_every_version
@thorough
@given(known=facts())
def test_each_answer_would_raise_the_tier_to_what_the_question_says(process, known):
    now = score(process, known).tier
    for asked in questions(process, known):
        assert asked.fact not in known
        assert now < asked.tier == score(process, {**known, asked.fact: asked.value}).tier


@for_every_version
@thorough
@given(known=facts())
def test_no_fact_that_could_raise_the_tier_is_left_unasked(process, known):
    now, asked = score(process, known).tier, {question.fact for question in questions(process, known)}
    for name in FACTS.keys() - known.keys() - asked:
        value = worst(FACTS[name])
        assert value is None or score(process, {**known, name: value}).tier <= now


@for_every_version
@thorough
@given(known=facts())
def test_the_gravest_question_comes_first_and_then_as_the_process_lists_them(process, known):
    order = {name: place for place, name in enumerate(process.ask_first)}
    keys = [(-asked.tier, order.get(asked.fact, len(order))) for asked in questions(process, known)]
    assert keys == sorted(keys)


@for_every_version
def test_with_nothing_known_danger_now_is_asked_first(process):
    first = questions(process, {})[0]
    assert (first.fact, first.value, first.tier) == ("happening_now", True, Tier.EMERGENCY)


@for_every_version
def test_nothing_is_asked_in_an_emergency(process):
    assert questions(process, {"happening_now": True}) == ()


@for_every_version
def test_what_the_process_asks_first_are_facts_each_once(process):
    assert set(process.ask_first) <= FACTS.keys()
    assert len(set(process.ask_first)) == len(process.ask_first)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_the_gravest_value_is_one_that_the_fact_allows(fact):
    value = worst(fact)
    assert value is None or check_value(fact, value) == value
    assert (value is None) == (fact.worse in {Worse.NEITHER, Worse.CALMING} and fact.kind is not Kind.SEVERAL)
