"""Replaying a draft over the worked cases and over every incident, in pieces that no death of a worker can lose.

The row says how far it has come. Each piece is one transaction that holds the row, scores the next incidents by their
key, keeps those that would have gone another way and moves the mark. A worker that dies takes its piece back with it;
whoever comes next goes on from the mark. Two at once take turns, and no incident is counted twice.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.broker import wake
from incidents.facts import FACTS, Facts
from incidents.models import Incident
from triage.models import Assessment, Case, ProcessVersion, Replay, ReplayedIncident
from triage.process import Process, read_process
from triage.process.cases import worked_cases
from triage.process.compare import Comparison, Difference
from triage.process_lifecycle import Stage
from triage.processes import by_digest, in_force

PIECE = 2_000
NAMES = tuple(FACTS)


@transaction.atomic
def start_replay(*, by: User, version: ProcessVersion) -> Replay:
    """Put it in line. One that still runs for what the draft is now goes on; any other one of this draft stops."""
    if not by.may(Permission.PLAN_PROCESS):
        raise ActionDenied("Your role does not include replaying a version.")
    version = ProcessVersion.objects.select_for_update().get(pk=version.pk)
    if version.stage != Stage.DRAFT:
        raise ActionDenied("Only a draft can be replayed.")
    against = in_force()
    running = version.replays.unfinished().first()
    if running and (running.digest, running.against_digest) == (version.digest, against.digest):
        return running
    stop_replays(version=version)
    replay = Replay.objects.create(
        version=version,
        digest=version.digest,
        against=against.version,
        against_digest=against.digest,
        asked_by=by,
        last_incident=Incident.objects.aggregate(last=Max("pk"))["last"] or 0,
        total=Incident.objects.count(),
        worked_cases=list(changed_cases(against, read_process(version.data))),
    )
    record(by=by, verb="replayed", on=version, detail=version.digest)
    transaction.on_commit(partial(wake, "triage.replay", replay.pk))
    return replay


def stop_replays(*, version: ProcessVersion) -> None:
    """They are of a draft that is no more."""
    version.replays.unfinished().update(stopped_at=timezone.now())


def run_replay(*, replay_id: int) -> None:
    """Piece by piece until nothing is left to do here: it is finished or stopped, or another worker has it."""
    while replay_piece(replay_id=replay_id):
        pass


def run_replays() -> None:
    """What no worker is at: the broker lost it, or a worker died."""
    for pk in Replay.objects.unfinished().values_list("pk", flat=True):
        run_replay(replay_id=pk)


@transaction.atomic
def replay_piece(*, replay_id: int) -> bool:
    """The next incidents. False when there is nothing more to do, or somebody else is doing it."""
    waiting = Replay.objects.unfinished().select_for_update(skip_locked=True, of=("self",))
    replay = waiting.select_related("version").filter(pk=replay_id).first()
    if replay is None:
        return False
    rows = next_incidents(replay)
    if rows:
        keep_changes(replay, rows)
    if len(rows) < PIECE:
        replay.finished_at = timezone.now()
    replay.save()
    return replay.finished_at is None


Row = tuple[int, Facts]


def next_incidents(replay: Replay) -> list[Row]:
    """By key, with the facts alone. Those that are counted together with others have their last assessment's facts."""
    rows = Incident.objects.filter(pk__gt=replay.reached, pk__lte=replay.last_incident).order_by("pk")
    read = list(rows.values_list("pk", *NAMES)[:PIECE])
    if not read:
        return []
    together = facts_together(read[0][0], read[-1][0])
    return [(pk, together.get(pk) or known(values)) for pk, *values in read]


def known(values: list[Any]) -> Facts:
    return {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}


def facts_together(first: int, last: int) -> dict[int, Facts]:
    linked = Case.objects.filter(incident__gte=first, incident__lte=last).exclude(assessment__together={})
    return dict(linked.values_list("incident", "assessment__facts"))


def keep_changes(replay: Replay, rows: list[Row]) -> None:
    comparison = comparison_of(replay.against_digest, replay.digest, replay.version.canonical)
    found = [(pk, change) for pk, facts in rows if (change := comparison.of(facts))]
    first = first_tiers([pk for pk, _ in found])
    ReplayedIncident.objects.bulk_create(
        ReplayedIncident(replay=replay, incident_id=pk, first_tier=first.get(pk), **columns(change))
        for pk, change in found
    )
    counts = Counter(replay.counts) + Counter(f"{change.before.value}>{change.after.value}" for _, change in found)
    replay.counts, replay.reached, replay.done = dict(counts), rows[-1][0], replay.done + len(rows)


def columns(change: Difference) -> dict[str, Any]:
    return {
        "from_tier": change.before.value,
        "to_tier": change.after.value,
        "gained": change.gained,
        "lost": change.lost,
    }


def first_tiers(incidents: list[int]) -> dict[int, int]:
    """What each was at when it was reported, whatever the rules then were."""
    if not incidents:
        return {}
    made = Assessment.objects.filter(incident__in=incidents).order_by("incident", "made_at", "pk")
    return dict(made.distinct("incident").values_list("incident", "tier"))


@lru_cache(maxsize=2)
def comparison_of(against_digest: str, digest: str, canonical: str) -> Comparison:
    """Kept between the pieces of a replay: it learns as it goes."""
    return Comparison(by_digest(against_digest), read_process(json.loads(canonical)))


def changed_cases(before: Process, after: Process) -> Iterator[dict[str, Any]]:
    """The worked cases that go another way."""
    comparison = Comparison(before, after)
    for case in worked_cases():
        if change := comparison.of(case.facts):
            yield {"id": case.id, "text": case.text, **columns(change)}
