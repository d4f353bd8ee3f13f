"""Possible matches: the same and the alike, said in one sentence, and never of what the reader may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilsafe.accounts.models import User
from incidents.actions.people import add_identifier, merge, set_standing
from incidents.models import Involvement
from incidents.people.match import known_by
from incidents.people.normalise import Given
from incidents.people.reading import people_on
from tests.unit.incidents.people.conftest import CaseOf, Somebody

pytestmark = pytest.mark.django_db
REFUSED = Involvement.Standing.REFUSED


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "words"),
    [
        ("phone", "01632 960001", "+44 1632 960001", "The same telephone number as in"),
        ("email", "jo.b@gmail.com", "job+x@googlemail.com", "The same email address as in"),
        ("handle", "@jo", "https://x.com/Jo", "The same account name as in"),
        ("name", "Mr Jo Smith", "smith jo", "The same name as in"),
        ("name", "Jon Smith", "John Smith", "A name like the one in"),
        ("address", "4 Quince Lane, Wexcombe WX1 2AB", "4 Quince Ln Wexcomb WX12AB", "An address like the one in"),
        ("vehicle", "grey van WX07 ABC", "wx07abc", "The same vehicle as in"),
    ],
)
def test_it_says_why(
    olive: User, case_of: CaseOf, somebody: Somebody, kind: str, ours: str, theirs: str, words: str
) -> None:
    earlier, incident = case_of(), case_of()
    known = somebody("Known", on=earlier, **{kind: theirs})
    new = somebody("New", on=incident, **{kind: ours})
    [match] = people_on(incident, olive).matches
    assert (match.person, match.same_as) == (known, [new])
    assert match.reasons == [f"{words} {earlier.reference}"]


@pytest.mark.parametrize(
    ("kind", "ours", "theirs"),
    [
        ("name", "John Smith", "Jane Doe"),
        ("name", "John Smith", "Jane Smith"),
        ("address", "4 Quince Lane, Wexcombe", "9 Marsh Row, Wexcombe"),
        ("email", "jo@example.org", "jo@example.com"),
        ("phone", "01632 960001", "01632 960002"),
    ],
)
def test_others_are_not_offered(
    olive: User, case_of: CaseOf, somebody: Somebody, kind: str, ours: str, theirs: str
) -> None:
    incident = case_of()
    somebody("Other", **{kind: theirs})
    somebody("New", on=incident, **{kind: ours})
    assert people_on(incident, olive).matches == []


def test_several_reasons_the_same_before_the_alike(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    incident = case_of()
    somebody("Known", phone="01632 960001", name="John Smith")
    somebody("New", on=incident, phone="01632960001", name="Jon Smith")
    [match] = people_on(incident, olive).matches
    assert [reason.split(" in ")[0] for reason in match.reasons] == [
        "The same telephone number as",
        "A name like the one",
    ]


def test_nothing_is_linked_by_itself(case_of: CaseOf, somebody: Somebody) -> None:
    incident = case_of()
    somebody(phone="01632 960001")
    new = somebody(on=incident, phone="01632 960001")
    assert [one.person for one in incident.involvements.all()] == [new]
    assert new.merged_into is None


def test_what_lies_in_a_case_that_one_may_not_see_is_no_reason(
    olive: User, monitoring: User, case_of: CaseOf, somebody: Somebody
) -> None:
    """Neither somebody known only there, nor what is known only from there of somebody known elsewhere."""
    incident, kept = case_of(), case_of(restricted=True)
    only_there, elsewhere = somebody("Only there", on=kept, phone="01632 960001"), somebody("Elsewhere")
    set_standing(by=monitoring, incident=kept, person=elsewhere, standing="confirmed")
    given = Given("phone", "01632 960001")
    add_identifier(by=monitoring, person=elsewhere, given=given, incident=kept)
    somebody("New", on=incident, phone="01632 960001")
    assert people_on(incident, olive).matches == []
    assert {one.person for one in people_on(incident, monitoring).matches} == {only_there, elsewhere}
    assert [one.label for one in known_by(given, olive)] == ["New"]
    assert len(known_by(given, monitoring)) == 3


def test_our_own_secrets_are_no_reason_either(
    olive: User, monitoring: User, case_of: CaseOf, somebody: Somebody
) -> None:
    """What the monitoring officer knows of somebody from a kept case must not show through an open one."""
    incident, kept = case_of(), case_of(restricted=True)
    somebody("Known", phone="01632 960001")
    new = somebody("New", on=incident)
    set_standing(by=monitoring, incident=kept, person=new, standing="confirmed")
    add_identifier(by=monitoring, person=new, given=Given("phone", "01632 960001"), incident=kept)
    assert people_on(incident, olive).matches == []
    assert len(people_on(incident, monitoring).matches) == 1


def test_whoever_was_ruled_out_is_not_offered_again(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    """Not on this case, not on another with the same two people, and not merged under another row."""
    incident, later = case_of(), case_of()
    known, new = somebody("Known", phone="01632 960001"), somebody("New", on=incident, phone="01632 960001")
    set_standing(by=olive, incident=incident, person=known, standing=REFUSED)
    set_standing(by=olive, incident=later, person=new, standing="confirmed")
    twin = somebody("Twin", phone="01632 960001")
    merge(by=olive, person=twin, into=known, reason="The same")
    assert people_on(incident, olive).matches == []
    assert people_on(later, olive).matches == []


def test_merged_people_are_offered_once_and_not_to_themselves(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    incident = case_of()
    first, second = somebody("First", phone="01632 960001"), somebody("Second", phone="01632 960001")
    merge(by=olive, person=first, into=second, reason="The same")
    new = somebody("New", on=incident, phone="01632 960001")
    [match] = people_on(incident, olive).matches
    assert match.person == second
    merge(by=olive, person=new, into=second, reason="The same")
    assert people_on(incident, olive).matches == []


def test_as_many_queries_for_many_people_as_for_one(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    def queries(people: int) -> int:
        incident = case_of()
        for number in range(people):
            somebody(phone=f"01632 96{people}00{number}")
            somebody(on=incident, phone=f"01632 96{people}00{number}", name="Jo Smith")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert people_on(incident, olive).matches
        return len(captured)

    assert queries(1) == queries(6) <= 11
