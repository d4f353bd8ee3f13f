"""The rules P1 to P7, through the actions."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Deadline
from incidents.models import Conflict, Incident, Involvement, PersonOfConcern
from riskassess.actions import register
from riskassess.actions.register.deciding import outcome_of
from riskassess.dates import add_months
from riskassess.models import Cause, RegisterEntry, RiskReview
from tests.factories import IncidentFactory, UserFactory
from tests.unit.riskassess.register.conftest import MakeEntry, somebody

People = dict[str, User]
GROUNDS = {"grounds": "It was not me."}


def due(entry: RegisterEntry) -> dict[str, date]:
    found = Deadline.objects.open().filter(about_ref=entry.reference)
    return {one.kind: timezone.localdate(one.due_at) for one in found}


class TestProposing:
    def test_rests_on_the_incident_and_waits_for_somebody_else(self, make: MakeEntry, people: People) -> None:
        entry = make(considered=False)
        assert entry.state == "provisional"
        assert entry.incidents.count() == 1
        assert Deadline.objects.get(about_ref=entry.reference).owner == people["approver"]

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"source": "councillor"}, "conduct route"),
            ({"source": "officer"}, "conduct route"),
            ({"conduct": ["self_harm_by_sender"]}, "danger only to themselves"),
            ({"withdrawn_at": datetime(2026, 1, 1, tzinfo=timezone.get_current_timezone())}, "withdrawn"),
        ],
    )
    def test_refuses_what_does_not_qualify(self, make: MakeEntry, incident: Incident, fields: Any, words: str) -> None:
        Incident.objects.filter(pk=incident.pk).update(**fields)
        incident.refresh_from_db()
        with pytest.raises(ActionDenied, match=words):
            make()

    def test_refuses_somebody_with_an_account(self, make: MakeEntry, person: PersonOfConcern) -> None:
        PersonOfConcern.objects.filter(pk=person.pk).update(user=UserFactory())
        with pytest.raises(ActionDenied, match="never entered"):
            make()

    def test_refuses_who_is_only_possibly_behind_it(self, make: MakeEntry) -> None:
        Involvement.objects.update(standing="possible")
        with pytest.raises(ActionDenied, match="not confirmed"):
            make()

    def test_only_one_entry_for_one_person(self, make: MakeEntry) -> None:
        make()
        with pytest.raises(ActionDenied, match="already"):
            make()


class TestDeciding:
    def test_never_by_who_proposed_it(self, make: MakeEntry, people: People) -> None:
        people["proposer"].roles = [Role.MANAGER]
        people["proposer"].save()
        with pytest.raises(ActionDenied, match="You proposed"):
            register.decide(by=people["proposer"], entry=make(), approves=True, reason="x")

    def test_not_before_adjustments_were_considered(self, make: MakeEntry, people: People) -> None:
        with pytest.raises(ActionDenied, match="disability"):
            register.decide(by=people["approver"], entry=make(considered=False), approves=True, reason="x")

    def test_in_force_sets_the_review_and_opens_that_of_the_councillor(self, make: MakeEntry) -> None:
        entry = make("in-force")
        assert entry.review_on == add_months(timezone.localdate(), 12)
        assert set(due(entry)) == {"register.review", "register.notice"}
        review = RiskReview.objects.get()
        assert review.causes.get().cause == Cause.REGISTER
        assert review.causes.get().about_ref == entry.reference

    def test_of_a_restricted_incident_opens_no_review(self, make: MakeEntry, incident: Incident) -> None:
        Incident.objects.filter(pk=incident.pk).update(restricted=True)
        make("in-force")
        assert not RiskReview.objects.exists()

    @pytest.mark.parametrize(
        ("quorum", "votes", "outcome"),
        [
            (0, [True], True),
            (0, [False], False),
            (3, [True, True], None),
            (3, [True, True, False], True),
            (3, [True, False, False], False),
            (2, [True, False], None),
            (2, [True, False, True], True),
        ],
    )
    def test_a_panel_decides_by_its_majority(self, settings: Any, quorum: int, votes: Any, outcome: Any) -> None:
        settings.REGISTER_PANEL_QUORUM = quorum
        assert outcome_of(votes) is outcome

    def test_nobody_votes_twice(self, settings: Any, make: MakeEntry, people: People) -> None:
        settings.REGISTER_PANEL_QUORUM = 2
        entry = register.decide(by=people["approver"], entry=make(), approves=True, reason="Yes.")
        assert entry.state == "provisional"
        with pytest.raises(ActionDenied, match="already"):
            register.decide(by=people["approver"], entry=entry, approves=True, reason="Again.")
        assert register.decide(by=people["third"], entry=entry, approves=True, reason="Yes.").state == "in-force"

    def test_who_stepped_aside_neither_sees_nor_decides_and_their_vote_goes(
        self, settings: Any, make: MakeEntry, people: People
    ) -> None:
        settings.REGISTER_PANEL_QUORUM = 2
        entry = register.decide(by=people["approver"], entry=make(), approves=True, reason="Yes.")
        register.step_aside(by=people["approver"], entry=entry, reason="My neighbour.")
        assert not entry.votes.exists()
        assert not RegisterEntry.objects.visible_to(people["approver"]).exists()
        with pytest.raises(ActionDenied, match="conflict"):
            register.decide(by=people["approver"], entry=entry, approves=True, reason="x")

    def test_a_conflict_in_its_incident_counts(self, make: MakeEntry, people: People, incident: Incident) -> None:
        entry = make()
        Conflict.objects.create(incident=incident, user=people["approver"], reason="A cousin")
        assert not RegisterEntry.objects.visible_to(people["approver"]).exists()
        with pytest.raises(ActionDenied, match="conflict"):
            register.decide(by=people["approver"], entry=entry, approves=True, reason="x")


class TestTelling:
    def test_a_letter_begins_the_time_to_appeal(self, make: MakeEntry, people: People) -> None:
        with time_machine.travel("2026-03-02 10:00Z", tick=False):  # a Monday
            entry = register.tell_person(by=people["proposer"], entry=make("in-force"), told_on=date(2026, 3, 2))
            assert entry.appeal_until == date(2026, 3, 16)
            assert due(entry) == {"register.review": date(2027, 3, 2), "register.appeal-time": date(2026, 3, 16)}

    def test_not_telling_needs_two_people_and_a_review_of_its_own(self, make: MakeEntry, people: People) -> None:
        entry = register.propose_not_to_tell(by=people["approver"], entry=make("in-force"), reason="He would come.")
        assert "register.notice" in due(entry)
        with pytest.raises(ActionDenied, match="Somebody else"):
            register.agree_not_to_tell(by=people["approver"], entry=entry, reason="x")
        entry = register.agree_not_to_tell(by=people["third"], entry=entry, reason="Agreed.")
        assert due(entry)["register.untold"] == add_months(timezone.localdate(), 3)
        assert "register.notice" not in due(entry)


class TestReviewing:
    def test_keeping_begins_the_period_again(self, make: MakeEntry, people: People) -> None:
        entry = make("in-force")
        with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
            assert entry in RegisterEntry.objects.late(timezone.localdate())
            kept = {"evidence": "A new threat.", "reason": "It goes on.", "advice": "council-building", "months": 6}
            entry = register.keep(by=people["third"], entry=entry, **kept)
            assert entry.review_on == add_months(timezone.localdate(), 6)
            assert entry.advice == "council-building"
            assert not RegisterEntry.objects.late(timezone.localdate())

    def test_another_incident_begins_it_again(self, make: MakeEntry, people: People, person: PersonOfConcern) -> None:
        entry, other = make("in-force"), IncidentFactory(conduct=["threat"], source="known_resident")
        Involvement.objects.create(incident=other, person=person, standing="confirmed")
        with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
            entry = register.add_incident(by=people["proposer"], entry=entry, incident=other, why="Again.")
            assert entry.review_from == timezone.localdate()
            assert due(entry)["register.review"] == add_months(timezone.localdate(), 12)

    def test_an_incident_of_somebody_else_does_not(self, make: MakeEntry, people: People) -> None:
        other = IncidentFactory(conduct=["threat"])
        with pytest.raises(ActionDenied, match="not confirmed"):
            register.add_incident(by=people["proposer"], entry=make("in-force"), incident=other, why="x")


class TestAppeals:
    def told(self, make: MakeEntry, people: People) -> RegisterEntry:
        return register.tell_person(by=people["proposer"], entry=make("in-force"), told_on=timezone.localdate())

    def lodged(self, make: MakeEntry, people: People) -> RegisterEntry:
        entry = self.told(make, people)
        return register.lodge_appeal(by=people["proposer"], entry=entry, received_on=timezone.localdate(), **GROUNDS)

    def test_goes_to_somebody_who_took_no_part(self, make: MakeEntry, people: People) -> None:
        entry = self.lodged(make, people)
        assert Deadline.objects.open().get(about_ref=entry.reference, kind="register.appeal").owner == people["third"]
        with pytest.raises(ActionDenied, match="took part"):
            register.answer_appeal(by=people["approver"], entry=entry, outcome="kept", reasons="x")

    @pytest.mark.parametrize(
        ("outcome", "state", "advice"),
        [
            ("kept", "in-force", "with-officer"),
            ("changed", "in-force", "call-first"),
            ("removed", "removed", "with-officer"),
        ],
    )
    def test_has_three_ends(self, make: MakeEntry, people: People, outcome: str, state: str, advice: str) -> None:
        entry = self.lodged(make, people)
        answer = {"outcome": outcome, "reasons": "Because.", "advice": "call-first"}
        entry = register.answer_appeal(by=people["third"], entry=entry, **answer)
        assert (entry.state, entry.advice) == (state, advice)
        assert "register.appeal" not in due(entry)

    def test_comes_too_late(self, make: MakeEntry, people: People) -> None:
        entry = self.told(make, people)
        late = timezone.localdate() + timedelta(days=30)
        with (
            time_machine.travel(timezone.now() + timedelta(days=31), tick=False),
            pytest.raises(ActionDenied, match="ended"),
        ):
            register.lodge_appeal(by=people["proposer"], entry=entry, received_on=late, **GROUNDS)

    def test_who_kept_it_on_a_review_took_part(self, make: MakeEntry, people: People) -> None:
        entry = self.lodged(make, people)
        register.keep(by=people["third"], entry=entry, evidence="e", reason="r", advice="not-alone")
        with pytest.raises(ActionDenied, match="took part"):
            register.answer_appeal(by=people["third"], entry=entry, outcome="kept", reasons="x")


class TestDeleting:
    @pytest.mark.parametrize("state", ["removed", "refused"])
    def test_six_months_after_its_end_nothing_personal_is_left(self, make: MakeEntry, state: str) -> None:
        entry = make(state)
        reference, model = entry.reference, apps.get_model("riskassess", "RegisterEntryEvent")
        assert model.objects.filter(pgh_obj_id=entry.pk).exists()
        almost = add_months(timezone.localdate(), 6)
        with time_machine.travel(datetime(almost.year, almost.month, almost.day, 12), tick=False):
            assert register.look_after_register(now=timezone.now()) == 0
        with time_machine.travel(datetime(almost.year, almost.month, almost.day, 12) + timedelta(days=1), tick=False):
            assert register.look_after_register(now=timezone.now()) == 1
            assert register.look_after_register(now=timezone.now()) == 0
        assert not RegisterEntry.objects.filter(reference=reference).exists()
        assert not model.objects.filter(pgh_obj_id=entry.pk).exists()
        assert AuditEvent.objects.filter(object_ref=reference, verb="entry deleted").count() == 1

    def test_the_audit_never_held_what_was_written(self, make: MakeEntry) -> None:
        entry = make("removed")
        said = AuditEvent.objects.filter(object_ref=entry.reference).values_list("reason", "detail")
        assert set(said) == {("", "")}

    def test_one_in_force_stays(self, make: MakeEntry) -> None:
        make("in-force")
        assert register.look_after_register(now=timezone.now() + timedelta(days=3000)) == 0


def test_a_person_of_no_register_is_not_shown_one(make: MakeEntry, make_person: Any) -> None:
    make("in-force")
    for role in set(Role) - {Role.OFFICER, Role.MANAGER, Role.MONITORING}:
        assert not RegisterEntry.objects.visible_to(make_person(role)).exists()


def test_another_person_behind_the_same_incident(people: People, incident: Incident, make: MakeEntry) -> None:
    make()
    other = somebody(incident, label="Una Other")
    entry = register.propose(by=people["proposer"], incident=incident, person=other, conduct="x", advice="not-alone")
    assert entry.person == other
