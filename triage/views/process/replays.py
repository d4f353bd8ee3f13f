"""A draft's replay: asked for here, left and come back to, and read by those who may see each incident."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.models import team
from triage.actions.replay import start_replay
from triage.models import TIER_CHOICES, ProcessVersion, Replay, ReplayedIncident
from triage.process_policies import latest_replay
from triage.views.process.loading import on_version

TIERS = dict(TIER_CHOICES)


@require_POST
@on_version(Permission.PLAN_PROCESS)
def process_replay_start(request: SignedInRequest, version: ProcessVersion) -> HttpResponse:
    start_replay(by=request.user, version=version)
    messages.success(request, "The replay has begun. You can leave this page and come back.")
    return redirect("process-replay", version.reference)


@require_safe
@on_version(Permission.PLAN_PROCESS, Permission.APPROVE_PROCESS)
def process_replay(request: SignedInRequest, version: ProcessVersion) -> HttpResponse:
    replay = latest_replay(version)
    context: dict[str, Any] = {"version": version, "replay": replay, "tiers": TIERS}
    if replay:
        context |= changes_for(request.user, replay, request.GET)
    return render(request, "triage/process/replay.html", context)


def changes_for(user: User, replay: Replay, wanted: Any) -> dict[str, Any]:
    """What the reader may see of it, and how many more there are of which they may see nothing."""
    changes = ReplayedIncident.objects.filter(team(user, "incident__"), replay=replay)
    seen = changes.order_by().values("from_tier", "to_tier").annotate(number=Count("pk"))
    numbers = {f"{row['from_tier']}>{row['to_tier']}": row["number"] for row in seen}
    way = wanted.get("way", "")
    if way in numbers:
        from_tier, to_tier = way.split(">")
        changes = changes.filter(from_tier=from_tier, to_tier=to_tier)
    listed = changes.select_related("incident").annotate(reported_at=F("incident__reported_at"))
    return {
        "worked": [worked(case) for case in replay.worked_cases],
        "ways": ways(replay, numbers),
        "way": way if way in numbers else "",
        "total": sum(replay.counts.values()),
        "unseen": sum(replay.counts.values()) - sum(numbers.values()),
        "page": keyset_page(listed, field="reported_at", descending=True, cursor=wanted.get("cursor")),
    }


def worked(case: dict[str, Any]) -> dict[str, Any]:
    return case | {"before": TIERS[case["from_tier"]], "after": TIERS[case["to_tier"]]}


def ways(replay: Replay, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """From which tier to which, the deepest falls first."""
    rows = []
    for way in sorted(replay.counts, key=lambda way: int(way[2]) - int(way[0])):
        before, after = (int(tier) for tier in way.split(">"))
        rows.append(
            {"way": way, "before": TIERS[before], "after": TIERS[after], "falls": after < before}
            | {"number": replay.counts[way], "listed": numbers.get(way, 0)}
        )
    return rows
