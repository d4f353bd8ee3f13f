"""Replaying a draft of the threat process over 100,000 incidents, in this one process, and its results one by one."""

import random
import time
from collections.abc import Iterator
from typing import Any

from bench.figures import Figure
from bench.world import LARGE, fill, use
from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.facts import FACTS, Facts, Kind
from incidents.models import Incident
from triage.actions.process import draft_version
from triage.actions.replay import facts_together, run_replay, start_replay
from triage.models import Replay
from triage.process import current_version, read_process, score
from triage.process.compare import Comparison
from triage.process.edits import with_gates, with_points
from triage.process.shipped import data_of

NAMES = ["replay"]
SECONDS = 60
HOW_MANY = 100_000
OFF = {"violent_words_or_pictures", "damage"}


def figures(only: str) -> Iterator[Figure]:
    if not NAMES[0].startswith(only):
        return
    fill(LARGE)
    use(LARGE)
    began = time.monotonic()
    replay = replayed()
    yield Figure(f"replay-{replay.done}", time.monotonic() - began, SECONDS, "seconds")
    yield Figure("replay-differs-from-one-by-one", differing(replay), 0, "incidents")
    yield Figure(f"replay-{HOW_MANY}-all-different", scored_apart(), SECONDS, "seconds")


def replayed() -> Replay:
    by = User.objects.create_user("bench@example.org", "unused", name="Bench", roles=[Role.MONITORING])
    version = draft_version(by=by, data=draft(), drafted_from="1", why="To measure it.")
    replay = start_replay(by=by, version=version)
    run_replay(replay_id=replay.pk)
    replay.refresh_from_db()
    if not replay.finished_at or not replay.counts or replay.done != Incident.objects.count():
        raise SystemExit("The replay did not go through, or found nothing.")
    return replay


def draft() -> dict[str, Any]:
    """Different enough that many incidents go another way."""
    data = data_of("1")
    names = {gate["name"] for gate in data["gates"]}
    points = {point["name"]: point["points"] for point in data["points"]}
    return with_points(with_gates(data, data, names - OFF), data, points | {"insult": 3}, {"council": 4, "police": 12})


def differing(replay: Replay) -> int:
    """How many incidents the replay tells otherwise than scoring each of them by itself."""
    before, after = current_version(), read_process(replay.version.data)
    kept = {pk: (old, new) for pk, old, new in replay.changes.values_list("incident", "from_tier", "to_tier")}
    wrong, together = 0, facts_together(0, replay.last_incident)
    for incident in Incident.objects.filter(pk__lte=replay.last_incident).iterator():
        facts = together.get(incident.pk) or incident.facts
        old, new = score(before, facts).tier.value, score(after, facts).tier.value
        wrong += kept.get(incident.pk) != ((old, new) if old != new else None)
    return wrong


def scored_apart() -> float:
    """Seconds for as many incidents of which no two are alike."""
    chance = random.Random(4)  # nosec B311  # invented facts, not secrets
    everything = [drawn(chance) for _ in range(HOW_MANY)]
    comparison = Comparison(current_version(), read_process(draft()))
    began = time.monotonic()
    for facts in everything:
        comparison.of(facts)
    return time.monotonic() - began


def drawn(chance: random.Random) -> Facts:
    return {name: value(chance, name) for name in FACTS if chance.random() < 0.4}


def value(chance: random.Random, name: str) -> Any:
    fact = FACTS[name]
    match fact.kind:
        case Kind.SEVERAL:
            return [one for one in fact.order if chance.random() < 0.1]
        case Kind.TRUTH:
            return chance.random() < 0.3
        case Kind.NUMBER:
            return chance.randint(fact.least, 500)
        case Kind.CHOICE:
            return chance.choice(fact.order)
