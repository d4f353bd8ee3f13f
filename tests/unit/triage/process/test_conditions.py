import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from incidents.facts import FACTS, Kind, Worse
from tests.unit.triage.process.strategies import at_least_as_grave, thorough, values
from triage.process.conditions import all_hold, read, read_all
from triage.process.shape import ProcessError

SETS = {"loud": ["insult", "aggression"], "near": ["in_person", "phone"]}


@pytest.mark.parametrize(
    ("text", "holding", "failing"),
    [
        ("happening_now", {"happening_now": True}, {"happening_now": False}),
        ("threat >= conditional", {"threat": "conditional"}, {"threat": "veiled"}),
        ("threat >= conditional", {"threat": "direct"}, {"threat": "none"}),
        ("occasions >= 5", {"occasions": 5}, {"occasions": 4}),
        ("due_within_hours <= 24", {"due_within_hours": 24}, {"due_within_hours": 25}),
        ("due_within_hours <= 24", {"due_within_hours": 0}, {}),
        ("conduct has threat, intrusion", {"conduct": ["insult", "intrusion"]}, {"conduct": ["insult"]}),
        ("conduct has @loud", {"conduct": ["aggression"]}, {"conduct": []}),
        ("conduct has @loud, threat", {"conduct": ["threat"]}, {"conduct": ["casework"]}),
        ("channel in property", {"channel": "property"}, {"channel": "phone"}),
        ("channel in @near", {"channel": "phone"}, {"channel": "email"}),
        ("conduct unknown", {}, {"conduct": []}),
        ("  threat   unknown ", {}, {"threat": "none"}),
    ],
)
def test_a_condition_holds_for_what_it_says(text, holding, failing):
    condition = read(text, SETS)
    assert condition.holds(holding)
    assert not condition.holds(failing)


@pytest.mark.parametrize(
    "text", ["happening_now", "threat >= veiled", "occasions >= 1", "due_within_hours <= 9", "conduct has threat"]
)
def test_what_is_not_known_holds_nothing(text):
    assert not read(text, SETS).holds({})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mood >= bad", "mood is not a fact"),
        ("", "is not a fact"),
        ("threat", "threat is not a fact that is true or false"),
        ("threat >= rude", "'rude' is not a value of threat"),
        ("threat <= veiled", "would make threat count less when it gets worse"),
        ("threat in veiled", "threat does not go with 'in'"),
        ("threat has veiled", "threat does not go with 'has'"),
        ("occasions <= 5", "would make occasions count less"),
        ("due_within_hours >= 5", "would make due_within_hours count less"),
        ("occasions >= often", "'often' is not a value of occasions"),
        ("occasions >= -1", "'-1' is not a value of occasions"),
        ("occasions >= ²", "'²' is not a value of occasions"),
        ("occasions >= ٣", "'٣' is not a value of occasions"),
        ("occasions >= 100000", "'100000' is not a value of occasions"),
        ("channel >= phone", "would make channel count less"),
        ("conduct has threat, shouting", "shouting is not a value of conduct"),
        ("conduct has", "is not a value of conduct"),
        ("conduct has @quiet", "@quiet is not a value of conduct"),
        ("conduct in threat", "conduct does not go with 'in'"),
        ("channel in pigeon", "pigeon is not a value of channel"),
        ("happening_now == true", "would make happening_now count less"),
        ("not happening_now", "not is not a fact"),
        ("read_as_joke >= true", "would make read_as_joke count less"),
        ("conduct unknown threat", "would make conduct count less"),
    ],
)
def test_a_text_that_is_no_condition_is_refused_with_the_reason(text, says):
    with pytest.raises(ProcessError) as refused:
        read(text, SETS)
    assert says in str(refused.value)
    assert repr(text) in str(refused.value)


def test_of_an_inner_list_one_is_enough_and_of_the_outer_all_are_needed():
    groups = read_all(["happening_now", ["threat >= veiled", "surveillance"]], SETS)
    assert all_hold(groups, {"happening_now": True, "surveillance": True})
    assert not all_hold(groups, {"happening_now": True})
    assert not all_hold(groups, {"surveillance": True, "threat": "direct"})


@pytest.mark.parametrize("group", [[], {}, None, 3, True, [3], [None], [["threat >= veiled"]], ["\x00"], [""]])
def test_what_is_neither_a_condition_nor_a_list_of_them_is_refused(group):
    with pytest.raises(ProcessError):
        read_all([group], SETS)


def test_no_conditions_hold_always():
    assert all_hold(read_all([], SETS), {})


def texts(fact):
    """Every kind of condition that can be written on a fact whose values have an order."""
    match fact.kind:
        case Kind.SEVERAL:
            return st.lists(st.sampled_from(fact.order), min_size=1).map(lambda chosen: f"has {', '.join(chosen)}")
        case Kind.TRUTH:
            return st.just("")
        case Kind.CHOICE:
            return st.sampled_from(fact.order).map(">= {}".format)
        case Kind.NUMBER:
            return st.integers(0, 100).map(("<= {}" if fact.worse is Worse.DOWN else ">= {}").format)


@thorough
@given(data=st.data(), fact=st.sampled_from([fact for fact in FACTS.values() if fact.worse is not Worse.NEITHER]))
def test_what_holds_goes_on_holding_when_the_fact_gets_worse(data, fact):
    condition = read(f"{fact.name} {data.draw(texts(fact))}".strip(), {})
    value = data.draw(values(fact))
    assume(condition.holds({fact.name: value}))
    assert condition.holds({fact.name: data.draw(at_least_as_grave(fact, value))})
