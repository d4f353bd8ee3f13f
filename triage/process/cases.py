"""Worked cases: facts and the tier they must get. Read strictly: whatever is wrong is named, nothing is skipped."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from incidents.facts import FACTS, Fact, FactError, Facts, Kind, check, check_value
from triage.process.rules import ProcessError, Tier

KEYS = ("id", "facts", "expected_tier", "text")
WORKED = Path(__file__).parent / "worked.json"


class CasesError(ValueError):
    """Cases that cannot be read. `problems` has one sentence for everything that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One case. Without an expected tier it is only assessed."""

    id: str
    facts: Facts
    expected: Tier | None = None
    text: str = ""


def read_cases(text: str) -> list[WorkedCase]:
    """The cases in a JSON list. Raises CasesError with every problem in all of them."""
    rows = _rows(text)
    problems = [problem for number, row in enumerate(rows, start=1) for problem in _problems(number, row)]
    ids = Counter(row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str))
    problems += [f"Case {name}: more than one case has this id." for name, times in ids.items() if times > 1]
    if problems:
        raise CasesError(problems)
    return [WorkedCase(row["id"], check(row["facts"]), _tier(row), str(row.get("text") or "")) for row in rows]


@cache
def worked_cases() -> tuple[WorkedCase, ...]:
    """The worked cases that come with the project. All people and events in them are invented."""
    return tuple(read_cases(WORKED.read_text(encoding="utf-8")))


def _rows(text: str) -> list[Any]:
    try:
        rows = json.loads(text, object_pairs_hook=_each_key_once)
    except ValueError as error:
        raise CasesError([f"This is not JSON that can be read: {error}."]) from error
    if not isinstance(rows, list):
        raise CasesError(["The file has to be a list of cases."])
    return rows


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets the later of two same names win without a word, and the other would be skipped."""
    if twice := [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]:
        raise ValueError(f"{', '.join(twice)} stands more than once in the same place")
    return dict(pairs)


def _tier(row: dict[str, Any]) -> Tier | None:
    expected = row.get("expected_tier")
    return None if expected is None else Tier.of(expected)


def _problems(number: int, row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"Case number {number}: has to be an object with {', '.join(KEYS)}."
        return
    name = row.get("id")
    if not isinstance(name, str) or not name:
        name = f"number {number}"
        yield f"Case {name}: needs an id, a text."
    for problem in (*_wrong_keys(row), *_wrong_tier(row), *_wrong_facts(row.get("facts"))):
        yield f"Case {name}: {problem}"


def _wrong_keys(row: dict[str, Any]) -> Iterator[str]:
    for key in row:
        if key not in KEYS:
            yield f"{key} is not part of a case. Allowed: {', '.join(KEYS)}"


def _wrong_tier(row: dict[str, Any]) -> Iterator[str]:
    try:
        _tier(row)
    except (ProcessError, AttributeError):  # a text that is no tier, and what is not even a text
        allowed = ", ".join(tier.key for tier in Tier)
        yield f"expected_tier: {row['expected_tier']!r} is not allowed. Allowed: {allowed}"


def _wrong_facts(facts: Any) -> Iterator[str]:
    if not isinstance(facts, dict):
        yield "facts has to be an object of facts and their values."
        return
    for name, value in facts.items():
        if name not in FACTS:
            yield f"{name} is not a fact. Facts: {', '.join(FACTS)}"
        else:
            yield from _wrong_values(FACTS[name], value)


def _wrong_values(fact: Fact, value: Any) -> Iterator[str]:
    """Of a list every wrong value is named, not the first alone."""
    apart = [[one] for one in value] if fact.kind is Kind.SEVERAL and isinstance(value, list) else [value]
    for one in apart:
        try:
            check_value(fact, one)
        except FactError as error:
            yield str(error)
