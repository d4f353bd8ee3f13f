"""`assess_cases`: runs worked cases through a version of the threat process. Shipped ones need no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from triage.process import Process, ProcessError, Score, current_version, score, versions
from triage.process.cases import CasesError, WorkedCase, read_cases
from triage.processes import named

COLUMNS = ("case", "tier", "points", "gates", "routes")
Assessed = list[tuple[WorkedCase, Score]]


class Command(BaseCommand):
    help = "Assess the cases in a JSON file, and compare each tier with the one that the file expects."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A JSON list of objects with id, facts and perhaps expected_tier.")
        parser.add_argument(
            "--process",
            metavar="VERSION",
            help=f"One of: {', '.join(versions())}; or a version that the council approved, as council-1, for which "
            "the database is asked. Default: the newest shipped version.",
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *, file: Path, process: str | None, format: str, **options: Any) -> None:
        version, cases = _version(process), _read(file)
        assessed = [(case, score(version, case.facts)) for case in cases]
        self.stdout.write(_json(assessed) if format == "json" else _table(assessed))
        if wrong := _mismatches(assessed):
            raise CommandError("\n".join([*wrong, f"{len(wrong)} of {len(assessed)} cases differ."]))


def _version(name: str | None) -> Process:
    try:
        return named(name) if name else current_version()
    except ProcessError as error:
        raise CommandError(str(error)) from error


def _read(file: Path) -> list[WorkedCase]:
    try:
        return read_cases(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file}: this is not text in UTF-8.") from error
    except CasesError as error:
        raise CommandError("\n".join(error.problems)) from error


def _mismatches(assessed: Assessed) -> list[str]:
    return [
        f"Case {case.id}: expected {case.expected.key}, got {result.tier.key}."
        for case, result in assessed
        if case.expected and case.expected is not result.tier
    ]


def _table(assessed: Assessed) -> str:
    rows = [COLUMNS, *(_cells(case, result) for case, result in assessed)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _cells(case: WorkedCase, result: Score) -> tuple[str, ...]:
    return (
        case.id,
        result.tier.key,
        str(result.points),
        ", ".join(gate.rule for gate in result.gates) or "-",
        ", ".join(route.rule for route in result.routes) or "-",
    )


def _json(assessed: Assessed) -> str:
    return json.dumps([_as_data(case, result) for case, result in assessed], indent=2, ensure_ascii=False)


def _as_data(case: WorkedCase, result: Score) -> dict[str, Any]:
    return {
        "id": case.id,
        "tier": result.tier.key,
        "points": result.points,
        "gates": [gate.rule for gate in result.gates],
        "routes": [route.rule for route in result.routes],
        "reasons": [reason.sentence for reason in result.reasons],
        "expected_tier": case.expected.key if case.expected else None,
    }
