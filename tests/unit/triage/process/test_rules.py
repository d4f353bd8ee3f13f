import copy

import pytest

from councilsafe.duty.calendar import Clock
from tests.unit.triage.process.strategies import CLOCKS
from triage.process.rules import ProcessError, Tier, digest_of, read_process

DATA = {
    "version": "9",
    "title": "A small one",
    "ask_first": ["threat"],
    "sets": {"loud": ["insult"]},
    "thresholds": {"council": 4, "police": 10},
    "clocks": CLOCKS,
    "lift": {"when": ["read_as_joke"], "only_if": {"means": "none"}, "unless": ["escalating"]},
    "gates": [{"name": "threat", "tier": "police", "sentence": "A threat.", "when": ["threat >= veiled"]}],
    "points": [{"name": "loud", "points": 1, "sentence": "Loud.", "when": ["conduct has @loud"]}],
    "routes": [{"name": "well", "sentence": "Offer support.", "when": ["impact >= distressed"]}],
}


@pytest.fixture
def data():
    return copy.deepcopy(DATA)


def test_tiers_are_in_order():
    assert Tier.LOG < Tier.COUNCIL < Tier.POLICE < Tier.EMERGENCY
    assert [Tier.of(tier.key) for tier in Tier] == list(Tier)


def test_a_name_that_is_no_tier_is_refused():
    with pytest.raises(ProcessError, match="'alarm' is not a tier"):
        Tier.of("alarm")


def test_a_process_is_read(data):
    process = read_process(data)
    assert (process.version, process.title, process.ask_first) == ("9", "A small one", ("threat",))
    assert process.thresholds == ((Tier.POLICE, 10), (Tier.COUNCIL, 4))
    assert process.clocks[Tier.LOG]["acknowledge"] == Clock(1, "working_days")
    gate, point, route = process.gates[0], process.points[0], process.routes[0]
    assert (gate.tier, gate.liftable) == (Tier.POLICE, False)
    assert (point.group, point.points) == ("loud", 1)
    assert route.at_least is Tier.LOG


def test_the_digest_is_of_what_is_said_and_not_of_its_order(data):
    assert digest_of(dict(reversed(data.items()))) == digest_of(data)
    data["gates"][0]["sentence"] = "A threat!"
    assert digest_of(data) != digest_of(DATA)


@pytest.mark.parametrize("part", ["gates", "points"])
def test_two_rules_of_one_name_are_refused(data, part):
    data[part].append(data[part][0])
    with pytest.raises(ProcessError, match=f"^{data[part][0]['name']}: more than one rule"):
        read_process(data)


def test_a_gate_and_a_point_cannot_share_a_name_either(data):
    data["points"][0]["name"] = "threat"
    with pytest.raises(ProcessError, match=r"^threat: more than one rule"):
        read_process(data)


@pytest.mark.parametrize("part", ["gates", "points", "routes"])
@pytest.mark.parametrize("calming", ["read_as_joke", "clarified"])
def test_what_calms_may_stand_in_the_lift_alone(data, part, calming):
    data[part][0]["when"] = [["escalating", calming]]
    with pytest.raises(ProcessError, match=f"^{data[part][0]['name']}: {calming} may only stand in the lift"):
        read_process(data)


def test_points_below_nought_are_refused(data):
    data["points"][0]["points"] = -1
    with pytest.raises(ProcessError, match=r"^loud: points has to be a whole number from 0"):
        read_process(data)


@pytest.mark.parametrize("part", ["gates", "points", "routes"])
def test_a_wrong_condition_is_refused(data, part):
    data[part][0]["when"] = ["threat >= rude"]
    with pytest.raises(ProcessError, match="'rude' is not a value of threat"):
        read_process(data)


@pytest.mark.parametrize("key", ["when", "unless"])
def test_a_wrong_condition_in_the_lift_is_refused(data, key):
    data["lift"][key] = ["mood >= bad"]
    with pytest.raises(ProcessError, match="mood is not a fact"):
        read_process(data)


def test_a_tier_that_is_none_is_refused(data):
    data["gates"][0]["tier"] = "alarm"
    with pytest.raises(ProcessError, match="'alarm' is not a tier"):
        read_process(data)


@pytest.mark.parametrize("condition", ["escalating", "threat >= veiled", "threat unknown", "channel in email"])
def test_only_what_calms_can_begin_a_lift(data, condition):
    data["lift"]["when"] = [["read_as_joke", condition]]
    with pytest.raises(ProcessError, match=r"^lift: \w+ does not calm"):
        read_process(data)


@pytest.mark.parametrize(
    ("name", "value"), [("means", "shown"), ("mood", "good"), ("channel", "in_person"), ("place", 1)]
)
def test_a_lift_may_ask_for_the_mildest_value_alone(data, name, value):
    data["lift"]["only_if"] = {name: value}
    with pytest.raises(ProcessError, match=f"^lift: {name} = {value!r} is not the mildest value"):
        read_process(data)
