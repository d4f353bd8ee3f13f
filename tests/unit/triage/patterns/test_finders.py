"""Pile-ons and campaigns among rows, by table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.triage.process.strategies import thorough
from triage.patterns.finders import Finding, Recent, campaigns, on_one_member, on_one_topic

GATE = "They say that I closed the bus gate at Millbrook to please the developers."
USUAL = ["The bins in Pepper Street were late.", "A polite letter about the library.", "They called me a liar."] * 20


def row(incident, harmed="user 1", **told):
    people = tuple(frozenset(one) for one in told.pop("known_by", ()))
    return Recent(**{"incident": incident, "told": incident, "harmed": harmed, "known_by": people, **told})


def members(rows, least=5):
    return [sorted(one.incidents) for one in on_one_member(rows, least, 72)]


def topics(rows, before=USUAL, least=5):
    return [sorted(one.incidents) for one in on_one_topic(rows, before, least, 72)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param([row(pk) for pk in range(1, 6)], [[1, 2, 3, 4, 5]], id="five on one"),
        pytest.param([row(pk) for pk in range(1, 5)], [], id="four are too few"),
        pytest.param([row(pk, f"user {pk}") for pk in range(1, 9)], [], id="on different members"),
        pytest.param([row(1), row(2, sources=4)], [[1, 2]], id="four people in one report"),
        pytest.param([row(1, sources=40)], [], id="one report is one case already"),
        pytest.param([row(pk, told=1) for pk in range(1, 9)], [], id="again and again is one voice"),
        pytest.param([row(pk, known_by=[{"person 7"}]) for pk in range(1, 9)], [], id="one person is one voice"),
        pytest.param([row(pk, "") for pk in range(1, 9)], [], id="nobody knows on whom"),
    ],
)
def test_many_on_one_member(rows, found):
    assert members(rows) == found


def test_one_topic_across_members():
    crowd = [row(pk, f"user {pk % 4}", text=f"{GATE} Number {pk}.") for pk in range(1, 41)]
    others = [row(pk, f"user {pk}", text=text) for pk, text in enumerate(USUAL[:9], start=100)]
    assert topics([*crowd, *others]) == [list(range(1, 41))]


@pytest.mark.parametrize(
    ("texts", "before", "found"),
    [
        pytest.param([GATE] * 4, USUAL, [], id="too few"),
        pytest.param([GATE] * 5, USUAL, [[1, 2, 3, 4, 5]], id="enough"),
        pytest.param([GATE] * 5, [GATE] * 60, [], id="as usual as ever"),
        pytest.param([f"A bus {pk}" for pk in "abcde"], USUAL, [], id="too little in common"),
        pytest.param([""] * 6, USUAL, [], id="nothing written"),
        pytest.param([GATE] * 5, [], [[1, 2, 3, 4, 5]], id="the first week of a new council"),
    ],
)
def test_unusual_words(texts, before, found):
    assert topics([row(pk, f"user {pk}", text=text) for pk, text in enumerate(texts, start=1)], before) == found


@pytest.mark.parametrize(
    ("known_by", "found"),
    [
        pytest.param([[{"person 1"}], [{"person 1"}], [{"person 1"}]], True, id="one person"),
        pytest.param([[{"person 1", "email a"}], [{"person 2", "email a"}], [{"person 2"}]], True, id="one address"),
        pytest.param([[{"person 1"}], [{"person 2"}], [{"person 3"}]], False, id="three people"),
        pytest.param([[{"person 1"}], [{"person 1"}], []], False, id="two of three"),
        pytest.param(
            [[{"person 1"}], [{"person 1"}, {"person 2"}], [{"person 2"}]], False, id="two who did one thing together"
        ),
    ],
)
def test_one_on_many(known_by, found):
    rows = [row(pk, f"user {pk}", known_by=one) for pk, one in enumerate(known_by, start=1)]
    assert [sorted(one.incidents) for one in campaigns(rows, 3, 30)] == ([[1, 2, 3]] if found else [])


def test_one_on_one_member_is_no_campaign():
    assert list(campaigns([row(pk, known_by=[{"person 1"}]) for pk in range(1, 9)], 3, 30)) == []


recent = st.builds(
    row,
    incident=st.integers(1, 40),
    harmed=st.sampled_from(["", "user 1", "user 2", "jo"]),
    sources=st.integers(1, 6),
    told=st.integers(1, 5),
    text=st.sampled_from(["", GATE, *USUAL[:3]]) | st.text(max_size=60),
    known_by=st.lists(st.frozensets(st.sampled_from(["person 1", "person 2", "email a"]), min_size=1), max_size=2),
)


@thorough
@given(rows=st.lists(recent, max_size=12, unique_by=lambda one: one.incident))
def test_no_finding_says_a_name_a_word_or_a_number_of_reports(rows):
    """Its sentence is read by some who may not see all that is in it."""
    found = [*on_one_member(rows, 5, 72), *on_one_topic(rows, USUAL, 5, 72), *campaigns(rows, 2, 30)]
    assert {one.why for one in found} <= {
        "At least 5 people on one member within 72 hours.",
        "At least 5 people within 72 hours, in reports that share unusual words.",
        "One source on at least 2 different members within 30 days.",
    }
    assert all(isinstance(one, Finding) and one.incidents <= {row.incident for row in rows} for one in found)
