"""The page that explains the process to people, docs/threat-process.md, says what the newest version does."""

from pathlib import Path

import pytest

from incidents.facts import FACTS
from triage.process import Tier, current_version

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (Path(__file__).parents[4] / "docs" / "threat-process.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]
PROCESS = current_version()


def rows_of(names, columns):
    return [row for row in ROWS if row[0].strip("`") in names and len(row) == columns]


def test_tiers_and_their_clocks():
    stated = [[f"`{tier.key}`", *(str(clock) for clock in PROCESS.clocks[tier].values())] for tier in Tier]
    assert [[row[0], *(cell for cell in row[2:] if cell != "-")] for row in rows_of([t.key for t in Tier], 4)] == stated


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_facts_in_their_order(fact):
    row = next(row for row in ROWS if row[0] == f"`{fact.name}`")
    assert not fact.values or row[1] == ", ".join(fact.values)


@pytest.mark.parametrize("gate", PROCESS.gates, ids=lambda gate: gate.name)
def test_gates(gate):
    assert [f"`{gate.name}`", gate.tier.key, "yes" if gate.liftable else "no", gate.sentence] in ROWS


@pytest.mark.parametrize("point", PROCESS.points, ids=lambda point: point.name)
def test_points(point):
    group = "-" if point.group == point.name else point.group
    assert [f"`{point.name}`", str(point.points), group, point.sentence] in ROWS


@pytest.mark.parametrize("route", PROCESS.routes, ids=lambda route: route.name)
def test_routes(route):
    assert [f"`{route.name}`", route.at_least.key, route.sentence] in ROWS


def test_nothing_is_described_that_does_not_exist():
    rules = (*PROCESS.gates, *PROCESS.points, *PROCESS.routes)
    known = {rule.name for rule in rules} | set(FACTS) | {tier.key for tier in Tier}
    assert {row[0].strip("`") for row in ROWS} <= known


def test_thresholds():
    text = (Path(__file__).parents[4] / "docs" / "threat-process.md").read_text(encoding="utf-8")
    for tier, points in PROCESS.thresholds:
        assert f"`{tier.key}`" in text
        assert f"**{points}**" in text
