"""Versions for property tests: the shipped ones, every draft the browser can make of them, and files by anybody.

A file is made of drawn gates and points in every form that can be written, right ones and wrong ones. What the checks
refuse is no version, and is drawn again.
"""

from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.facts import FACTS, Kind, Worse
from triage.process import load, read_process, versions
from triage.process.checks import problems
from triage.process.edits import rules_of, with_clocks, with_gates, with_points
from triage.process.shipped import data_of

SHIPPED = data_of(versions()[-1])
GATES, POINTS = rules_of("gates", SHIPPED), rules_of("points", SHIPPED)
NAMES = [gate["name"] for gate in GATES]
FREE = [name for name in NAMES if not problems(with_gates(SHIPPED, SHIPPED, set(NAMES) - {name}))]
"""Gates that can be switched off each by itself, though not all of them together."""

clocks = st.sampled_from(
    [
        SHIPPED["clocks"],
        {
            **SHIPPED["clocks"],
            "emergency": {"acknowledge": {"amount": 5, "unit": "minutes"}, "act": {"amount": 30, "unit": "minutes"}},
        },
        {**SHIPPED["clocks"], "log": {"acknowledge": {"amount": 2, "unit": "working_days"}}},
    ]
)


@st.composite
def edited(draw):
    """What the browser can send: near enough to what is shipped that the checks often let it pass."""
    off = draw(st.sets(st.sampled_from(FREE), max_size=4))
    more = draw(st.dictionaries(st.sampled_from([rule["name"] for rule in POINTS]), st.integers(-2, 3), max_size=5))
    council = draw(st.sampled_from([4, 4, 3, 5]))
    data = with_gates(SHIPPED, SHIPPED, set(NAMES) - off)
    thresholds = {"council": council, "police": council + draw(st.integers(5, 25))}
    return with_clocks(with_points(data, SHIPPED, rising(more), thresholds), draw(clocks))


def rising(more):
    """In a group each has at least the points of the one before it, which is milder."""
    points, highest = {}, {}
    for rule in POINTS:
        group = rule.get("group", rule["name"])
        points[rule["name"]] = highest[group] = max(highest.get(group, 0), rule["points"] + more.get(rule["name"], 0))
    return points


def conditions():
    return st.sampled_from(list(FACTS.values())).flatmap(condition_on)


def condition_on(fact):
    unknown = st.just(f"{fact.name} unknown")
    match fact.kind:
        case Kind.TRUTH:
            return st.just(fact.name) | unknown
        case Kind.SEVERAL:
            return (
                st.lists(st.sampled_from(fact.order), min_size=1, unique=True).map(
                    lambda chosen: f"{fact.name} has {', '.join(chosen)}"
                )
                | unknown
            )
        case Kind.NUMBER:
            sign = "<=" if fact.worse is Worse.DOWN else ">="
            return st.integers(0, 50).map(lambda number: f"{fact.name} {sign} {number}") | unknown
        case Kind.CHOICE if fact.worse is Worse.UP:
            return st.sampled_from(fact.order).map(lambda value: f"{fact.name} >= {value}") | unknown
    return st.sampled_from(fact.order).map(lambda value: f"{fact.name} in {value}") | unknown


whens = st.lists(st.lists(conditions(), min_size=1, max_size=4), min_size=1, max_size=4)
gates = st.builds(
    lambda when, tier, liftable: {
        "name": "drawn_gate", "tier": tier, "sentence": "Something was drawn.", "when": when, "liftable": liftable
    },
    whens, st.sampled_from(["log", "council", "police", "emergency"]), st.booleans(),
)  # fmt: skip
points = st.builds(
    lambda when, number, group: {
        "name": "drawn_point", "points": number, "sentence": "Something counts.", "when": when, "group": group
    },
    whens, st.integers(0, 6), st.sampled_from(["drawn", "occasions", "impact"]),
)  # fmt: skip


@st.composite
def written(draw):
    """A file with rules of somebody's own, one of which may stand in place of a shipped one."""
    data = draw(edited())
    replaced = draw(st.sampled_from([None, None, *range(len(data["gates"]))]))
    kept = [gate for place, gate in enumerate(data["gates"]) if place != replaced]
    unless = [one for one in data["lift"]["unless"] if draw(st.integers(0, 30))]
    lift = {**data["lift"], "unless": [*unless, *draw(st.lists(conditions(), max_size=1))]}
    return {
        **data,
        "gates": [*kept, *draw(st.lists(gates, max_size=1))],
        "points": [*data["points"], *draw(st.lists(points, max_size=1))],
        "lift": draw(st.sampled_from([data["lift"], lift])),
    }


accepted = (edited() | written()).filter(lambda data: not problems(data))


@cache
def pool():
    """Every shipped version and many that the checks let pass: drawn once, because drawing them is most of the work."""
    found = {version: load(version) for version in versions()}

    @settings(max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(accepted)
    def collect(data):
        process = read_process(data)
        found[process.digest] = process

    collect()
    return list(found.values())


processes = st.deferred(lambda: st.sampled_from(pool()))
