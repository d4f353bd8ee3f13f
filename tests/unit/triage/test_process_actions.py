"""Drafting, proposing and approving: what is kept, what is refused, and what never changes afterwards."""

from datetime import timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError, NotSupportedError
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.audit.models import AuditEvent
from councilsafe.notifications.models import OutboxMessage
from tests.factories import COUNCIL, CouncillorFactory, UserFactory, officer, report
from tests.unit.triage.versions import (
    SHIPPED,
    approved,
    draft,
    manager,
    monitoring,
    pointed,
    proposed,
    quicker,
    replayed,
    without,
)
from triage.actions.process import (
    BrokenRulesError,
    DraftChangedError,
    approve_version,
    change_draft,
    discard_version,
    draft_version,
    propose_version,
    refuse_version,
    take_back,
)
from triage.actions.replay import start_replay
from triage.models import Assessment, ProcessVersion
from triage.process import current_version
from triage.process_lifecycle import STEPS, Stage
from triage.processes import in_force, made_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return monitoring(name="Mona Monitoring")


@pytest.fixture
def sam():
    return manager(name="Sam Manager")


def verbs(version):
    return list(AuditEvent.objects.filter(object_ref=version.reference).order_by("id").values_list("verb", flat=True))


class TestInForce:
    def test_until_the_council_approves_one_it_is_the_shipped_version(self):
        assert in_force() is current_version()

    def test_a_draft_and_a_proposal_count_for_nothing(self, mo):
        proposed(mo)
        assert in_force() is current_version()

    def test_an_approved_version_counts_from_its_time_on_and_not_before(self):
        moment = timezone.now() + timedelta(hours=2)
        version = approved(at=moment)
        assert in_force() is current_version()
        assert in_force(moment).version == version.reference
        assert in_force(moment).digest == version.digest

    def test_the_later_one_counts(self):
        approved()
        later = approved(pointed(insult=2))
        assert in_force().digest == later.digest

    def test_it_takes_one_small_query_and_the_version_is_read_once(self, django_assert_num_queries):
        approved()
        first = in_force()
        with django_assert_num_queries(1):
            assert in_force() is first


class TestDraft:
    def test_it_has_the_next_number_a_name_of_its_own_and_its_reason(self, mo):
        first, second = draft(mo), draft(mo, SHIPPED)
        assert [first.reference, second.reference] == ["council-1", "council-2"]
        assert first.data["version"] == "council-1"
        assert first.why == "It was too much."
        assert verbs(first) == ["drafted"]

    def test_data_that_breaks_a_rule_is_refused_and_nothing_is_kept(self, mo):
        with pytest.raises(BrokenRulesError) as refused:
            draft(mo, without("surveillance"))
        assert [problem.rule for problem in refused.value.problems] == ["surveillance"]
        assert not ProcessVersion.objects.exists()

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.MONITORING])
    def test_nobody_but_the_monitoring_officer_drafts(self, role):
        with pytest.raises(ActionDenied):
            draft(UserFactory(roles=[role]))

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, mo):
        version = draft(mo)
        seen = version.revision
        change_draft(by=monitoring(), version=version, seen=seen, data={**version.data, "title": "Theirs"})
        with pytest.raises(DraftChangedError) as clash:
            change_draft(by=mo, version=version, seen=seen, data={**version.data, "title": "Mine"})
        assert clash.value.version.title == "Theirs"
        assert ProcessVersion.objects.get().title == "Theirs"

    def test_a_change_that_breaks_a_rule_leaves_the_draft_as_it_was(self, mo):
        version = draft(mo)
        with pytest.raises(BrokenRulesError):
            change_draft(by=mo, version=version, seen=1, data=pointed(council=9))
        assert ProcessVersion.objects.get().revision == 1

    def test_the_database_holds_the_digest_to_the_data(self, mo):
        version = draft(mo)
        with pytest.raises(IntegrityError, match="process_digest_of_its_data"), transaction.atomic():
            ProcessVersion.objects.filter(pk=version.pk).update(canonical=version.canonical.replace("damage", "harm"))

    def test_one_that_is_discarded_says_why_and_cannot_be_changed_any_more(self, mo):
        version = discard_version(by=mo, version=draft(mo), reason="A mistake.")
        assert (version.stage, version.ended_reason) == (Stage.DISCARDED, "A mistake.")
        with pytest.raises(ActionDenied, match="discarded"):
            change_draft(by=mo, version=version, seen=1, data=SHIPPED)


class TestPropose:
    def test_a_draft_that_was_not_replayed_cannot_be_proposed(self, mo):
        with pytest.raises(ActionDenied, match="Replay it first"):
            propose_version(by=mo, version=draft(mo), effective_from=later(), accepted=[])

    def test_a_replay_of_what_it_was_before_does_not_count(self, mo):
        version = draft(mo, SHIPPED)
        replayed(version, mo)
        version = change_draft(by=mo, version=version, seen=1, data={**version.data, "title": "Another"})
        with pytest.raises(ActionDenied, match="changed after it was replayed"):
            propose_version(by=mo, version=version, effective_from=later(), accepted=[])

    def test_a_replay_that_still_runs_does_not_count(self, mo):
        version = draft(mo, SHIPPED)
        start_replay(by=mo, version=version)
        with pytest.raises(ActionDenied, match="not finished"):
            propose_version(by=mo, version=version, effective_from=later(), accepted=[])

    def test_a_replay_against_a_version_that_counts_no_more_does_not_count(self, mo):
        version = draft(mo, SHIPPED)
        replayed(version, mo)
        approved()
        with pytest.raises(ActionDenied, match="come into force since"):
            propose_version(by=mo, version=version, effective_from=later(), accepted=[])

    def test_every_worked_case_that_it_lowers_has_to_be_accepted_by_name(self, mo):
        version = draft(mo, without("damage", "violent_words_or_pictures"))
        lowered = {case["id"] for case in replayed(version, mo).lowered_cases}
        assert lowered
        with pytest.raises(ActionDenied, match=min(lowered)):
            propose_version(by=mo, version=version, effective_from=later(), accepted=lowered - {min(lowered)})
        version = propose_version(by=mo, version=version, effective_from=later(), accepted=lowered)
        assert version.accepted == sorted(lowered)

    def test_it_cannot_come_into_force_in_the_past(self, mo):
        version = draft(mo, SHIPPED)
        replayed(version, mo)
        with pytest.raises(ActionDenied, match="in the past"):
            propose_version(by=mo, version=version, effective_from=timezone.now() - timedelta(1), accepted=[])

    def test_those_who_may_approve_it_are_told_and_the_proposer_is_not(self, mo, sam):
        other = monitoring()
        officer()
        proposed(mo)
        told = OutboxMessage.objects.filter(kind="process.second").values_list("recipient", flat=True)
        assert set(told) == {sam.pk, other.pk}

    def test_it_can_be_taken_back_and_changed(self, mo):
        version = take_back(by=mo, version=proposed(mo))
        assert change_draft(by=mo, version=version, seen=1, data=SHIPPED | {"version": "council-1"}).revision == 2


class TestApprove:
    def test_a_second_person_approves_and_officers_are_told(self, mo, sam):
        olive, version = officer(), proposed(mo)
        version = approve_version(by=sam, version=version, seen=version.digest)
        assert (version.stage, version.approved_by) == (Stage.APPROVED, sam)
        assert verbs(version) == ["drafted", "replayed", "proposed", "approved"]
        coming = OutboxMessage.objects.filter(kind="process.coming").values_list("recipient", flat=True)
        assert olive.pk in set(coming)

    @pytest.mark.parametrize("who", ["drafted", "changed", "proposed"])
    def test_nobody_approves_what_they_drafted_changed_or_proposed(self, mo, who):
        one, other = monitoring(), monitoring()
        version = draft(one, SHIPPED)
        version = change_draft(by=other, version=version, seen=1, data=without("damage") | {"version": "council-1"})
        replay = replayed(version, mo)
        accepted = [case["id"] for case in replay.lowered_cases]
        version = propose_version(by=mo, version=version, effective_from=later(), accepted=accepted)
        by = {"drafted": one, "changed": other, "proposed": mo}[who]
        with pytest.raises(ActionDenied, match="second person"):
            approve_version(by=by, version=version, seen=version.digest)
        with pytest.raises(ActionDenied, match="second person"):
            refuse_version(by=by, version=version, reason="No.")

    @pytest.mark.parametrize("field", ["drafted_by", "changed_by", "proposed_by"])
    def test_the_database_wants_a_second_person_too(self, mo, sam, field):
        version = proposed(mo)
        changes = {"stage": Stage.APPROVED, "approved_by": sam, "approved_at": timezone.now(), field: sam}
        with pytest.raises(IntegrityError, match="process_approved_by_another"), transaction.atomic():
            ProcessVersion.objects.filter(pk=version.pk).update(effective_from=later(), **changes)

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.MONITORING, Role.MANAGER}])
    def test_others_approve_nothing(self, mo, role):
        version = proposed(mo)
        with pytest.raises(ActionDenied):
            approve_version(by=UserFactory(roles=[role]), version=version, seen=version.digest)

    def test_only_what_was_seen_is_approved(self, mo, sam):
        with pytest.raises(ActionDenied, match="not what you saw"):
            approve_version(by=sam, version=proposed(mo), seen="0" * 64)

    def test_a_time_that_passed_while_it_waited_is_now(self, mo, sam):
        version = proposed(mo)
        version.effective_from = timezone.now() - timedelta(days=2)
        version.save()
        version = approve_version(by=sam, version=version, seen=version.digest)
        assert version.effective_from == version.approved_at

    def test_another_that_came_into_force_meanwhile_has_to_be_replayed_against_first(self, mo, sam):
        version = proposed(mo)
        approved(pointed(insult=2))
        with pytest.raises(ActionDenied, match="come into force since"):
            approve_version(by=sam, version=version, seen=version.digest)

    def test_one_that_is_refused_says_why_and_is_not_in_force(self, mo, sam):
        version = refuse_version(by=sam, version=proposed(mo), reason="Too mild.")
        assert (version.stage, version.ended_reason, version.ended_by) == (Stage.REFUSED, "Too mild.", sam)
        assert in_force() is current_version()

    @pytest.mark.parametrize(
        "change",
        [{"canonical": "{}"}, {"title": "Another"}, {"stage": Stage.DRAFT}, {"effective_from": timezone.now()}],
        ids=lambda change: next(iter(change)),
    )
    def test_an_approved_version_never_changes(self, change):
        version = approved()
        with pytest.raises((InternalError, NotSupportedError)), transaction.atomic():
            ProcessVersion.objects.filter(pk=version.pk).update(**change)
        with pytest.raises((InternalError, NotSupportedError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM triage_processversion")


class TestWhatWasAssessedBefore:
    def test_it_stands_with_its_clocks_and_what_comes_in_later_has_the_new_ones(self):
        councillor = CouncillorFactory()
        old = report(councillor, **COUNCIL)
        version = approved(quicker())
        new = report(councillor, **COUNCIL)
        assert old.assessment.process_version == "1"
        assert made_by(old.assessment) is current_version()
        assert new.assessment.process_digest == version.digest
        assert new.acknowledge_due_at - new.reported_at != old.acknowledge_due_at - old.reported_at

    def test_no_assessment_changes(self):
        case = report(CouncillorFactory(), **COUNCIL)
        before = Assessment.objects.values().get()
        approved()
        assert Assessment.objects.values().get() == before
        assert case.assessment_id == before["id"]

    def test_an_assessment_by_a_version_that_nobody_has_any_more_still_has_clocks(self):
        case = report(CouncillorFactory(), **COUNCIL)
        case.assessment.process_digest = "0" * 64
        assert made_by(case.assessment) is current_version()


def later():
    return timezone.now() + timedelta(hours=1)


def test_every_step_has_an_audit_verb_of_its_own():
    assert len({step.event for step in STEPS.values()}) == len(STEPS)


def test_only_its_data_matters_for_its_digest(mo):
    version = draft_version(by=mo, data=SHIPPED, drafted_from="1", why="To have our own.", title="Ours")
    assert version.data == {**SHIPPED, "version": "council-1", "title": "Ours"}
