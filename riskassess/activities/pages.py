"""What pages about an assessment share: its words, its matrices, and its hazards with what to do next."""

from dataclasses import dataclass
from typing import Any

from riskassess.activities.matrix import LIKELIHOODS, SEVERITIES, Level, level, score
from riskassess.activities.policies import missing, reasons_for_help
from riskassess.models import Activity, ActivityHazard, Mitigation
from riskassess.profiles.kinds import KINDS
from riskassess.profiles.lifecycle import MitigationState


@dataclass(frozen=True, slots=True)
class Cell:
    points: int
    level: Level
    before: bool
    after: bool


def matrix_of(hazard: ActivityHazard) -> list[tuple[str, list[Cell]]]:
    """Rows from the most likely down, with what was chosen marked."""
    before, after = (hazard.likelihood, hazard.severity), (hazard.likelihood_after, hazard.severity_after)
    return [
        (f"{row}. {name}", [cell(row, column, before, after) for column in SEVERITIES])
        for row, name in reversed(LIKELIHOODS.items())
    ]


def cell(row: int, column: int, before: tuple[int | None, ...], after: tuple[int | None, ...]) -> Cell:
    points = score(row, column)
    return Cell(points, level(points), before == (row, column), after == (row, column))


def report_of(activity: Activity) -> dict[str, Any]:
    hazards = list(activity.hazards.all())
    applying = [(one, matrix_of(one)) for one in hazards if one.applies]
    return {
        "activity": activity,
        "applying": applying,
        "severities": SEVERITIES,
        "in_place": in_place_for(activity),
        "missing": missing(activity, hazards),
        "reasons": reasons_for_help(activity, hazards),
    }


def in_place_for(activity: Activity) -> list[str]:
    """What their safety plan holds today: whoever writes about a risk is reminded of what is there already."""
    rows = Mitigation.objects.filter(profile__councillor=activity.councillor_id, state=MitigationState.IN_PLACE)
    return [KINDS[kind].label for kind in rows.values_list("kind", flat=True)]


def next_unrated(activity: Activity) -> ActivityHazard | None:
    return activity.hazards.filter(applies=True, likelihood=None).first()
