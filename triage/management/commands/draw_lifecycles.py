"""`draw_lifecycles`: writes docs/lifecycles.md from the tables of moves, so that diagram and code cannot differ."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from triage.lifecycle import MOVES, Move, State

PAGE = "docs/lifecycles.md"
INTRODUCTION = """# Lifecycles

`python manage.py draw_lifecycles` writes this page from `triage/lifecycle.py`. Change that file, not this one.

## A case

Buttons, guards and audit events come from these moves. The system itself makes a move that nobody is named for.
"""


class Command(BaseCommand):
    help = f"Write {PAGE}: the states of a case and the moves between them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when the page is out of date.")

    def handle(self, *, check: bool, **options: Any) -> None:
        page = settings.BASE_DIR / PAGE
        if not check:
            page.write_text(draw(), encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != draw():
            raise CommandError(f"{PAGE} is out of date. Write it again with: python manage.py draw_lifecycles")


def draw() -> str:
    return "\n".join([INTRODUCTION, "```mermaid", *_diagram(), "```", "", *_table(), ""])


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in State:
        yield f'    state "{state.label}" as {state.value}'
    yield f"    [*] --> {State.NEW.value}"
    for move in MOVES.values():
        for source in move.sources:
            yield f"    {source.value} --> {move.target.value}: {move.label}"
    yield f"    {State.CLOSED.value} --> [*]"


def _table() -> Iterator[str]:
    yield "| move | from | to | who may | audit event |"
    yield "|---|---|---|---|---|"
    for move in MOVES.values():
        yield f"| {move.label} | {_sources(move)} | {move.target.label} | {_who(move)} | {move.event} |"


def _sources(move: Move) -> str:
    return "any" if set(move.sources) == set(State) else ", ".join(State(source).label for source in move.sources)


def _who(move: Move) -> str:
    return move.permission.label if move.permission else "the system itself"
