"""`draw_lifecycles`: writes docs/lifecycles.md from the tables of moves, so that diagram and code cannot differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import TextChoices

from triage.lifecycle import MOVES, Move, State
from triage.process_lifecycle import STEPS, Stage, Step

PAGE = "docs/lifecycles.md"
INTRODUCTION = """# Lifecycles

`python manage.py draw_lifecycles` writes this page from `triage/lifecycle.py` and `triage/process_lifecycle.py`. Change
those files, not this one.
"""
CASE = """## A case

Buttons, guards and audit events come from these moves. The system itself makes a move that nobody is named for.
"""
VERSION = """## A version of the threat process

Only a draft is changed and replayed, and an approved version never changes. Whoever approves or refuses one has neither
drafted, changed nor proposed it.
"""


@dataclass(frozen=True)
class Chapter:
    """One lifecycle: its words, its states, of which one is the first, and its moves."""

    words: str
    states: type[TextChoices]
    ends: tuple[str, ...]
    moves: Mapping[str, Move | Step]


CHAPTERS = (
    Chapter(CASE, State, (State.CLOSED,), MOVES),
    Chapter(VERSION, Stage, (Stage.APPROVED, Stage.REFUSED, Stage.DISCARDED), STEPS),
)


class Command(BaseCommand):
    help = f"Write {PAGE}: the states of a case and of a version of the process, and the moves between them."
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
    return "\n".join([INTRODUCTION, *(line for chapter in CHAPTERS for line in _chapter(chapter))])


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from (chapter.words, "```mermaid", *_diagram(chapter), "```", "", *_table(chapter), "")


def _diagram(chapter: Chapter) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in chapter.states:
        yield f'    state "{state.label}" as {state.value}'
    yield f"    [*] --> {next(iter(chapter.states)).value}"
    for move in chapter.moves.values():
        for source in move.sources:
            yield f"    {source.value} --> {move.target.value}: {move.label}"
    for end in chapter.ends:
        yield f"    {end} --> [*]"


def _table(chapter: Chapter) -> Iterator[str]:
    yield "| move | from | to | who may | audit event |"
    yield "|---|---|---|---|---|"
    for move in chapter.moves.values():
        yield f"| {move.label} | {_sources(chapter, move)} | {move.target.label} | {_who(move)} | {move.event} |"


def _sources(chapter: Chapter, move: Move | Step) -> str:
    everywhere = set(move.sources) == set(chapter.states)
    return "any" if everywhere else ", ".join(str(source.label) for source in move.sources)


def _who(move: Move | Step) -> str:
    return move.permission.label if move.permission else "the system itself"
