"""What SQL alone would do wrong, the database refuses: nothing here goes through an action."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.models import PersonOfConcern
from riskassess.actions import register
from riskassess.models import EntryConflict, EntryIncident, RegisterAppeal, RegisterEntry, RegisterVote
from tests.unit.riskassess.register.conftest import MakeEntry

People = dict[str, User]


def refused(words: str) -> Any:
    return pytest.raises(DatabaseError, match=words)


def at_once() -> None:
    """What waits for the commit is checked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def change(entry: RegisterEntry, **fields: Any) -> None:
    with transaction.atomic():
        RegisterEntry.objects.filter(pk=entry.pk).update(**fields)


def test_no_entry_without_an_incident(people: People, person: PersonOfConcern) -> None:
    about = {"conduct": "x", "advice": "not-alone", "proposed_by": people["proposer"]}
    with refused("at least one incident"), transaction.atomic():
        RegisterEntry.objects.create(person=person, **about)
        at_once()


def test_its_last_incident_stays(make: MakeEntry) -> None:
    entry = make()
    with refused("at least one incident"), transaction.atomic():
        EntryIncident.objects.filter(entry=entry).delete()
        at_once()


def test_none_begins_in_force(people: People, person: PersonOfConcern) -> None:
    with refused("Cannot insert"), transaction.atomic():
        RegisterEntry.objects.create(
            person=person, conduct="x", advice="not-alone", proposed_by=people["proposer"], state="in-force"
        )


def test_who_proposed_it_neither_decides_nor_votes(make: MakeEntry, people: People) -> None:
    entry = make()
    with refused("did not propose|who proposed"), transaction.atomic():
        RegisterVote.objects.create(entry=entry, by=people["proposer"], approves=True, reason="x")
    with refused("somebody who did not propose it"):
        change(entry, state="in-force", decided_by=people["proposer"], decided_at=timezone.now())
    with refused("register_of_two_people"):
        change(make_in_force(entry, people), decided_by=people["proposer"])


def make_in_force(entry: RegisterEntry, people: People) -> RegisterEntry:
    return register.decide(by=people["approver"], entry=entry, approves=True, reason="It was meant.")


def test_who_stepped_aside_does_not_vote(make: MakeEntry, people: People) -> None:
    entry = make()
    EntryConflict.objects.create(entry=entry, user=people["third"], reason="x")
    with refused("conflict of interest"), transaction.atomic():
        RegisterVote.objects.create(entry=entry, by=people["third"], approves=True, reason="x")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"conduct": ""}, "register_says_what_was_done"),
        ({"advice": "shout"}, "register_advice_known"),
        ({"considered": ""}, "register_considered_by_somebody"),
        ({"considered": "", "considered_by": None, "considered_at": None}, "register_decided_with_adjustments"),
        ({"review_on": None}, "register_review_within_a_year"),
        ({"told_on": timezone.localdate()}, "register_told_may_appeal"),
        ({"untold_reason": "x"}, "register_untold_for_a_reason"),
        ({"ended_at": timezone.now()}, "register_ended_by_somebody"),
        ({"state": "provisional"}, "Invalid transition"),
        ({"state": "refused"}, "Invalid transition"),
    ],
)
def test_what_belongs_together_stays_together(make: MakeEntry, fields: Any, name: str) -> None:
    with refused(name):
        change(make("in-force"), **fields)


def test_the_review_is_within_a_year_to_the_day(make: MakeEntry) -> None:
    entry = make("in-force")
    assert entry.review_on
    change(entry, review_on=entry.review_on)
    with refused("register_review_within_a_year"):
        change(entry, review_on=entry.review_on + timedelta(days=1))


def test_not_telling_is_approved_by_another_for_three_months(make: MakeEntry, people: People) -> None:
    entry, today = make("in-force"), timezone.localdate()
    untold = {"untold_reason": "x", "untold_by": people["approver"], "untold_on": today}
    untold |= {"untold_review_on": today + timedelta(days=80), "untold_approved_by": people["third"]}
    with refused("register_untold_by_two_people"):
        change(entry, **untold | {"untold_approved_by": people["approver"]})
    with refused("register_untold_by_two_people"):
        change(entry, **untold | {"untold_review_on": today + timedelta(days=100)})
    with refused("register_untold_by_two_people"):
        change(entry, **untold | {"untold_review_on": None})
    change(entry, **untold)


def test_an_appeal_is_answered_by_nobody_who_took_part(make: MakeEntry, people: People) -> None:
    entry, today = make("in-force"), timezone.localdate()
    about = {"received_on": today, "grounds": "x", "recorded_by": people["proposer"], "answer_by": today}
    appeal = RegisterAppeal.objects.create(entry=entry, **about)
    answer = {"outcome": "kept", "reasons": "x", "answered_at": timezone.now()}
    for who in ("proposer", "approver"):
        with refused("took no part"), transaction.atomic():
            RegisterAppeal.objects.filter(pk=appeal.pk).update(answered_by=people[who], **answer)
    RegisterAppeal.objects.filter(pk=appeal.pk).update(answered_by=people["third"], **answer)


def test_its_history_is_neither_changed_nor_deleted(make: MakeEntry) -> None:
    entry = make("in-force")
    for sql in ("UPDATE riskassess_registerentryevent SET conduct = 'x'", "DELETE FROM riskassess_registerentryevent"):
        with refused("Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{sql} WHERE pgh_obj_id = %s", [entry.pk])
