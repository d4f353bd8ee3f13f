"""The rules that every version of the threat process has to keep, over all facts.

Every version: the shipped ones, what the browser makes of them, and files by anybody that pass the checks.
"""

from hypothesis import assume, example, given
from hypothesis import strategies as st

from incidents.facts import FACTS, Worse
from tests.unit.triage.process.drafts import processes
from tests.unit.triage.process.strategies import (
    TO_BE_BORNE,
    adverse,
    at_least_as_grave,
    facts,
    facts_and_learned,
    facts_and_worse,
    in_order,
    thorough,
    values,
)
from triage.process import Tier, current_version, score

CALMING = [name for name, fact in FACTS.items() if fact.worse is Worse.CALMING]
borne = st.lists(st.sampled_from(TO_BE_BORNE), min_size=1, unique=True).map(
    lambda chosen: in_order(FACTS["conduct"], chosen)
)


def tier(process, known):
    return score(process, known).tier


@thorough
@given(process=processes, known=facts())
@example(process=current_version(), known={})
def test_every_combination_of_facts_gets_one_tier_and_always_the_same(process, known):
    first, second = score(process, known), score(process, dict(reversed(known.items())))
    assert first.tier in Tier
    assert first == second


@thorough
@given(process=processes, known=facts())
def test_the_tier_is_the_highest_of_the_gates_and_of_what_adds_up(process, known):
    result = score(process, known)
    by_points = [tier for tier, needed in process.thresholds if result.points >= needed]
    assert result.tier == max([Tier.LOG, *by_points, *(gate.tier for gate in result.gates)])
    assert result.points == sum(reason.points for reason in result.counted)


@thorough
@given(process=processes, known=facts(), data=st.data())
def test_one_fact_made_worse_never_lowers_the_tier(process, known, data):
    assume(known)
    name = data.draw(st.sampled_from(sorted(known)))
    worse = {**known, name: data.draw(at_least_as_grave(FACTS[name], known[name]))}
    assert tier(process, worse) >= tier(process, known)


@thorough
@given(process=processes, pair=facts_and_worse())
def test_many_facts_made_worse_together_never_lower_the_tier(process, pair):
    before, after = pair
    assert tier(process, after) >= tier(process, before)


@thorough
@given(process=processes, pair=facts_and_learned())
def test_learning_that_an_unknown_is_adverse_never_lowers_the_tier(process, pair):
    before, after = pair
    assume(not learns_what_happens_now(before, after))
    assume(not learns_that_a_calmed_threat_was_not_outright(before, after))
    assert tier(process, after) >= tier(process, before)


def learns_what_happens_now(before, after):
    """While something happens now and nobody knows what, it is an emergency. It may turn out to be words alone."""
    return before.get("happening_now") is True and "conduct" not in before and "conduct" in after


def learns_that_a_calmed_threat_was_not_outright(before, after):
    """A joke or an officer's finding counts only once the threat is known to be no more than hint or condition."""
    calmed = any(before.get(name) for name in CALMING)
    return calmed and "threat" not in before and after.get("threat") in {"veiled", "conditional"}


@thorough
@given(process=processes, known=facts(happening_now=True, conduct=None), conduct=adverse(FACTS["conduct"]))
def test_learning_what_happens_now_lowers_nothing_when_it_can_hurt(process, known, conduct):
    hurting = [*conduct, "aggression", "threat"]
    after = {**known, "conduct": in_order(FACTS["conduct"], hurting)}
    assert tier(process, after) >= tier(process, known)


@thorough
@given(process=processes, known=facts(impact=None), impact=values(FACTS["impact"]))
def test_fear_never_lowers_and_its_absence_never_does(process, known, impact):
    assert tier(process, {**known, "impact": impact}) >= tier(process, known)


@thorough
@given(process=processes, conduct=st.sampled_from([one for one in FACTS["conduct"].order if one not in TO_BE_BORNE]))
def test_fear_raises_what_would_only_be_logged(process, conduct):
    once = {"conduct": [conduct], "occasions": 1, "threat": "none"}
    assert tier(process, {**once, "impact": "frightened"}) >= Tier.COUNCIL


@thorough
@given(
    process=processes,
    known=facts(),
    name=st.sampled_from(["source_vulnerable", "already_with_police", "because_of_role"]),
    value=st.sampled_from([None, True, False]),
)
def test_neither_a_vulnerable_source_nor_a_report_to_the_police_changes_the_danger(process, known, name, value):
    without = {key: known[key] for key in known if key != name}
    answered = without if value is None else {**without, name: value}
    assert tier(process, answered) == tier(process, without)


@thorough
@given(process=processes, known=facts(period_days=None), days=st.integers(0, 20_000))
def test_the_age_of_what_happened_never_lowers_the_tier(process, known, days):
    assert tier(process, {**known, "period_days": days}) >= tier(process, known)


@thorough
@given(process=processes, known=facts(), calming=st.sampled_from(CALMING))
def test_calming_lifts_only_hints_and_conditions_that_nothing_supports(process, known, calming):
    without = {name: value for name, value in known.items() if name not in CALMING}
    before, after = score(process, without), score(process, {**without, calming: True})
    if before == after:
        return
    lifted = {gate.rule for gate in before.gates} - {gate.rule for gate in after.gates}
    assert lifted == {gate.name for gate in process.gates if gate.liftable} & {gate.rule for gate in before.gates}
    assert_nothing_supports(without)


def assert_nothing_supports(known):
    assert known["specificity"] == known["means"] == "none"
    assert known["threat"] != "direct"
    for name in ("surveillance", "address_exposed", "escalating", "fixation", "call_to_action", "on_register"):
        assert known.get(name) is not True
    assert "due_within_hours" not in known


@thorough
@given(
    process=processes,
    known=facts(conduct=["threat"], threat="veiled", specificity="none", means="none", clarified=True),
    support=st.sampled_from(
        [
            {"specificity": "some"},
            {"specificity": None},
            {"means": "mentioned"},
            {"means": None},
            {"surveillance": True},
            {"address_exposed": True},
            {"escalating": True},
            {"threat": "direct"},
            {"due_within_hours": 500},
        ]
    ),
)
def test_whatever_supports_a_threat_undoes_all_calming(process, known, support):
    supported = {name: value for name, value in {**known, **support}.items() if value is not None}
    calm = {name: value for name, value in supported.items() if name not in CALMING}
    assert tier(process, supported) == tier(process, calm)


@thorough
@given(
    process=processes,
    known=facts(conduct=None).map(
        lambda known: {
            name: value
            for name, value in known.items()
            if name in {"channel", "audience", "source", "occasions", "period_days", "distinct_sources"}
            or name in {"distinct_victims", "because_of_role", "source_vulnerable", "already_with_police"}
        }
    ),
    conduct=borne,
    impact=st.sampled_from(["none", "annoyed"]),
)
def test_what_is_only_unwelcome_stays_at_log_from_anybody_and_however_often(process, known, conduct, impact):
    mild = {"threat": "none", "threatened_harm": "none", "means": "none", "physical_contact": "none"}
    assert tier(process, {**mild, **known, "conduct": conduct, "impact": impact}) == Tier.LOG
    assert tier(process, {**known, "conduct": conduct}) == Tier.LOG


@thorough
@given(process=processes, known=facts(happening_now=None), value=st.booleans())
def test_an_unknown_and_a_no_differ_only_where_the_unknown_is_graver(process, known, value):
    unknown = tier(process, known)
    denied = tier(process, {**known, "happening_now": False})
    assert unknown >= denied


@thorough
@given(process=processes, known=facts(happening_now=True, place=None, channel=None, conduct=None))
def test_while_it_is_not_known_what_happens_now_it_is_an_emergency(process, known):
    assert tier(process, known) == Tier.EMERGENCY


@thorough
@given(process=processes, known=facts())
def test_it_speaks_of_signs_and_never_proposes_the_register(process, known):
    result = score(process, known)
    said = " ".join(reason.sentence for reason in (*result.reasons, *result.routes)).lower()
    for word in ("offence", "crime", "guilty", "illegal", "unlawful", "criminal"):
        assert word not in said
    assert not any("register" in route.rule for route in result.routes)


@thorough
@given(process=processes, known=facts(source=None), source=st.sampled_from(FACTS["source"].order))
def test_conduct_between_members_goes_to_the_monitoring_officer_and_nothing_else_does(process, known, source):
    routes = {route.rule for route in score(process, {**known, "source": source}).routes}
    assert ("monitoring_officer" in routes) == (source in {"councillor", "officer"})
