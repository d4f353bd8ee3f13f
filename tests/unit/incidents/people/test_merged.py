"""Any sequence of merging and parting leaves everybody's rows alone, and finds the same circles as doing it by hand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions.people import merge, unmerge
from incidents.models import Identifier, Involvement, PersonOfConcern
from incidents.people.merged import circle, circles
from tests.unit.incidents.people.conftest import Somebody

pytestmark = pytest.mark.django_db
PEOPLE = 5
steps = st.lists(st.tuples(st.booleans(), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), max_size=10)


def test_alone(somebody: Somebody) -> None:
    jo = somebody()
    assert circles([jo.pk]) == {jo.pk: jo.pk}
    assert circles([]) == {}


def test_a_chain_is_one_circle(
    olive: User, somebody: Somebody, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, two, three, other = (somebody() for _ in range(4))
    merge(by=olive, person=one, into=two, reason="The same")
    merge(by=olive, person=two, into=three, reason="The same")
    with django_assert_num_queries(1):
        found = circles([one.pk, other.pk])
    assert found == {one.pk: three.pk, two.pk: three.pk, three.pk: three.pk, other.pk: other.pk}


def test_whoever_is_merged_already_brings_all_along(olive: User, somebody: Somebody) -> None:
    one, two, three = (somebody() for _ in range(3))
    merge(by=olive, person=one, into=two, reason="The same")
    kept = merge(by=olive, person=one, into=three, reason="The same")
    assert kept == three
    assert set(circle(one)) == {one.pk, two.pk, three.pk}


@pytest.mark.parametrize("swapped", [False, True])
def test_one_person_is_not_merged_again(olive: User, somebody: Somebody, swapped: bool) -> None:
    one, two = somebody(), somebody()
    merge(by=olive, person=one, into=two, reason="The same")
    pair = (two, one) if swapped else (one, two)
    with pytest.raises(ActionDenied, match="one person already"):
        merge(by=olive, person=pair[0], into=pair[1], reason="Again")
    with pytest.raises(ActionDenied):
        merge(by=olive, person=one, into=one, reason="Themselves")


def test_parting_twice_is_refused(olive: User, somebody: Somebody) -> None:
    one, two = somebody(), somebody()
    merge(by=olive, person=one, into=two, reason="The same")
    unmerge(by=olive, person=one, reason="His brother")
    with pytest.raises(ActionDenied):
        unmerge(by=olive, person=one, reason="His brother")
    assert [event.reason for event in AuditEvent.objects.filter(object_ref=one.reference, verb="unmerged")] == [
        "His brother"
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_nothing_is_ever_lost(olive: User, somebody: Somebody, steps: list[tuple[bool, int, int]]) -> None:
    people = [somebody(phone=f"01632 96000{number}") for number in range(PEOPLE)]
    rows = {model: list(model.objects.order_by("pk").values()) for model in (Involvement, Identifier)}
    into: dict[int, int] = {}
    for merging, one, other in steps:
        if merging and root(into, one) != root(into, other):
            merge(by=olive, person=people[one], into=people[other], reason="The same")
            into[root(into, one)] = root(into, other)
        elif not merging and one in into:
            unmerge(by=olive, person=people[one], reason="Not the same")
            del into[one]
        found = circles(person.pk for person in people)
        assert found == {people[one].pk: people[root(into, one)].pk for one in range(PEOPLE)}
    for one in list(into):
        unmerge(by=olive, person=people[one], reason="Not the same")
    assert not PersonOfConcern.objects.exclude(merged_into=None).exists()
    assert {model: list(model.objects.order_by("pk").values()) for model in rows} == rows


def root(into: dict[int, int], one: int) -> int:
    while one in into:
        one = into[one]
    return one
