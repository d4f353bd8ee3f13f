"""What an assessment begins with: what we ship, as the council has changed it, and what the council has added."""

from collections.abc import Iterable

from riskassess.activities.kinds import ActivityKind, shipped
from riskassess.models import ActivityTemplate


def every() -> dict[str, list[ActivityTemplate]]:
    """By kind, with those that are not offered any more. One query."""
    rows = list(ActivityTemplate.objects.select_related("changed_by"))
    return {kind: merged(kind, [row for row in rows if row.kind == kind]) for kind in ActivityKind.values}


def offered(kind: str) -> list[ActivityTemplate]:
    rows = merged(kind, ActivityTemplate.objects.filter(kind=kind))
    return [row for row in rows if row.retired_at is None]


def merged(kind: str, rows: Iterable[ActivityTemplate]) -> list[ActivityTemplate]:
    ours = {row.key: row for row in rows}
    ships = [ours.pop(one.key, None) or as_shipped(kind, one.key) for one in shipped()[kind]]
    return [row for row in (*ships, *ours.values()) if row]


def as_shipped(kind: str, key: str) -> ActivityTemplate | None:
    """Not in the database: the council has left it as it is."""
    for one in shipped()[kind]:
        if one.key == key:
            return ActivityTemplate(key=key, kind=kind, title=one.title, who=one.who, controls=one.controls)
    return None


def found(key: str) -> ActivityTemplate | None:
    ships = (as_shipped(kind, key) for kind in ActivityKind.values)
    return ActivityTemplate.objects.filter(key=key).first() or next((row for row in ships if row), None)
