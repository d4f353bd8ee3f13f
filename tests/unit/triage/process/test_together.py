"""What linked incidents add: over all facts, the shipped versions, and one that asks every awkward question."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incidents.facts import FACTS
from tests.unit.triage.process.strategies import CLOCKS, at_least_as_grave, facts, thorough
from triage.process import load, read_process, score, versions
from triage.process.together import COUNTED, Linked, Together, count, own_facts

DAY = date(2026, 11, 16)
AWKWARD = read_process(
    {
        "version": "awkward",
        "title": "Asks about what is not known, and about several stretches of time at once",
        "thresholds": {"council": 4, "police": 9},
        "ask_first": [],
        "clocks": CLOCKS,
        "lift": {"when": ["clarified"], "only_if": {"specificity": "none"}, "unless": ["occasions >= 9"]},
        "routes": [],
        "gates": [
            {"name": name, "tier": tier, "sentence": "It is so.", "when": when}
            for name, tier, when in [
                ("unknown", "council", ["distinct_sources unknown", "occasions >= 3"]),
                ("both_unknown", "police", ["distinct_victims unknown", "distinct_sources unknown", "occasions >= 6"]),
                ("week", "police", ["period_days <= 7", "occasions >= 5", "distinct_victims >= 2"]),
                ("month", "police", ["period_days <= 30", "distinct_sources >= 4"]),
                ("often_or_unknown", "council", [["occasions >= 5", "occasions unknown"], "distinct_victims >= 2"]),
                ("no_time", "council", ["period_days unknown", "occasions >= 4"]),
            ]
        ],
        "points": [
            {"name": "day", "points": 4, "sentence": "In a day.", "when": ["period_days <= 1", "occasions >= 2"]},
            {"name": "some", "points": 2, "sentence": "Some.", "when": ["occasions >= 2", "distinct_sources >= 2"]},
        ],
    }
)
PROCESSES = [AWKWARD, *(load(version) for version in versions())]
for_every_process = pytest.mark.parametrize("process", PROCESSES, ids=[one.version for one in PROCESSES])

countable = st.fixed_dictionaries(
    {},
    optional={
        "conduct": st.just(["insult"]),
        "impact": st.just("distressed"),
        "occasions": st.integers(1, 6),
        "period_days": st.integers(0, 40),
        "distinct_sources": st.integers(1, 5),
        "distinct_victims": st.integers(1, 3),
    },
)
"""Facts where what is counted makes the difference, because nothing grave hides it."""
few = st.none() | st.integers(1, 4)
incidents = st.builds(
    Linked,
    reference=st.just("CS-X"),
    last=st.integers(0, 60).map(lambda days: DAY - timedelta(days=days)),
    place=st.integers(1, 50),
    told=st.integers(1, 6),
    occasions=few,
    period_days=st.none() | st.integers(0, 40),
    sources=few,
    victims=few,
    harmed=st.sampled_from(["", "a", "b", "c", "d"]),
    who=st.frozensets(st.integers(1, 4), max_size=2),
    apart=st.booleans(),
)

each_once = st.lists(incidents, max_size=5, unique_by=lambda told: told.place)


def alone(own, **told):
    """The incident whose facts these are."""
    numbers = {"occasions": "occasions", "period_days": "period_days", "sources": "distinct_sources"}
    known = {name: own.get(fact) for name, fact in {**numbers, "victims": "distinct_victims"}.items()}
    return Linked(**{"reference": "CS-A", "last": DAY, "place": 60, "told": 3, "harmed": "a", **known, **told})


def one(**told):
    return alone({}, **told)


def tier(process, own, here, others):
    return score(process, Together(own, here, tuple(others)).facts(process)).tier


@for_every_process
@settings(thorough, max_examples=250)
@given(own=countable | facts(), others=st.lists(incidents, max_size=6), more=incidents)
@example(own={}, others=[one(occasions=2, place=2, told=2)], more=one(occasions=1, sources=1, place=3, told=4))
def test_one_more_never_lowers_the_tier(process, own, others, more):
    here = alone(own)
    assert tier(process, own, here, [*others, more]) >= tier(process, own, here, others)


@for_every_process
@thorough
@given(own=countable | facts(), others=st.lists(incidents, min_size=1, max_size=4), data=st.data())
def test_a_linked_one_that_counts_for_more_never_lowers_the_tier(process, own, others, data):
    name, fact = data.draw(
        st.sampled_from([("occasions", "occasions"), ("period_days", "period_days"), ("victims", "distinct_victims")])
    )
    now = getattr(others[0], name) or 1
    worse = replace(others[0], **{name: data.draw(at_least_as_grave(FACTS[fact], now))})
    before = [replace(others[0], **{name: now}), *others[1:]]
    here = alone(own)
    assert tier(process, own, here, [worse, *others[1:]]) >= tier(process, own, here, before)


@for_every_process
@given(own=facts())
@thorough
def test_alone_it_is_what_it_was(process, own):
    together = Together(own, alone(own))
    assert together.facts(process) == own
    assert together.kept() == {}


@for_every_process
@thorough
@given(own=facts(), others=each_once, order=st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_found_changes_nothing(process, own, others, order):
    mixed = order.sample(others, len(others))
    assert Together(own, alone(own), tuple(others)).facts(process) == Together(own, alone(own), tuple(mixed)).facts(
        process
    )


@for_every_process
@thorough
@given(own=facts(), others=st.lists(incidents, min_size=1, max_size=5))
def test_only_what_is_counted_changes_and_the_own_facts_can_be_told_again(process, own, others):
    together = Together(own, alone(own), tuple(others))
    effective = together.facts(process)
    assert {name for name in FACTS if effective.get(name) != own.get(name)} <= set(COUNTED)
    assert own_facts(effective, together.kept()) == own


@thorough
@given(own=facts(), others=st.lists(incidents, min_size=1, max_size=6))
def test_together_they_are_never_fewer_than_one_alone(own, others):
    counted = count([alone(own), *others])
    for name in ("occasions", "distinct_sources", "distinct_victims"):
        assert (counted[name] or 0) >= (own.get(name) or 0)
    assert counted["occasions"] >= len({other.told for other in others} | {3})


# By hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        pytest.param([(1, 2), (2, 3)], 5, id="apart they add up"),
        pytest.param([(1, None), (2, None)], 2, id="not known counts as one"),
        pytest.param([(1, 1), (1, 2)], 2, id="again counts those before as well"),
        pytest.param([(1, 3), (1, 1)], 4, id="again, told alone"),
        pytest.param([(1, 3), (1, None), (1, None)], 5, id="again and again"),
        pytest.param([(1, 1), (1, 5), (1, 1)], 6, id="more were told of in the middle"),
    ],
)
def test_occasions(told, wanted):
    run = [one(place=place, told=row, occasions=times) for place, (row, times) in enumerate(told, start=1)]
    assert count(run)["occasions"] == wanted


@pytest.mark.parametrize(
    ("run", "wanted"),
    [
        pytest.param([{"who": {1}}, {"who": {1}}], 1, id="the same person"),
        pytest.param([{"who": {1}}, {"who": {2}}], 2, id="two people"),
        pytest.param([{}, {}], None, id="nobody knows"),
        pytest.param([{"sources": 4}, {"sources": 3}], 4, id="perhaps the same ones"),
        pytest.param([{"apart": True}, {"apart": True}, {"apart": True, "sources": 5}], 7, id="a pile-on"),
        pytest.param([{"apart": True, "told": 1}, {"apart": True, "told": 1}], 1, id="the same one again"),
        pytest.param([{"apart": True, "who": {1}}, {"apart": True, "who": {1}}], 1, id="a pile-on of one"),
    ],
)
def test_sources(run, wanted):
    made = [
        one(**{"told": place, "place": place, **fields, "who": frozenset(fields.get("who", ()))})
        for place, fields in enumerate(run, start=1)
    ]
    assert count(made)["distinct_sources"] == wanted


def test_victims_are_counted_across_councillors_and_nobody_twice():
    assert count([one(harmed="a"), one(harmed="b"), one(harmed="b"), one(harmed="")])["distinct_victims"] == 2
    assert count([one(harmed="a", victims=5), one(harmed="b")])["distinct_victims"] == 5
    assert count([one(harmed=""), one(harmed="")])["distinct_victims"] is None


def test_the_time_is_from_the_first_of_the_first_to_the_last_of_the_last():
    run = [one(last=DAY, period_days=3), one(last=DAY - timedelta(days=10), period_days=5)]
    assert count(run)["period_days"] == 15


def test_a_busy_week_is_seen_though_it_began_long_ago():
    """All together they lie a year apart. Those of this week count as a week's."""
    own = {"conduct": ["insult"], "occasions": 1}
    week = [one(place=place, told=place, last=DAY - timedelta(days=place)) for place in (1, 2)]
    long_ago = one(place=8, told=8, last=DAY - timedelta(days=365))
    process = load("1")
    facts_of_week = Together(own, alone(own), (*week, long_ago)).facts(process)
    assert (facts_of_week["occasions"], facts_of_week["period_days"]) == (3, 2)
    assert "often_in_a_week" in {reason.rule for reason in score(process, facts_of_week).counted}


def test_forty_small_ones_are_not_small():
    """Each is one insult by one person, at `log`; it is forty in five days."""
    own, process = {"conduct": ["insult"]}, load("1")
    crowd = [
        one(place=place, told=place, last=DAY - timedelta(days=place % 5), apart=True, harmed=str(place % 7))
        for place in range(1, 40)
    ]
    here = alone(own, told=50, place=50, apart=True)
    assert score(process, own).tier.key == "log"
    assert tier(process, own, here, crowd).key == "council"


def test_what_is_kept_names_the_newest_and_says_how_many_there_are():
    others = tuple(one(place=place, told=place, reference=f"CS-{place}") for place in range(1, 151))
    kept = Together({"occasions": 2}, alone({"occasions": 2}), others).kept()
    assert kept["number"] == 150
    assert (kept["with"][0], len(kept["with"])) == ("CS-150", 100)
    assert kept["own"] == {"occasions": 2, "period_days": None, "distinct_sources": None, "distinct_victims": None}
