"""Facts for property tests, made from the vocabulary itself: a fact that is added is tested without a change here.

"Worse" is what `incidents.facts` says it is: a list with more in it, a value later in the list, more of something,
fewer days or hours, or true. Of facts where no value is graver, and of those that calm, nothing is worse.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from incidents.facts import FACTS, Kind, Worse
from triage.process import load, versions

for_every_version = pytest.mark.parametrize("process", [load(version) for version in versions()], ids=versions())
"""What is tested with this holds for every version of the process that will ever be shipped."""

thorough = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""The same examples in every run, and no failure because a machine is slow."""

ONE_DAY = {"amount": 1, "unit": "working_days"}
CLOCKS = {
    "log": {"acknowledge": ONE_DAY},
    **{tier: {"acknowledge": ONE_DAY, "act": ONE_DAY} for tier in ("council", "police", "emergency")},
}
"""For a small process of which the clocks do not matter."""

MOST = 2_000
TO_BE_BORNE = ["criticism", "satire", "casework"]
"""What somebody in public life has to bear. Learning that it was only this is not learning anything adverse."""


def values(fact):
    """Every known value."""
    match fact.kind:
        case Kind.SEVERAL:
            return st.lists(st.sampled_from(fact.order), unique=True).map(lambda chosen: in_order(fact, chosen))
        case Kind.TRUTH:
            return st.booleans()
        case Kind.NUMBER:
            return st.integers(fact.least, 40) | st.integers(fact.least, MOST)
        case Kind.CHOICE:
            return st.sampled_from(fact.order)


def in_order(fact, chosen):
    return [value for value in fact.order if value in chosen]


@st.composite
def facts(draw, **fixed):
    """Any facts, few or many of them known. `fixed` ones are as given, and not known when given as None.

    Few matter most: with many known, something grave is nearly always among them and hides the rest.
    """
    free = [name for name in FACTS if name not in fixed]
    known = draw(st.lists(st.sampled_from(free), unique=True, max_size=6) | st.sets(st.sampled_from(free)))
    drawn = {name: draw(values(FACTS[name])) for name in free if name in known}
    return drawn | {name: value for name, value in fixed.items() if value is not None}


def at_least_as_grave(fact, value):
    """The value itself and every worse one."""
    if fact.worse in {Worse.NEITHER, Worse.CALMING}:
        return st.just(value)
    match fact.kind:
        case Kind.SEVERAL:
            return values(fact).map(lambda more: in_order(fact, [*value, *more]))
        case Kind.TRUTH:
            return st.sampled_from([value, True])
        case Kind.CHOICE:
            return st.sampled_from(fact.order[fact.order.index(value) :])
        case Kind.NUMBER:
            ends = (fact.least, value) if fact.worse is Worse.DOWN else (value, value + MOST)
            return st.integers(*ends)


def adverse(fact):
    """What it could be bad to learn: any value but the mildest. Nothing where no value is graver than another."""
    if fact.worse in {Worse.NEITHER, Worse.CALMING}:
        return st.nothing()
    match fact.kind:
        case Kind.SEVERAL:
            return values(fact).filter(lambda chosen: set(chosen) - set(TO_BE_BORNE))
        case Kind.TRUTH:
            return st.just(True)
        case Kind.CHOICE:
            return st.sampled_from(fact.order[1:])
        case Kind.NUMBER:
            return st.integers(fact.least if fact.worse is Worse.DOWN else fact.least + 1, MOST)


@st.composite
def facts_and_worse(draw, names=tuple(FACTS)):
    """Facts, and the same facts with any of the named ones made worse. What is not known stays so."""
    before = draw(facts())
    after = {
        name: draw(at_least_as_grave(FACTS[name], value)) if name in names else value for name, value in before.items()
    }
    return before, after


@st.composite
def facts_and_learned(draw, **fixed):
    """Facts, and the same with one adverse thing learned that was not known."""
    name = draw(st.sampled_from([name for name, fact in FACTS.items() if not adverse(fact).is_empty]))
    before = draw(facts(**{name: None, **fixed}))
    return before, {**before, name: draw(adverse(FACTS[name]))}
