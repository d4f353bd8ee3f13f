"""Replaying a draft: the same as scoring one by one, whoever dies meanwhile."""

import pytest
from django.db import connections
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from tests.factories import COUNCIL, AssessmentFactory, CaseFactory, CouncillorFactory, IncidentFactory, officer, report
from tests.unit.triage.versions import SHIPPED, draft, monitoring, pointed, replayed, without
from triage.actions import replay as replaying
from triage.actions.process import change_draft
from triage.actions.replay import replay_piece, run_replay, run_replays, start_replay
from triage.models import Replay, ReplayedIncident
from triage.process import current_version, read_process, score
from triage.process.cases import worked_cases
from triage.process.compare import compare
from triage.tasks import replay_version, replay_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return monitoring()


@pytest.fixture
def reporter():
    return CouncillorFactory()


@pytest.fixture
def incidents(reporter):
    """The worked cases, as reports."""
    made = []
    for case in worked_cases():
        incident = IncidentFactory.build(reporter=reporter, councillor=reporter)
        incident.set_facts(case.facts)
        incident.save()
        made.append(incident)
    return made


def lenient():
    return pointed(council=4, police=30, changed_routine=2, fixated=3, asked_to_stop=1)


def one_by_one(version, incidents):
    before, after = current_version(), read_process(version.data)
    tiers = {one.pk: (score(before, one.facts).tier, score(after, one.facts).tier) for one in incidents}
    return {pk: pair for pk, pair in tiers.items() if pair[0] is not pair[1]}


def kept(replay):
    return {change.incident_id: (change.from_tier, change.to_tier) for change in replay.changes.all()}


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_it_finds_what_scoring_one_by_one_finds(mo, incidents, monkeypatch, piece):
    monkeypatch.setattr(replaying, "PIECE", piece)
    version = draft(mo, lenient())
    replay = replayed(version, mo)
    expected = one_by_one(version, incidents)
    assert expected
    assert kept(replay) == expected
    assert sum(replay.counts.values()) == len(expected)
    assert (replay.done, replay.total, replay.percent) == (len(incidents), len(incidents), 100)


def test_each_change_says_which_rules_make_it(mo, incidents):
    version = draft(mo, without("damage", "violent_words_or_pictures"))
    replay = replayed(version, mo)
    assert replay.changes.exists()
    for change in replay.changes.select_related("incident"):
        expected = compare(current_version(), read_process(version.data), change.incident.facts)
        assert (change.gained, change.lost) == (list(expected.gained), list(expected.lost))
        assert {one["rule"] for one in change.lost} & {"damage", "violent_words_or_pictures"}


def test_a_draft_that_changes_nothing_finds_nothing(mo, incidents):
    replay = replayed(draft(mo, SHIPPED), mo)
    assert (replay.counts, replay.worked_cases, kept(replay)) == ({}, [], {})


def test_the_worked_cases_that_go_another_way_are_kept_by_name(mo):
    version = draft(mo, without("damage"))
    replay = replayed(version, mo)
    after = read_process(version.data)
    lowered = {
        one.id for one in worked_cases() if score(after, one.facts).tier < score(current_version(), one.facts).tier
    }
    assert {one["id"] for one in replay.lowered_cases} == lowered != set()


def test_what_is_counted_with_others_is_scored_with_what_they_add(mo):
    alone = IncidentFactory(conduct=["insult"], occasions=1)
    linked = IncidentFactory(conduct=["insult"], occasions=1)
    together = {"with": ["CS-1"], "number": 1, "own": {"occasions": 1}}
    facts = {"conduct": ["insult"], "occasions": 12}
    CaseFactory(incident=linked, assessment=AssessmentFactory(incident=linked, facts=facts, together=together))
    CaseFactory(incident=alone)
    replay = replayed(draft(mo, pointed(council=4, police=6, ten_times=5)), mo)
    assert kept(replay) == {linked.pk: (2, 3)}


def test_it_says_what_an_incident_was_at_when_it_was_reported(mo, reporter):
    case = report(reporter, conduct=["violent_imagery"])
    replay = replayed(draft(mo, without("violent_words_or_pictures")), mo)
    assert replay.changes.get().first_tier == case.assessment.tier == 2


def test_a_worker_that_dies_loses_its_piece_alone_and_the_next_one_goes_on(mo, incidents, monkeypatch):
    monkeypatch.setattr(replaying, "PIECE", 10)
    version = draft(mo, lenient())
    replay = start_replay(by=mo, version=version)
    assert replay_piece(replay_id=replay.pk)
    monkeypatch.setattr(replaying, "first_tiers", dies)
    with pytest.raises(KeyboardInterrupt):
        run_replay(replay_id=replay.pk)
    monkeypatch.undo()
    replay.refresh_from_db()
    assert replay.finished_at is None
    run_replays()
    replay.refresh_from_db()
    assert kept(replay) == one_by_one(version, incidents)
    assert replay.done == len(incidents)


def dies(_incidents):
    raise KeyboardInterrupt


def test_nothing_is_done_twice_when_the_task_comes_twice(mo, incidents):
    replay = replayed(draft(mo, lenient()), mo)
    before = kept(replay)
    replay_version(replay.pk)
    replay_waiting()
    replay.refresh_from_db()
    assert (kept(replay), replay.done) == (before, len(incidents))


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_has_it_another_leaves_it_alone(mo, incidents):
    replay = start_replay(by=mo, version=draft(mo, lenient()))
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM triage_replay WHERE id = %s FOR UPDATE", [replay.pk])
            assert not replay_piece(replay_id=replay.pk)
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert Replay.objects.get().done == 0
    run_replay(replay_id=replay.pk)
    assert Replay.objects.get().done == len(incidents)


def test_asking_twice_for_the_same_is_asking_once(mo, incidents):
    version = draft(mo)
    assert start_replay(by=mo, version=version) == start_replay(by=monitoring(), version=version)


def test_a_change_of_the_draft_stops_its_replay(mo, incidents):
    version = draft(mo, SHIPPED)
    replay = start_replay(by=mo, version=version)
    change_draft(by=mo, version=version, seen=1, data={**version.data, "title": "Another"})
    run_replay(replay_id=replay.pk)
    replay.refresh_from_db()
    assert replay.stopped_at
    assert replay.done == 0


def test_what_is_reported_after_it_was_asked_for_is_not_in_it(mo, reporter):
    report(reporter, **COUNCIL)
    replay = start_replay(by=mo, version=draft(mo))
    report(reporter, **COUNCIL)
    run_replay(replay_id=replay.pk)
    replay.refresh_from_db()
    assert (replay.done, replay.total) == (1, 1)


def test_only_a_draft_is_replayed_and_only_by_those_who_plan(mo):
    version = draft(mo)
    with pytest.raises(ActionDenied):
        start_replay(by=officer(), version=version)
    version.stage, version.ended_by, version.ended_at = "discarded", mo, timezone.now()
    version.ended_reason = "No."
    version.save()
    with pytest.raises(ActionDenied, match="Only a draft"):
        start_replay(by=mo, version=version)


def test_pieces_take_the_same_queries_however_many_rows_they_hold(mo, incidents, django_assert_max_num_queries):
    replay = start_replay(by=mo, version=draft(mo, lenient()))
    with django_assert_max_num_queries(9):
        replay_piece(replay_id=replay.pk)
    assert ReplayedIncident.objects.count() > 1
