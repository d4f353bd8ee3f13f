"""Linked incidents score together: which are linked, which count, and what a new one does to those before it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from incidents import actions as incidents
from incidents.actions.people import Told, add_person, merge, set_standing, unmerge
from incidents.models import Incident
from tests.factories import CouncillorFactory, UserFactory, report
from triage import actions
from triage.actions.together import AT_ONCE, score_again, score_group, score_linked, score_waiting
from triage.models import Case, Pattern, PatternMember, Rescoring
from triage.process import Tier
from triage.together import counted_together, linked

pytestmark = pytest.mark.django_db
SMALL = {"conduct": ["insult"], "channel": "email", "impact": "distressed", "occasions": 1}


@pytest.fixture(autouse=True)
def mo(olive: User) -> User:
    return UserFactory(roles=[Role.MONITORING], name="Mo Nitor")


def small(by: User | None = None, **told) -> Case:
    return report(by or CouncillorFactory(), told, **SMALL)


def again(before: Case, **facts) -> Case:
    """Its reporter says that it happened again, and how often."""
    by = before.incident.reporter
    draft = incidents.start_draft(by=by, answers={"again": {}}, continues=before.incident)
    return incidents.submit_report(by=by, draft=draft, facts=SMALL | facts, told={}).case


def named(case: Case, by: User, standing="confirmed", person=None):
    if person is None:
        return add_person(by=by, incident=case.incident, told=Told(kind="known", label="Jo", standing=standing))
    set_standing(by=by, incident=case.incident, person=person, standing=standing)
    return person


def together(*cases: Case, by: User, kind=Pattern.Kind.SERIES, state="confirmed") -> Pattern:
    pattern = Pattern.objects.create(kind=kind, state="offered", why="They look alike.")
    PatternMember.objects.bulk_create(PatternMember(pattern=pattern, incident=case.incident) for case in cases)
    if state != "offered":
        decided = {"state": state, "decided_by": by, "decided_at": case_time(cases[0]), "reason": "They are."}
        Pattern.objects.filter(pk=pattern.pk).update(**decided)
        score_linked(incidents=[case.incident_id for case in cases])
    return pattern


def case_time(case: Case):
    return case.reported_at


def counted(case: Case) -> set[str]:
    return set(now(case).assessment.together.get("with", []))


def now(case: Case) -> Case:
    return Case.objects.select_related("assessment", "incident").get(pk=case.pk)


class TestLinked:
    def test_what_happened_again_in_both_directions(self, olive):
        first = small()
        second = again(first)
        third = again(second)
        small()
        for case in (first, second, third):
            assert set(linked([case.incident_id])) == {first.incident_id, second.incident_id, third.incident_id}

    def test_the_same_person_through_merging_and_only_once_confirmed(self, olive):
        first, second, third = small(), small(), small()
        jo, ella = named(first, olive), named(second, olive)
        named(third, olive, standing="possible", person=jo)
        assert set(linked([first.incident_id])) == {first.incident_id}
        merge(by=olive, person=ella, into=jo, reason="The same voice")
        assert set(linked([first.incident_id])) == {first.incident_id, second.incident_id}

    @pytest.mark.parametrize(("state", "size"), [("offered", 1), ("confirmed", 2), ("dismissed", 1), ("dissolved", 1)])
    def test_a_pattern_links_once_it_is_confirmed(self, state, size, olive):
        first, second = small(), small()
        together(first, second, by=olive, state=state)
        assert len(linked([first.incident_id])) == size

    def test_what_happened_again_after_another_of_the_same_person(self, olive):
        first, second = small(), small()
        named(second, olive, person=named(first, olive))
        third = again(second)
        assert set(linked([first.incident_id])) == {first.incident_id, second.incident_id, third.incident_id}

    def test_a_new_report_costs_one_query_more_and_a_linked_one_a_steady_number(self, olive):
        lone, first = small(), small()
        jo = named(first, olive)
        for _ in range(2):
            named(small(), olive, person=jo)
        with CaptureQueriesContext(connection) as alone:
            counted_together(lone.incident)
        with CaptureQueriesContext(connection) as few:
            counted_together(first.incident)
        for _ in range(6):
            named(small(), olive, person=jo)
        with CaptureQueriesContext(connection) as more:
            counted_together(first.incident)
        assert (len(alone), len(few), len(more)) == (1, 7, 7)


class TestCounts:
    def test_a_duplicate_is_no_further_occasion_and_is_one_again_when_reopened(self, olive):
        first = small()
        second, third = again(first), again(first)
        actions.close_as_duplicate(by=olive, case=third, of=second.incident, reason="The same letter")
        assert counted(first) == {second.reference}
        assert counted(third) == set()
        actions.reopen(by=olive, case=now(third), reason="It was another")
        assert counted(first) == {second.reference, third.reference}

    @pytest.mark.parametrize(("facts", "counts"), [({}, False), ({"physical_contact": "contact"}, True)])
    def test_what_was_withdrawn_counts_only_where_somebody_may_be_in_danger(self, facts, counts, olive):
        first = small()
        second = again(first, **facts)
        incidents.withdraw(by=second.incident.reporter, incident=second.incident, reason="It is settled")
        assert counted(first) == ({second.reference} if counts else set())

    def test_its_own_facts_stay_its_own(self, olive):
        first = small()
        again(first, occasions=2)
        assessment = now(first).assessment
        assert assessment.facts["occasions"] == 2
        assert assessment.own_facts == first.incident.facts
        assert assessment.together["own"]["occasions"] == 1

    def test_completing_facts_sets_its_own_and_never_what_was_counted(self, olive):
        first = small()
        again(first)
        case = actions.acknowledge(by=olive, case=now(first))
        seen = case.assessment
        actions.complete_facts(by=olive, case=case, seen=seen, facts=seen.own_facts | {"occasions": 4})
        assert Incident.objects.get(pk=first.incident_id).occasions == 4
        assert now(first).assessment.facts["occasions"] == 5

    def test_sources_of_a_confirmed_pile_on_and_victims_across_councillors(self, olive):
        cases = [small() for _ in range(4)]
        together(*cases, by=olive, kind=Pattern.Kind.PILE_ON)
        facts = now(cases[0]).assessment.facts
        assert (facts["occasions"], facts["distinct_sources"], facts["distinct_victims"]) == (4, 4, 4)

    def test_one_who_is_confirmed_to_be_behind_all_is_one(self, olive):
        first, second = small(), small()
        named(second, olive, person=named(first, olive))
        facts = now(first).assessment.facts
        assert (facts["occasions"], facts["distinct_sources"], facts["distinct_victims"]) == (2, 1, 2)


class TestWhatANewOneDoes:
    def test_the_second_small_thing_changes_the_first_and_opens_it_again(
        self, olive, councillor, django_capture_on_commit_callbacks
    ):
        first = actions.acknowledge(by=olive, case=small(councillor))
        first = actions.close(by=olive, case=first, reason="Nothing further")
        assert now(first).tier == Tier.LOG
        with django_capture_on_commit_callbacks() as after:
            again(first, occasions=3, impact="changed_routine")
        first = now(first)
        assert (first.tier_key, first.state) == ("council", "new")
        assert Alert.objects.open().about(first.reference).exists()
        told = set(OutboxMessage.objects.filter(about_ref=first.reference).values_list("kind", "recipient"))
        assert {("case.together", olive.pk), ("case.update", councillor.pk)} <= told
        raised = AuditEvent.objects.get(object_ref=first.reference, verb="raised")
        assert (raised.actor, raised.detail) == ("councilsafe", "council")
        assert Rescoring.objects.count() == 1
        assert len(after) > 0

    def test_nothing_happens_twice(self, olive):
        first = small()
        again(first, occasions=3, impact="changed_routine")
        before = (first.incident.assessments.count(), AuditEvent.objects.count(), OutboxMessage.objects.count())
        score_linked(incidents=[first.incident_id])
        assert score_waiting() >= 1
        assert score_waiting() == 0
        assert before == (first.incident.assessments.count(), AuditEvent.objects.count(), OutboxMessage.objects.count())
        assert not Rescoring.objects.exists()

    def test_what_an_officer_decided_about_the_same_score_stands(self, olive):
        first = small()
        again(first, occasions=3, impact="changed_routine")
        case = actions.acknowledge(by=olive, case=now(first))
        actions.propose_override(by=olive, case=case, tier=Tier.LOG, reason="I know them both")
        again(now(first), occasions=4, impact="changed_routine")
        assert now(first).tier == Tier.LOG

    def test_a_link_that_is_taken_back_lowers_nothing_but_says_so(self, olive):
        first, second = small(), small()
        for _ in range(3):
            again(second)
        jo, ella = named(first, olive), named(second, olive)
        merge(by=olive, person=ella, into=jo, reason="The same voice")
        tier = now(first).tier
        assert len(counted(first)) == 4
        unmerge(by=olive, person=ella, reason="Another voice")
        assert (counted(first), now(first).tier) == (set(), tier)
        named(second, olive, person=jo)
        assert len(counted(first)) == 4
        named(second, olive, standing="refused", person=jo)
        assert counted(first) == set()

    def test_completed_facts_of_one_score_the_others(self, olive):
        first = small()
        second = actions.acknowledge(by=olive, case=again(first))
        actions.complete_facts(by=olive, case=second, seen=now(second).assessment, facts={"occasions": 12})
        assert now(first).assessment.facts["occasions"] == 12
        assert "ten_times" in {one["rule"] for one in now(first).assessment.counted}

    def test_more_than_fifty_are_left_to_the_row(self, olive):
        first = small()
        jo = named(first, olive)
        cases = [small() for _ in range(AT_ONCE + 4)]
        for case in cases:
            case.incident.involvements.create(person=jo, standing="confirmed")
        score_linked(incidents=[first.incident_id])
        behind = [case for case in (first, *cases) if not counted(case)]
        assert len(behind) == 5
        assert score_waiting() == 1
        assert all(counted(case) for case in (first, *cases))

    def test_no_case_without_its_row_and_a_row_for_nothing_is_done(self, olive):
        assert score_group(rescoring_id=404) is False
        lone = small()
        row = Rescoring.objects.create(incident=lone.incident)
        assert score_group(rescoring_id=row.pk) is True


class TestWhoMayKnow:
    """Restricted, or with a conflict: it is scored with the others, and adds nothing where it must not be known."""

    def kept(self, case: Case, **how) -> Case:
        incidents.keep_confidential(by=case.incident.reporter, incident=case.incident, **how)
        return case

    def test_what_is_kept_for_few_counts_the_others_and_adds_nothing_to_them(self, olive):
        first, second = small(), small()
        named(second, olive, person=named(first, olive))
        assert counted(first) == {second.reference}
        self.kept(second)
        assert counted(first) == set()
        assert counted(second) == {first.reference}
        incidents.open_to_team(by=second.incident.reporter, incident=second.incident)
        assert counted(first) == {second.reference}

    def test_two_that_are_kept_for_the_same_few_count_together(self, olive, mo):
        first, second = small(), small()
        named(second, mo, person=named(first, mo))
        self.kept(first)
        self.kept(second)
        assert (counted(first), counted(second)) == ({second.reference}, {first.reference})
        self.kept(second, confidant=olive)
        assert (counted(first), counted(second)) == (set(), set())

    def test_a_conflict_in_one_keeps_it_out_of_those_that_the_person_can_read(self, olive, oscar):
        first, second = small(), small()
        named(second, olive, person=named(first, olive))
        incidents.declare_conflict(by=oscar, incident=second.incident, reason="His neighbour")
        assert counted(first) == set()
        assert counted(second) == {first.reference}
        incidents.declare_conflict(by=oscar, incident=first.incident, reason="His neighbour")
        assert (counted(first), counted(second)) == ({second.reference}, {first.reference})

    def test_an_officers_own_report_adds_nothing_to_what_they_can_read(self, olive, oscar):
        first, second = small(), small(oscar)
        named(second, olive, person=named(first, olive))
        assert (counted(first), counted(second)) == (set(), {first.reference})

    def test_no_reason_that_is_kept_names_another_report(self, olive, councillor):
        first = small(councillor)
        second = again(first, occasions=3, impact="changed_routine")
        assessment = now(first).assessment
        words = str([assessment.gates, assessment.counted, assessment.routes, assessment.questions])
        events = AuditEvent.objects.filter(object_ref=first.reference).values_list("reason", "detail")
        for hidden in (second.reference, councillor.name):
            assert hidden not in words + str(list(events))


@pytest.mark.django_db(transaction=True)
def test_what_somebody_holds_is_passed_over_and_done_afterwards(olive, mo):
    """Nobody waits for anybody, so nobody can wait for each other."""
    first = small()
    second = again(first)
    Rescoring.objects.all().delete()
    row = Rescoring.objects.create(incident=second.incident)
    elsewhere = connection.copy()
    try:
        elsewhere.set_autocommit(False)
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT id FROM triage_case WHERE id = %s FOR UPDATE", [first.pk])
        assert not score_again(incident_id=first.incident_id)
        assert not score_group(rescoring_id=row.pk)
        elsewhere.rollback()
    finally:
        elsewhere.close()
    assert score_group(rescoring_id=row.pk)
    assert not Rescoring.objects.exists()
