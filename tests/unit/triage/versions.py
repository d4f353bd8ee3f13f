"""Drafts for the tests of process versions: near what is shipped, each different in one thing."""

from datetime import timedelta

from django.utils import timezone

from councilsafe.access import Role
from tests.factories import UserFactory
from triage.actions.process import approve_version, draft_version, propose_version
from triage.actions.replay import run_replay, start_replay
from triage.process.edits import with_clocks, with_gates, with_points
from triage.process.shipped import data_of

SHIPPED = data_of("1")
NAMES = {gate["name"] for gate in SHIPPED["gates"]}
POINTS = {point["name"]: point["points"] for point in SHIPPED["points"]}
QUICKER = {"acknowledge": {"amount": 2, "unit": "working_hours"}, "act": {"amount": 1, "unit": "working_days"}}


def monitoring(**fields):
    return UserFactory(roles=[Role.MONITORING], **fields)


def manager(**fields):
    return UserFactory(roles=[Role.MANAGER], **fields)


def without(*names):
    return with_gates(SHIPPED, SHIPPED, NAMES - set(names))


def pointed(council=4, police=15, **points):
    return with_points(SHIPPED, SHIPPED, POINTS | points, {"council": council, "police": police})


def quicker():
    return with_clocks(SHIPPED, {**SHIPPED["clocks"], "council": QUICKER})


def draft(by, data=None, **fields):
    return draft_version(by=by, data=data or without("damage"), drafted_from="1", why="It was too much.", **fields)


def replayed(version, by):
    replay = start_replay(by=by, version=version)
    run_replay(replay_id=replay.pk)
    replay.refresh_from_db()
    return replay


def proposed(by, data=None, *, at=None):
    version = draft(by, data)
    replay = replayed(version, by)
    return propose_version(
        by=by,
        version=version,
        effective_from=at or timezone.now() + timedelta(minutes=1),
        accepted=[case["id"] for case in replay.lowered_cases],
    )


def approved(data=None, *, at=None):
    """In force at once, unless a later time is given."""
    version = proposed(monitoring(), data, at=at)
    if at is None:
        version.effective_from = timezone.now()
        version.save()
    return approve_version(by=manager(), version=version, seen=version.digest)
