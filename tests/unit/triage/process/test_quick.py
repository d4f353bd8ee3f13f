from hypothesis import given

from tests.unit.triage.process.drafts import processes
from tests.unit.triage.process.strategies import facts, thorough
from triage.process import load, score
from triage.process.cases import worked_cases
from triage.process.compare import Comparison, compare
from triage.process.quick import Quick


@thorough
@given(process=processes, known=facts())
def test_it_gives_the_tier_that_scoring_gives(process, known):
    assert Quick(process).tier(known) is score(process, known).tier


def test_it_does_so_for_one_set_of_facts_after_another():
    """What was found for one value of a fact is kept for the next: nothing of the others may be kept with it."""
    process = load("1")
    quick = Quick(process)
    for case in worked_cases():
        assert quick.tier(case.facts) is score(process, case.facts).tier


@thorough
@given(before=processes, after=processes, known=facts())
def test_what_differs_is_told_with_the_tiers_of_both(before, after, known):
    difference = Comparison(before, after).of(known)
    tiers = score(before, known).tier, score(after, known).tier
    assert (difference is None) == (tiers[0] is tiers[1])
    if difference:
        assert (difference.before, difference.after) == tiers
        assert difference.gained or difference.lost


def test_true_is_not_once():
    """In Python True equals 1."""
    before, after = load("1"), load("1")
    comparison = Comparison(before, after)
    assert comparison.of({"escalating": True}) is comparison.of({"occasions": 1}) is None


@thorough
@given(before=processes, after=processes, known=facts())
def test_the_rules_that_make_the_difference_are_those_that_only_one_of_them_counts(before, after, known):
    result = compare(before, after, known)
    counted = {reason.rule for reason in score(after, known).reasons}
    assert {one["rule"] for one in result.gained} - {"thresholds"} <= counted
