"""What follows from what, for conditions: the structural argument that the checks of a draft rest on.

Sound, not complete: where these say yes it is so for all facts; where they say no it may still be so.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from triage.process.conditions import AllOf, AnyOf, Condition
from triage.process.rules import Lift, Point, Process, Tier

Possible = Mapping[str, Collection[Any] | None]
"""Of each fact the values that it may have, None among them when it may be unknown. None alone: whatever it likes."""


def implies(one: Condition, other: Condition) -> bool:
    """Whenever the first holds, so does the second."""
    if one.fact != other.fact or one.operator != other.operator:
        return False
    match one.operator:
        case "has" | "in":
            return one.values <= other.values
        case ">=":
            return one.number >= other.number
        case "<=":
            return one.number <= other.number
        case _:
            return True


def any_implies(one: AnyOf, other: AnyOf) -> bool:
    return all(any(implies(condition, follows) for follows in other) for condition in one)


def all_imply(one: AllOf, other: AllOf) -> bool:
    return all(any(any_implies(group, follows) for group in one) for follows in other)


def bars(condition: Condition, lift: Lift) -> bool:
    """While it holds nothing is lifted."""
    if any(implies(condition, one) for one in lift.unless):
        return True
    value = lift.only_if.get(condition.fact)
    return value is not None and not condition.holds({condition.fact: value})


def never_lifted(when: AllOf, lift: Lift) -> bool:
    return any(all(bars(condition, lift) for condition in group) for group in when)


def highest_of_each_group(points: Iterable[Point]) -> int:
    best: dict[str, int] = {}
    for point in points:
        best[point.group] = max(best.get(point.group, 0), point.points)
    return sum(best.values())


def ensured(process: Process, when: AllOf, *, may_be_lifted: bool = False) -> Tier:
    """The least tier of all facts for which this holds. A gate that can be lifted ensures nothing, unless it may."""
    stays = may_be_lifted or never_lifted(when, process.lift)
    gates = (gate.tier for gate in process.gates if all_imply(when, gate.when) and (stays or not gate.liftable))
    total = highest_of_each_group(point for point in process.points if all_imply(when, point.when))
    by_points = (tier for tier, needed in process.thresholds if total >= needed)
    return max([Tier.LOG, *gates, *by_points])


def could(condition: Condition, possible: Possible) -> bool:
    """Whether it holds for any value that its fact may have. A fact that is not named is not known."""
    values = possible.get(condition.fact, (None,))
    return values is None or any(condition.holds({condition.fact: value}) for value in values)


def all_could(when: AllOf, possible: Possible) -> bool:
    return all(any(could(condition, possible) for condition in group) for group in when)
