"""What officers do about people: each change with its audit event, and accounts kept away from their own cases."""

import pytest

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions.confidence import COMPLAINED_ABOUT, declare_conflict, name_complained_about
from incidents.actions.people import (
    Told,
    add_identifier,
    add_person,
    change_person,
    confirm_same,
    merge,
    record_look,
    remove_identifier,
    set_standing,
    unmerge,
)
from incidents.models import Conflict, Identifier, Incident, PersonOfConcern
from incidents.people.normalise import Given
from tests.factories import UserFactory
from tests.unit.incidents.people.conftest import CaseOf, Somebody

pytestmark = pytest.mark.django_db


def verbs(person: PersonOfConcern) -> list[str]:
    return list(AuditEvent.objects.filter(object_ref=person.reference).order_by("id").values_list("verb", flat=True))


def test_adding_somebody_keeps_what_was_told(olive: User, case_of: CaseOf) -> None:
    incident = case_of()
    known_by = [Given("phone", "01632 960 001"), Given("handle", "@Jo", "x")]
    told = Told(kind="account", label="Angry Jo", standing="possible", why="The same words", known_by=known_by)
    person = add_person(by=olive, incident=incident, told=told)
    involvement = incident.involvements.get()
    assert (involvement.person, involvement.standing, involvement.why) == (person, "possible", "The same words")
    assert involvement.decided_by == olive
    kept = person.identifiers.order_by("kind").values_list("kind", "platform", "value", "normalised", "incident")
    assert list(kept) == [
        ("handle", "x", "@Jo", "jo", incident.pk),
        ("phone", "", "01632 960 001", "+441632960001", incident.pk),
    ]
    assert verbs(person) == ["person added", "identifier added", "identifier added", "possible person named"]


def test_the_case_does_not_say_in_its_audit_who_it_was(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    """Because whoever reads the case may not be allowed to know of that person."""
    incident, person = case_of(), somebody()
    set_standing(by=olive, incident=incident, person=person, standing="refused", why="His brother")
    [event] = AuditEvent.objects.filter(object_ref=incident.reference, verb="person ruled out")
    assert (event.detail, event.reason) == ("", "")


def test_the_same_identifier_stands_once_for_each_report(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    one, other = case_of(), case_of()
    person = somebody(on=one, phone="01632 960001")
    add_identifier(by=olive, person=person, given=Given("phone", "+44 1632 960001"), incident=one)
    assert person.identifiers.count() == 1
    add_identifier(by=olive, person=person, given=Given("phone", "+44 1632 960001"), incident=other)
    add_identifier(by=olive, person=person, given=Given("phone", "+44 1632 960001"))
    add_identifier(by=olive, person=person, given=Given("phone", "+44 1632 960001"))
    assert person.identifiers.count() == 3


def test_nobody_is_known_by_nothing(olive: User, somebody: Somebody) -> None:
    with pytest.raises(ValueError, match="Nobody can be found"):
        add_identifier(by=olive, person=somebody(), given=Given("phone", "-"))


def test_what_was_noted_by_mistake_goes_and_why_it_went_stays(olive: User, somebody: Somebody) -> None:
    person = somebody(phone="01632 960001")
    remove_identifier(by=olive, identifier=person.identifiers.get(), reason="His neighbour's")
    assert not Identifier.objects.exists()
    event = AuditEvent.objects.get(verb="identifier removed")
    assert (event.object_ref, event.reason, event.detail) == (person.reference, "His neighbour's", "phone")


def test_what_is_said_last_stands_for_all_who_are_merged(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    incident = case_of()
    one, two = somebody(on=incident, standing="possible"), somebody()
    merge(by=olive, person=one, into=two, reason="The same")
    set_standing(by=olive, incident=incident, person=two, standing="confirmed", why="He said so")
    set_standing(by=olive, incident=incident, person=two, standing="refused")
    involvement = incident.involvements.get()
    assert (involvement.person, involvement.standing, involvement.why) == (one, "refused", "He said so")


def test_the_same_person_is_put_on_the_case_and_merged(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    incident = case_of()
    known, new = somebody("Known"), somebody("New", on=incident)
    confirm_same(by=olive, incident=incident, person=known, same_as=[new], why="The same vehicle.")
    new.refresh_from_db()
    assert new.merged_into == known
    assert incident.involvements.get(person=known).why == "The same vehicle."
    assert AuditEvent.objects.get(verb="merged").reason == "The same vehicle."


def test_a_look_is_recorded(olive: User, somebody: Somebody) -> None:
    person = somebody()
    record_look(by=olive, person=person)
    assert verbs(person)[-1] == "opened"


# With an account -------------------------------------------------------------------------------------------------


@pytest.fixture
def rival() -> User:
    return UserFactory(roles=[Role.MONITORING], name="Ray Rival")


def kept_from(user: User) -> set[Incident]:
    return {conflict.incident for conflict in Conflict.objects.filter(user=user)}


def give_account(by: User, person: PersonOfConcern, user: User) -> None:
    change_person(by=by, person=person, kind="known", label="R. Rival", user=user)


def test_an_account_loses_sight_of_everything_it_is_on(
    olive: User, rival: User, case_of: CaseOf, somebody: Somebody
) -> None:
    incident, later, cleared = case_of(), case_of(), case_of()
    person = somebody(on=incident)
    set_standing(by=olive, incident=cleared, person=person, standing="refused")
    give_account(olive, person, rival)
    assert kept_from(rival) == {incident}
    set_standing(by=olive, incident=later, person=person, standing="possible")
    assert kept_from(rival) == {incident, later}
    assert not Incident.objects.team(rival).filter(pk=incident.pk).exists()
    assert not PersonOfConcern.objects.visible_to(rival).filter(pk=person.pk).exists()


@pytest.mark.parametrize("swapped", [False, True])
def test_an_account_loses_sight_by_merging_too(
    olive: User, rival: User, case_of: CaseOf, somebody: Somebody, swapped: bool
) -> None:
    one, two = case_of(), case_of()
    first, second = somebody(on=one), somebody(on=two)
    give_account(olive, first, rival)
    person, into = (second, first) if swapped else (first, second)
    merge(by=olive, person=person, into=into, reason="The same")
    assert kept_from(rival) == {one, two}


# Kept away because of what was said, and let back when it is not said any more ------------------------------------


def conflicted(incident: Incident, somebody: Somebody) -> tuple[User, PersonOfConcern]:
    """An officer who may be behind it."""
    user, person, by = UserFactory(roles=[Role.OFFICER]), somebody(on=incident), UserFactory(roles=[Role.OFFICER])
    change_person(by=by, person=person, kind="known", label="Them", user=user)
    assert incident.conflicts.get().user == user
    return user, person


def test_who_was_ruled_out_is_let_back_and_it_is_kept_that_they_were(
    olive: User, case_of: CaseOf, somebody: Somebody
) -> None:
    incident = case_of()
    user, person = conflicted(incident, somebody)
    set_standing(by=olive, incident=incident, person=person, standing="refused")
    assert incident.officers().filter(pk=user.pk).exists()
    lifted = AuditEvent.objects.get(verb="no conflict after all")
    assert (lifted.actor, lifted.object_ref, lifted.detail) == (olive.reference, incident.reference, user.reference)


def test_not_where_another_person_on_the_case_has_the_same_account(
    olive: User, case_of: CaseOf, somebody: Somebody
) -> None:
    incident = case_of()
    user, person = conflicted(incident, somebody)
    other = somebody(label="The voice", on=incident)
    change_person(by=olive, person=other, kind="known", label="The voice", user=user)
    set_standing(by=olive, incident=incident, person=person, standing="refused")
    assert incident.conflicts.get().user == user


def test_not_where_somebody_said_that_it_is_about_them(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    incident = case_of()
    user, person = conflicted(incident, somebody)
    name_complained_about(by=olive, incident=incident, user=user)
    set_standing(by=olive, incident=incident, person=person, standing="refused")
    assert incident.conflicts.get().reason == COMPLAINED_ABOUT


def test_not_where_they_declared_it_themselves(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    incident, user = case_of(), UserFactory(roles=[Role.OFFICER])
    declare_conflict(by=user, incident=incident, reason="My brother")
    person = somebody(on=incident)
    change_person(by=olive, person=person, kind="known", label="Them", user=user)
    set_standing(by=olive, incident=incident, person=person, standing="refused")
    assert incident.conflicts.get().reason == "My brother"


def test_who_is_parted_from_somebody_is_let_back(olive: User, case_of: CaseOf, somebody: Somebody) -> None:
    incident, other = case_of(), case_of()
    user, account = conflicted(other, somebody)
    voice = somebody(label="The voice", on=incident)
    merge(by=olive, person=voice, into=account, reason="The same number")
    assert incident.conflicts.get().user == user
    unmerge(by=olive, person=voice, reason="Another number after all")
    assert not incident.conflicts.exists()
    assert other.conflicts.get().user == user


def test_who_has_another_account_than_was_thought_changes_places(
    olive: User, case_of: CaseOf, somebody: Somebody
) -> None:
    incident = case_of()
    _user, person = conflicted(incident, somebody)
    right = UserFactory(roles=[Role.OFFICER])
    change_person(by=olive, person=person, kind="known", label="Them", user=right)
    assert incident.conflicts.get().user == right
