import string

import pytest

from incidents.facts import FACTS
from tests.unit.triage.process.strategies import CLOCKS, for_every_version
from triage.process import Tier, score
from triage.process.rules import read_process
from triage.process.unknowns import worst

DATA = {
    "version": "9",
    "title": "A small one",
    "ask_first": [],
    "thresholds": {"council": 4, "police": 6},
    "clocks": CLOCKS,
    "lift": {
        "when": [["read_as_joke", "clarified"]],
        "only_if": {"means": "none"},
        "unless": ["escalating", "threat >= direct"],
    },
    "gates": [
        {"name": "hint", "tier": "council", "sentence": "A hint.", "when": ["threat >= veiled"], "liftable": True},
        {"name": "watched", "tier": "police", "sentence": "Watched.", "when": ["surveillance"]},
    ],
    "points": [
        {"name": "insult", "points": 1, "sentence": "Insults.", "when": ["conduct has insult"]},
        {"name": "twice", "group": "times", "points": 2, "sentence": "{occasions} times.", "when": ["occasions >= 2"]},
        {"name": "often", "group": "times", "points": 3, "sentence": "{occasions} times.", "when": ["occasions >= 5"]},
        {"name": "worse", "points": 2, "sentence": "Worse: {occasions}.", "when": ["escalating"]},
    ],
    "routes": [
        {"name": "platform", "sentence": "Tell them.", "when": ["channel in social_media"], "at_least": "council"},
        {"name": "support", "sentence": "Offer support.", "when": ["impact >= distressed"]},
    ],
}
PROCESS = read_process(DATA)


def rules(reasons):
    return [reason.rule for reason in reasons]


def test_nothing_known_is_logged_without_a_reason():
    result = score(PROCESS, {})
    assert (result.tier, result.points, result.reasons, result.routes) == (Tier.LOG, 0, (), ())


def test_points_reach_a_tier_at_its_threshold():
    once = {"conduct": ["insult"], "occasions": 4}
    assert (score(PROCESS, once).points, score(PROCESS, once).tier) == (3, Tier.LOG)
    often = once | {"occasions": 5}
    assert (score(PROCESS, often).points, score(PROCESS, often).tier) == (4, Tier.COUNCIL)
    worse = often | {"escalating": True}
    assert (score(PROCESS, worse).points, score(PROCESS, worse).tier) == (6, Tier.POLICE)


def test_of_one_group_only_the_highest_counts_and_the_weightiest_comes_first():
    result = score(PROCESS, {"occasions": 7, "conduct": ["insult"]})
    assert rules(result.counted) == ["often", "insult"]


def test_the_order_in_the_file_does_not_matter_within_a_group():
    turned = read_process({**DATA, "points": DATA["points"][::-1]})
    assert score(turned, {"occasions": 7}).points == score(PROCESS, {"occasions": 7}).points == 3


def test_gates_are_told_gravest_first_and_before_the_points():
    result = score(PROCESS, {"threat": "veiled", "surveillance": True, "conduct": ["insult"]})
    assert rules(result.reasons) == ["watched", "hint", "insult"]
    assert [reason.tier for reason in result.gates] == [Tier.POLICE, Tier.COUNCIL]
    assert result.tier is Tier.POLICE


def test_sentences_carry_the_facts_and_say_when_one_is_not_known():
    assert score(PROCESS, {"occasions": 3}).counted[0].sentence == "3 times."
    assert score(PROCESS, {"escalating": True}).counted[0].sentence == "Worse: not known."


def test_what_was_lifted_is_kept_beside_the_result():
    calm = {"threat": "conditional", "means": "none", "read_as_joke": True}
    result = score(PROCESS, calm)
    assert (result.tier, result.gates, result.lifted) == (Tier.LOG, (), ("hint",))


@pytest.mark.parametrize("more", [{"escalating": True}, {"threat": "direct"}, {"means": "mentioned"}])
def test_nothing_is_lifted_where_something_supports_it(more):
    result = score(PROCESS, {"threat": "veiled", "means": "none", "clarified": True} | more)
    assert (result.tier, result.lifted) == (Tier.COUNCIL, ())


def test_nothing_is_lifted_while_the_support_is_not_known():
    assert score(PROCESS, {"threat": "veiled", "clarified": True}).tier is Tier.COUNCIL


def test_nothing_is_lifted_by_a_no():
    assert score(PROCESS, {"threat": "veiled", "means": "none", "clarified": False}).tier is Tier.COUNCIL


def test_a_gate_that_is_not_liftable_stays():
    calm = {"threat": "veiled", "means": "none", "clarified": True, "surveillance": True}
    result = score(PROCESS, calm)
    assert (result.tier, rules(result.gates), result.lifted) == (Tier.POLICE, ["watched"], ("hint",))


def test_a_route_can_wait_for_a_tier():
    seen = {"channel": "social_media", "impact": "distressed"}
    assert rules(score(PROCESS, seen).routes) == ["support"]
    assert rules(score(PROCESS, seen | {"threat": "veiled"}).routes) == ["platform", "support"]


@for_every_version
def test_every_sentence_names_facts_alone_and_can_be_said_without_them(process):
    for rule in (*process.gates, *process.points, *process.routes):
        named = [field for _, field, _, _ in string.Formatter().parse(rule.sentence) if field is not None]
        assert set(named) <= set(FACTS), rule.name
        assert rule.sentence.endswith("."), rule.name
        assert not rule.sentence[0].islower(), rule.name


@for_every_version
def test_every_sentence_is_whole_with_all_and_with_almost_no_facts(process):
    everything = {name: value for name, fact in FACTS.items() if (value := worst(fact)) is not None}
    for facts in (everything, {"escalating": True, "happening_now": True}, {}):
        for reason in score(process, facts).reasons:
            assert "{" not in reason.sentence
            assert reason.sentence.endswith(".")
