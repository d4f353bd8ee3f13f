"""What may be changed about a version in the browser: pure functions from its data to other data.

A rule that is switched off is left out of the data. `rules_of` has all that can be switched on again: those that the
draft came with, and those of the newest shipped version.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from triage.process.rules import canonical
from triage.process.shipped import data_of, versions

Data = dict[str, Any]
Rule = dict[str, Any]
KINDS = ("gates", "points")
SET = re.compile(r"@(\w+)")


def rules_of(kind: str, origin: Mapping[str, Any]) -> list[Rule]:
    """Every gate or point there is to choose from, in order. A name of the draft's own hides a shipped one."""
    own: list[Rule] = list(origin[kind])
    taken = {rule["name"] for each in KINDS for rule in origin[each]}
    shipped = newest()
    return own + [fitted(rule, shipped, origin) for rule in shipped[kind] if rule["name"] not in taken]


@cache
def newest() -> Data:
    """Never changed by anybody who is given it."""
    return data_of(versions()[-1])


def fitted(rule: Rule, source: Mapping[str, Any], to: Mapping[str, Any]) -> Rule:
    """The rule as it can stand in another file: a set that is not the same there is written out."""
    same = {name for name, values in source.get("sets", {}).items() if to.get("sets", {}).get(name) == values}

    def written(text: str) -> str:
        return SET.sub(lambda found: found[0] if found[1] in same else ", ".join(source["sets"][found[1]]), text)

    when = [written(one) if isinstance(one, str) else [written(text) for text in one] for one in rule["when"]]
    return {**rule, "when": when}


def with_gates(data: Data, origin: Mapping[str, Any], on: Collection[str]) -> Data:
    return {**data, "gates": [rule for rule in rules_of("gates", origin) if rule["name"] in on]}


def with_points(
    data: Data, origin: Mapping[str, Any], points: Mapping[str, int], thresholds: Mapping[str, int]
) -> Data:
    """No points mean that the rule does not count: it is left out."""
    chosen = [{**rule, "points": points.get(rule["name"], 0)} for rule in rules_of("points", origin)]
    return {**data, "points": [rule for rule in chosen if rule["points"] != 0], "thresholds": dict(thresholds)}


def with_clocks(data: Data, clocks: Mapping[str, Any]) -> Data:
    return {**data, "clocks": clocks}


def named(data: Mapping[str, Any], *, version: str, title: str) -> Data:
    return {**data, "version": version, "title": title}


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return canonical(one) == canonical(other)
