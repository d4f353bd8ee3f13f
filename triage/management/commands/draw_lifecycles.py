"""`draw_lifecycles`: writes docs/lifecycles.md from the tables of moves, so that diagram and code cannot differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import TextChoices

from councilsafe.duty.cover_lifecycle import MOVES as COVER_MOVES
from councilsafe.duty.cover_lifecycle import CoverMove, CoverState
from riskassess.activities.lifecycle import MOVES as ACTIVITY_MOVES
from riskassess.activities.lifecycle import ActivityMove, ActivityState
from riskassess.interests.lifecycle import INTEREST_MOVES, InterestMove, InterestState
from riskassess.profiles.lifecycle import MITIGATION_MOVES, MitigationMove, MitigationState
from riskassess.register.lifecycle import ENDED, EntryMove, EntryState
from riskassess.register.lifecycle import MOVES as ENTRY_MOVES
from riskassess.tensions.lifecycle import MOVES as TENSION_MOVES
from riskassess.tensions.lifecycle import TensionMove, TensionState
from riskassess.venues.lifecycle import MOVES as VENUE_MOVES
from riskassess.venues.lifecycle import VenueMove, VenueState
from riskassess.visits.lifecycle import BUDDY_MOVES, BuddyState, VisitMove, VisitState
from riskassess.visits.lifecycle import MOVES as VISIT_MOVES
from triage.lifecycle import MOVES, Move, State
from triage.pattern_lifecycle import PATTERN_MOVES, PatternState
from triage.process_lifecycle import STEPS, Stage, Step
from triage.task_lifecycle import TASK_MOVES, TaskState

PAGE = "docs/lifecycles.md"
INTRODUCTION = """# Lifecycles

`python manage.py draw_lifecycles` writes this page from the tables of moves: `triage/lifecycle.py`,
`triage/task_lifecycle.py`, `triage/pattern_lifecycle.py`, `triage/process_lifecycle.py`,
`councilsafe/duty/cover_lifecycle.py` and those of the rooms in `riskassess`. Change those files, not this one.
"""
CASE = """## A case

Buttons, guards and audit events come from these moves. The system itself makes a move that nobody is named for.
"""
TASK = """## A task on a case

Whoever hands a task over changes who has it, and not its state.
"""
PATTERN = """## A pattern

Reports that may belong together. Only a confirmed pattern changes how its reports are scored, and only an officer
confirms one. One that an officer begins by hand is confirmed from its first moment.
"""
VERSION = """## A version of the threat process

Only a draft is changed and replayed, and an approved version never changes. Whoever approves or refuses one has neither
drafted, changed nor proposed it.
"""
COVER = """## A request for cover

Only the colleague who was asked can agree, and only then does the rota change. It lapses when nobody
has answered until the time comes, and when the rota changes underneath it.
"""
TENSION = """## Something that is coming

Only what has its days and its members is announced. The calendar begins and ends it, and it is closed with what was
learned.
"""
VENUE = """## A venue

An approved venue leaves the list by itself on the day after its review was due. What happens there brings that day
nearer.
"""
MITIGATION = """## A mitigation

What is offered to a councillor because of their risk. What is in place is checked again and again.
"""
INTEREST = """## A sensitive interest

Nobody decides about their own.
"""

ACTIVITY = """## An assessment of an activity

A finished one keeps its words: to change anything, a newer one replaces it. One that has a reason for help is not
finished before an officer has advised.
"""
VISIT = """## A visit

A word for help changes nothing here, so that no page of its owner can betray it: it opens an alarm, which only
somebody on watch can end.
"""
BUDDY = """## Buddies

Nothing is shared before both have agreed, and nothing any more once either has ended it.
"""
ENTRY = """## An entry in the register of people who may be violent

An officer proposes it from a case, and it is provisional until somebody else, or a panel, has approved it. Whoever took
part does not answer an appeal. Months after its end it is deleted with all that belongs to it.
"""


@dataclass(frozen=True)
class Way:
    """One move, as it is drawn: its own table says the same in words of its own."""

    label: str
    sources: tuple[TextChoices, ...]
    target: TextChoices
    who: str
    event: str


def of_table(moves: Mapping[str, Move | Step | TensionMove | VenueMove]) -> tuple[Way, ...]:
    return tuple(Way(one.label, one.sources, one.target, _who(one), one.event) for one in moves.values())


def of_visits(moves: Mapping[str, VisitMove | ActivityMove]) -> tuple[Way, ...]:
    return tuple(Way(one.label, one.sources, one.target, str(one.by), one.event) for one in moves.values())


def of_covers(moves: Mapping[str, CoverMove]) -> tuple[Way, ...]:
    return tuple(Way(one.label, (CoverState.ASKED,), one.target, str(one.by), one.event) for one in moves.values())


def of_mitigations(moves: Mapping[str, MitigationMove]) -> tuple[Way, ...]:
    return tuple(Way(one.label, one.sources, one.target, who_goes(one), one.event) for one in moves.values())


def who_goes(move: MitigationMove) -> str:
    if move.follows:
        return "nobody: it follows a decision about a sensitive interest"
    return f"Do risk reviews{', or the councillor' * move.theirs}"


def of_interests(moves: Mapping[str, InterestMove]) -> tuple[Way, ...]:
    who = {(True, True): "Decide about sensitive interests, or the councillor", (False, True): "the councillor"}
    decides = "Decide about sensitive interests"
    return tuple(
        Way(one.label, one.sources, one.target, who.get((one.decided, one.theirs), decides), one.event)
        for one in moves.values()
    )


def of_entries(moves: Mapping[str, EntryMove]) -> tuple[Way, ...]:
    """What leaves the state as it is, is drawn at each of the states in which it can be done."""
    return tuple(
        Way(
            move.label,
            move.sources if move.target else (source,),
            move.target or source,
            move.permission.label,
            move.event,
        )
        for move in moves.values()
        for source in (move.sources[:1] if move.target else move.sources)
    )


def _who(move: Move | Step | TensionMove | VenueMove) -> str:
    return move.permission.label if move.permission else "the system itself"


@dataclass(frozen=True)
class Chapter:
    """One lifecycle: its words, its states, of which one is the first, and its moves."""

    words: str
    states: type[TextChoices]
    ends: tuple[TextChoices, ...]
    moves: tuple[Way, ...]


CHAPTERS = (
    Chapter(CASE, State, (State.CLOSED,), of_table(MOVES)),
    Chapter(TASK, TaskState, (TaskState.DONE, TaskState.DROPPED), of_table(TASK_MOVES)),
    Chapter(PATTERN, PatternState, (PatternState.DISMISSED, PatternState.DISSOLVED), of_table(PATTERN_MOVES)),
    Chapter(VERSION, Stage, (Stage.APPROVED, Stage.REFUSED, Stage.DISCARDED), of_table(STEPS)),
    Chapter(COVER, CoverState, tuple(CoverState)[1:], of_covers(COVER_MOVES)),
    Chapter(VISIT, VisitState, (VisitState.ENDED, VisitState.CANCELLED, VisitState.ACCOUNTED), of_visits(VISIT_MOVES)),
    Chapter(BUDDY, BuddyState, (BuddyState.DECLINED, BuddyState.ENDED), of_visits(BUDDY_MOVES)),
    Chapter(
        MITIGATION,
        MitigationState,
        (MitigationState.DECLINED, MitigationState.ENDED),
        of_mitigations(MITIGATION_MOVES),
    ),
    Chapter(
        INTEREST,
        InterestState,
        (InterestState.REFUSED, InterestState.WITHDRAWN, InterestState.ENDED),
        of_interests(INTEREST_MOVES),
    ),
    Chapter(ENTRY, EntryState, ENDED, of_entries(ENTRY_MOVES)),
    Chapter(TENSION, TensionState, (TensionState.CLOSED,), of_table(TENSION_MOVES)),
    Chapter(VENUE, VenueState, (), of_table(VENUE_MOVES)),
    Chapter(ACTIVITY, ActivityState, (ActivityState.REPLACED,), of_visits(ACTIVITY_MOVES)),
)


class Command(BaseCommand):
    help = f"Write {PAGE}: the states of whatever has some, and the moves between them."
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
        yield f'    state "{state.label}" as {_name(state)}'
    yield f"    [*] --> {_name(next(iter(chapter.states)))}"
    for move in chapter.moves:
        for source in move.sources:
            yield f"    {_name(source)} --> {_name(move.target)}: {move.label}"
    for end in chapter.ends:
        yield f"    {_name(end)} --> [*]"


def _name(state: TextChoices) -> str:
    """Mermaid knows no hyphen in a name."""
    return str(state.value).replace("-", "_")


def _table(chapter: Chapter) -> Iterator[str]:
    yield "| move | from | to | who may | audit event |"
    yield "|---|---|---|---|---|"
    for move in chapter.moves:
        yield f"| {move.label} | {_sources(chapter, move)} | {move.target.label} | {move.who} | {move.event} |"


def _sources(chapter: Chapter, move: Way) -> str:
    everywhere = set(move.sources) == set(chapter.states)
    return "any" if everywhere else ", ".join(str(source.label) for source in move.sources)
