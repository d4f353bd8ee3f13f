import dataclasses
import json

import pytest

from tests.unit.triage.process.strategies import for_every_version
from triage.process import Tier, current_version, score
from triage.process.cases import CasesError, WorkedCase, read_cases, worked_cases

CASES = worked_cases()
RULES = [*current_version().gates, *current_version().points]


@for_every_version
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_worked_case_gets_its_tier(process, case):
    result = score(process, case.facts)
    assert result.tier is case.expected, [reason.rule for reason in result.reasons]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_gate_and_every_point_decides_some_worked_case(rule):
    process = current_version()
    without = dataclasses.replace(
        process,
        gates=tuple(gate for gate in process.gates if gate is not rule),
        points=tuple(point for point in process.points if point is not rule),
    )
    decided = [case.id for case in CASES if score(without, case.facts).tier < score(process, case.facts).tier]
    assert decided, f"No case would go another way without {rule.name}: add one, or leave the rule out."


def test_every_route_is_taken_by_some_worked_case():
    process = current_version()
    taken = {route.rule for case in CASES for route in score(process, case.facts).routes}
    assert taken == {route.name for route in process.routes}


def test_every_tier_has_worked_cases_and_all_of_them_say_what_they_expect():
    assert {case.expected for case in CASES} == set(Tier)


GOOD = {"id": "A", "facts": {"threat": "none"}}


def test_a_case_is_read():
    told = {
        **GOOD,
        "text": "A story.",
        "expected_tier": "log",
        "facts": {"conduct": ["threat", "insult"], "place": None},
    }
    assert read_cases(json.dumps([told])) == [WorkedCase("A", {"conduct": ["insult", "threat"]}, Tier.LOG, "A story.")]


def test_a_case_need_expect_nothing():
    assert read_cases(json.dumps([GOOD, {**GOOD, "id": "B", "expected_tier": None}]))[1].expected is None


def test_no_cases_are_no_mistake():
    assert read_cases("[]") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON that can be read"),
        ('[{"id": "A",]', "not JSON that can be read"),
        ('{"id": "A", "facts": {}}', "has to be a list"),
        ("null", "has to be a list"),
        ('[{"id": "A", "facts": {"place": "home", "place": "remote"}}]', "place stands more than once"),
        ('["A"]', "Case number 1: has to be an object"),
        ('[{"facts": {}}]', "Case number 1: needs an id"),
        ('[{"id": "", "facts": {}}]', "Case number 1: needs an id"),
        ('[{"id": 7, "facts": {}}]', "Case number 1: needs an id"),
        ('[{"id": "A"}]', "Case A: facts has to be an object"),
        ('[{"id": "A", "facts": []}]', "Case A: facts has to be an object"),
        ('[{"id": "A", "facts": {}}, {"id": "A", "facts": {}}]', "Case A: more than one case has this id"),
        ('[{"id": "A", "facts": {}, "expected": "log"}]', "Case A: expected is not part of a case. Allowed: id, facts"),
        (
            '[{"id": "A", "facts": {}, "expected_tier": "red"}]',
            "Case A: expected_tier: 'red' is not allowed. Allowed: log,",
        ),
        ('[{"id": "A", "facts": {}, "expected_tier": 3}]', "Case A: expected_tier: 3 is not allowed. Allowed: log,"),
        ('[{"id": "A", "facts": {"mood": "bad"}}]', "Case A: mood is not a fact. Facts: channel, audience,"),
        ('[{"id": "A", "facts": {"threat": "rude"}}]', "Case A: threat: 'rude' is not allowed. Allowed: none, veiled,"),
        ('[{"id": "A", "facts": {"escalating": "yes"}}]', "Case A: escalating: 'yes' is not allowed. Allowed: true or"),
        (
            '[{"id": "A", "facts": {"occasions": 0}}]',
            "Case A: occasions: 0 is not allowed. Allowed: a whole number, 1 or",
        ),
        (
            '[{"id": "A", "facts": {"conduct": "insult"}}]',
            "Case A: conduct: 'insult' is not allowed. Allowed: criticism,",
        ),
        ('[{"id": "A", "facts": {"conduct": [["insult"]]}}]', "Case A: conduct: ['insult'] is not allowed"),
    ],
)
def test_a_mistake_is_named_with_its_case_its_fact_and_what_is_allowed(text, says):
    with pytest.raises(CasesError) as refused:
        read_cases(text)
    assert says in str(refused.value)


def test_all_mistakes_in_all_cases_are_named_at_once():
    wrong = [
        {"id": "A", "facts": {"mood": 1, "threat": "rude", "conduct": ["shouting", "insult", "pushing"]}},
        GOOD | {"id": "B"},
        {"id": "C", "facts": {"place": "moon"}, "expected_tier": "red", "note": ""},
    ]
    with pytest.raises(CasesError) as refused:
        read_cases(json.dumps(wrong))
    starts = [" ".join(problem.split()[:3]) for problem in refused.value.problems]
    assert starts == [
        "Case A: mood",
        "Case A: threat:",
        "Case A: conduct:",
        "Case A: conduct:",
        "Case C: note",
        "Case C: expected_tier:",
        "Case C: place:",
    ]
