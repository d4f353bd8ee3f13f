import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.facts import FACTS, FactError, Kind, Worse, check, check_value, describe

UNORDERED = {"channel", "audience", "source"}
CONTRACT = {
    "channel": "in_person phone email quarantined_email letter_or_parcel social_media online_meeting council_meeting "
    "print property other",
    "audience": "to_councillor to_others public",
    "conduct": "criticism satire casework insult false_allegation vexatious_contact unwanted_contact bullying "
    "aggression violent_imagery threat following_or_loitering intrusion address_published sexual_harassment "
    "intimate_image manipulated_media hate_expression property_damage symbolic_item hazardous_item weapon_mentioned "
    "physical_attack sexual_assault self_harm_by_sender other",
    "threat": "none veiled conditional direct",
    "threatened_harm": "none property financial_ruin assault sexual_violence death_or_serious_harm",
    "specificity": "none some full",
    "means": "none mentioned shown used",
    "place": "remote public_place workplace home",
    "physical_contact": "none contact injury",
    "property_damage": "none minor serious",
    "targets": "councillor family colleague staff council public sender",
    "source": "known_resident stranger anonymous group councillor officer other",
    "asked_to_stop": "no by_councillor in_writing_by_council",
    "hate_strands": "race religion disability sexual_orientation transgender sex_or_gender age other",
    "court_order": "none civil_order criminal_order",
    "impact": "none annoyed distressed changed_routine frightened injured",
}
TRUTHS = {
    "happening_now", "escalating", "fixation", "surveillance", "address_exposed", "call_to_action", "read_as_joke",
    "source_vulnerable", "on_register", "clarified", "because_of_role", "already_with_police",
}  # fmt: skip
NUMBERS = {"due_within_hours", "occasions", "period_days", "distinct_sources", "distinct_victims"}


def test_names_and_values_are_those_that_cases_are_written_in():
    listed = {name: " ".join(fact.values) for name, fact in FACTS.items() if fact.values}
    assert listed == CONTRACT
    assert {name for name, fact in FACTS.items() if fact.kind is Kind.TRUTH} == TRUTHS
    assert {name for name, fact in FACTS.items() if fact.kind is Kind.NUMBER} == NUMBERS
    assert FACTS.keys() == CONTRACT.keys() | TRUTHS | NUMBERS


def test_which_way_each_fact_gets_graver():
    worse = {way: {name for name, fact in FACTS.items() if fact.worse is way} for way in Worse}
    assert worse[Worse.NEITHER] == UNORDERED
    assert worse[Worse.CALMING] == {"read_as_joke", "clarified"}
    assert worse[Worse.DOWN] == {"due_within_hours", "period_days"}


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_every_fact_and_every_value_has_words_of_its_own(fact):
    assert fact.label
    assert all(fact.values.values())
    assert len(set(fact.values.values())) == len(fact.values)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_any_fact_may_be_not_known(fact):
    assert check_value(fact, None) is None
    assert describe(fact, None) == "Not known"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threat", "rude"),
        ("threat", ""),
        ("threat", 1),
        ("threat", ["veiled"]),
        ("conduct", "insult"),
        ("conduct", ["shouting"]),
        ("conduct", ["insult", None]),
        ("conduct", 3),
        ("conduct", {"insult": True}),
        ("happening_now", "true"),
        ("happening_now", 1),
        ("occasions", 0),
        ("occasions", -1),
        ("occasions", True),
        ("occasions", "3"),
        ("occasions", 1.5),
        ("due_within_hours", -1),
        ("due_within_hours", float("nan")),
        ("due_within_hours", float("inf")),
        ("due_within_hours", True),
        ("due_within_hours", "3"),
    ],
)
def test_a_wrong_value_is_refused_and_the_fact_named(name, value):
    with pytest.raises(FactError, match=rf"^{name}: .* is not allowed\. Allowed: \w"):
        check_value(FACTS[name], value)


@pytest.mark.parametrize(("hours", "kept"), [(0, 0), (0.5, 0), (24.5, 24), (96.0, 96)])
def test_parts_of_an_hour_make_it_sooner(hours, kept):
    assert check({"due_within_hours": hours}) == {"due_within_hours": kept}


def test_a_refusal_lists_the_values_that_are_allowed():
    with pytest.raises(
        FactError, match=r"place: 'moon' is not allowed\. Allowed: remote, public_place, workplace, home$"
    ):
        check_value(FACTS["place"], "moon")
    with pytest.raises(FactError, match=r"occasions: 0 is not allowed\. Allowed: a whole number, 1 or more"):
        check_value(FACTS["occasions"], 0)


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(FactError, match=r"mood is not a fact\. Facts: channel, audience, conduct"):
        check({"mood": "bad"})


def test_what_is_not_known_is_left_out():
    assert check({"threat": None, "place": "home", "happening_now": False}) == {"place": "home", "happening_now": False}


def test_several_values_stand_in_the_vocabularys_order_and_once():
    assert check({"conduct": ["threat", "insult", "threat"]}) == {"conduct": ["insult", "threat"]}


def test_none_of_the_values_is_something_that_is_known():
    assert check({"hate_strands": []}) == {"hate_strands": []}


@given(st.lists(st.sampled_from(FACTS["conduct"].order)))
def test_checking_twice_changes_nothing(chosen):
    once = check({"conduct": chosen})
    assert check(once) == once


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("happening_now", True, "Yes"),
        ("happening_now", False, "No"),
        ("occasions", 4, "4"),
        ("threat", "veiled", "Hinted at"),
        ("conduct", ["insult", "threat"], "Insults or name-calling; A threat"),
        ("conduct", [], "None"),
    ],
)
def test_a_value_is_told_in_words(name, value, words):
    assert describe(FACTS[name], value) == words
