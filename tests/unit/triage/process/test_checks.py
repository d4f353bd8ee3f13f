"""What is refused in a draft, and by which rule. That whatever passes keeps the rules is in test_properties."""

import copy
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.triage.process.drafts import SHIPPED, accepted
from triage.process import load, versions
from triage.process.checks import problems
from triage.process.edits import rules_of, with_clocks, with_gates, with_points
from triage.process.export import as_toml
from triage.process.musts import MUST_BE_GATES
from triage.process.rules import digest_of
from triage.process.shipped import data_of

NAMES = [gate["name"] for gate in SHIPPED["gates"]]
POINTS = {point["name"]: point["points"] for point in SHIPPED["points"]}
ONE_HOUR = {"amount": 1, "unit": "hours"}


def broken(data):
    return {(problem.rule, problem.field) for problem in problems(data)}


def without(*names):
    return with_gates(SHIPPED, SHIPPED, set(NAMES) - set(names))


def pointed(council=4, police=15, **points):
    return with_points(SHIPPED, SHIPPED, POINTS | points, {"council": council, "police": police})


def clocked(tier, **clocks):
    return with_clocks(SHIPPED, {**SHIPPED["clocks"], tier: SHIPPED["clocks"][tier] | clocks})


def changed(kind, name, **values):
    data = copy.deepcopy(SHIPPED)
    next(rule for rule in data[kind] if rule["name"] == name).update(values)
    return data


def added(kind, **values):
    rule = {"name": "own", "sentence": "Something of our own.", **values}
    return {**SHIPPED, kind: [*SHIPPED[kind], rule]}


@pytest.mark.parametrize("version", versions())
def test_every_shipped_version_keeps_the_rules(version):
    assert problems(data_of(version)) == []


@pytest.mark.parametrize("name", MUST_BE_GATES)
def test_what_must_be_a_gate_cannot_be_switched_off(name):
    assert (name, f"gates-{name}") in broken(without(name))


@pytest.mark.parametrize("name", MUST_BE_GATES)
def test_what_must_be_a_gate_cannot_have_a_lower_tier(name):
    assert (name, f"gates-{name}") in broken(changed("gates", name, tier="council"))


@pytest.mark.parametrize("name", MUST_BE_GATES)
def test_what_must_be_a_gate_cannot_be_made_narrower(name):
    gate = next(gate for gate in SHIPPED["gates"] if gate["name"] == name)
    narrower = changed("gates", name, when=[*gate["when"], "source in stranger"])
    assert (name, f"gates-{name}") in broken(narrower)


def test_a_gate_may_be_made_wider():
    gate = next(gate for gate in SHIPPED["gates"] if gate["name"] == "surveillance")
    assert not broken(changed("gates", "surveillance", when=[[*gate["when"], "conduct has following_or_loitering"]]))


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(MUST_BE_GATES) - {"afraid"}))
def test_other_gates_can_be_switched_off(name):
    assert not broken(without(name))


@pytest.mark.parametrize(
    ("off", "rule"),
    [
        (["intrusion_at_home", "conduct_to_act_on"], "intrusion_at_home"),
        (["left_at_home_to_frighten", "conduct_to_act_on"], "left_at_home_to_frighten"),
        (["serious_damage", "damage"], "serious_damage"),
        (["conditional_threat_of_assault", "any_threat"], "conditional_threat_of_assault"),
        (["threat_exact_or_with_means", "any_threat"], "threat_exact_or_with_means"),
    ],
)
def test_what_goes_to_the_police_keeps_a_floor(off, rule):
    assert broken(without(*off)) == {(rule, f"gates-{rule}")}
    assert "no floor left" in problems(without(*off))[0].sentence


@pytest.mark.parametrize(
    ("data", "rule", "field"),
    [
        (without("afraid"), "fear_raises", "gates"),
        (pointed(council=5), "many_times", "points"),
        (pointed(crowd_of_senders=2), "many_people", "points"),
        (pointed(insult=4), "one_insult", "points-threshold_council"),
        (pointed(five_times=1), "graver_never_less", "points-five_times"),
        (pointed(changed_routine=0, distressed=2, police=6), None, None),
        (pointed(fixated=15), "points_are_small", "points-fixated"),
        (pointed(police=100), "points_reach", "points-threshold_police"),
        (pointed(council=15, police=4), "form", ""),
        (pointed(council=0), "form", ""),
        (pointed(escalating=-1), "form", ""),
        (
            clocked("police", acknowledge={"amount": 2, "unit": "hours"}),
            "clocks_are_quick",
            "clocks-police_acknowledge",
        ),
        (
            clocked("police", acknowledge={"amount": 1, "unit": "working_hours"}),
            "clocks_are_quick",
            "clocks-police_acknowledge",
        ),
        (clocked("emergency", acknowledge=ONE_HOUR), "clocks_are_quick", "clocks-emergency_acknowledge"),
        (clocked("council", act={"amount": 1, "unit": "hours"}), "answered_before_acted", "clocks-council_act"),
        (
            clocked("council", acknowledge={"amount": 30, "unit": "minutes"}),
            "graver_is_quicker",
            "clocks-police_acknowledge",
        ),
        (added("gates", tier="council", when=["conduct has satire"]), "unwelcome_is_not_abusive", "gates-own"),
        (added("gates", tier="council", when=["impact unknown"]), "never_counted", "gates-own"),
        (added("gates", tier="council", when=["already_with_police"]), "never_counted", "gates-own"),
        (added("points", points=1, when=["source_vulnerable"]), "never_counted", "points-own"),
        (added("gates", tier="council", when=["means unknown"]), "learning_never_lowers", "gates-own"),
        (
            added("gates", tier="council", when=["means >= used"], liftable=True),
            "lift",
            "gates-own",
        ),
        (added("gates", tier="log", when=["means >= used"], sentence="An offence."), "signs_alone", "gates-own"),
        (changed("gates", "damage", sentence="Criminal damage was done."), "signs_alone", "gates-damage"),
        (changed("routes", "monitoring_officer", when=["source in councillor"]), "monitoring_officer", "routes"),
        (changed("routes", "safeguarding", at_least="police"), "safeguarding", "routes"),
        ({**SHIPPED, "lift": {**SHIPPED["lift"], "only_if": {"means": "none"}}}, "lift", "lift"),
        ({**SHIPPED, "lift": {**SHIPPED["lift"], "unless": SHIPPED["lift"]["unless"][1:]}}, "lift", "lift"),
        ("nothing", "form", ""),
        (None, "form", ""),
    ],
    ids=range(30),
)
def test_what_breaks_a_rule_is_named_with_the_rule_and_its_place(data, rule, field):
    assert (rule, field) in broken(data) if rule else not broken(data)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(accepted)
def test_a_file_comes_back_with_the_same_digest(data):
    assert digest_of(tomllib.loads(as_toml(data))) == digest_of(data)


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TEXTS)
def test_any_title_comes_back_from_the_file(title):
    assert tomllib.loads(as_toml({**SHIPPED, "title": title}))["title"] == title


def test_what_was_switched_off_can_be_switched_on_again():
    off = without("any_threat", "damage")
    assert digest_of(with_gates(off, off, set(NAMES))) != digest_of(SHIPPED)  # in another order
    assert {gate["name"] for gate in rules_of("gates", off)} == set(NAMES)
    assert not broken(with_gates(off, off, set(NAMES)))


def test_a_shipped_rule_keeps_its_meaning_in_a_file_with_other_sets():
    """A set of the same name may have other values there."""
    own = {**SHIPPED, "sets": {**SHIPPED["sets"], "unwelcome": ["insult"]}, "gates": [], "points": []}
    again = with_gates(own, own, set(NAMES))
    afraid = next(gate for gate in again["gates"] if gate["name"] == "afraid")
    assert "@unwelcome" not in str(afraid)
    assert "physical_attack" in str(afraid)


def test_no_points_leave_a_rule_out():
    assert "insult" not in {point["name"] for point in pointed(insult=0)["points"]}


def test_the_gates_that_must_be_are_in_the_first_version():
    assert set(MUST_BE_GATES) <= {gate.name for gate in load("1").gates}
