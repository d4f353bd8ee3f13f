"""Scoring: which gates hold, what adds up, and the tier that follows. Total, deterministic and monotone."""

from dataclasses import dataclass

from incidents.facts import Facts
from triage.process.conditions import all_hold
from triage.process.rules import Gate, Point, Process, Tier
from triage.process.sentences import filled


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that counted: its name, its sentence, and the floor or the points it gave."""

    rule: str
    sentence: str
    tier: Tier | None = None
    points: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    tier: Tier
    points: int
    gates: tuple[Reason, ...]
    counted: tuple[Reason, ...]
    routes: tuple[Reason, ...]
    lifted: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The gravest first."""
        return (*self.gates, *self.counted)


def score(process: Process, facts: Facts) -> Score:
    """Score checked facts (see `incidents.facts.check`). Facts that are left out are not known."""
    holding, lifted = _gates(process, facts)
    counted = _points(process, facts)
    total = sum(point.points for point in counted)
    by_points = next((tier for tier, needed in process.thresholds if total >= needed), Tier.LOG)
    tier = max([by_points, *(gate.tier for gate in holding)])
    return Score(
        tier=tier,
        points=total,
        gates=tuple(Reason(gate.name, filled(gate.sentence, facts), tier=gate.tier) for gate in holding),
        counted=tuple(Reason(one.name, filled(one.sentence, facts), points=one.points) for one in counted),
        routes=_routes(process, facts, tier),
        lifted=lifted,
    )


def _gates(process: Process, facts: Facts) -> tuple[list[Gate], tuple[str, ...]]:
    holding = [gate for gate in process.gates if all_hold(gate.when, facts)]
    lifted: tuple[str, ...] = ()
    if any(gate.liftable for gate in holding) and process.lift.holds(facts):
        lifted = tuple(gate.name for gate in holding if gate.liftable)
        holding = [gate for gate in holding if not gate.liftable]
    return sorted(holding, key=lambda gate: -gate.tier), lifted


def _points(process: Process, facts: Facts) -> list[Point]:
    """Of every group the highest that holds, the weightiest first."""
    best: dict[str, Point] = {}
    for point in process.points:
        beaten = point.group in best and best[point.group].points >= point.points
        if not beaten and all_hold(point.when, facts):
            best[point.group] = point
    return sorted(best.values(), key=lambda point: -point.points)


def _routes(process: Process, facts: Facts, tier: Tier) -> tuple[Reason, ...]:
    return tuple(
        Reason(route.name, filled(route.sentence, facts))
        for route in process.routes
        if tier >= route.at_least and all_hold(route.when, facts)
    )
