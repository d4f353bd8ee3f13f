"""The command `draw_lifecycles`. None of these tests may use the database, so the command needs none."""

import pytest
from django.core.management import CommandError, call_command

from councilsafe.duty.cover_lifecycle import CoverState
from triage.lifecycle import MOVES, State
from triage.management.commands.draw_lifecycles import draw
from triage.pattern_lifecycle import PatternState
from triage.process_lifecycle import Stage
from triage.task_lifecycle import TaskState


@pytest.fixture
def page(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs" / "lifecycles.md"


def test_every_state_and_every_move_is_drawn():
    drawn = draw()
    for state in State:
        assert f'state "{state.label}" as {state.value}\n' in drawn
    for move in MOVES.values():
        for source in move.sources:
            assert f"{source.value} --> {move.target.value}: {move.label}\n" in drawn


@pytest.mark.parametrize("states", [TaskState, PatternState, Stage, CoverState], ids=lambda one: one.__name__)
def test_the_other_lifecycles_are_drawn_too(states):
    drawn = draw()
    for state in states:
        assert f'state "{state.label}" as {state.value.replace("-", "_")}\n' in drawn


def test_no_name_in_a_diagram_has_a_hyphen():
    """Mermaid would not draw it."""
    drawn = [line for line in draw().splitlines() if " --> " in line]
    assert drawn
    assert not [line for line in drawn if "-" in line.partition(":")[0].replace(" --> ", "")]


def test_the_table_says_who_may_move_what():
    rows = draw().splitlines()
    assert "| Reopen the case | Closed | Answered | Work on cases | reopened |" in rows
    assert "| Decline | Waiting for an answer | Declined | the colleague who was asked | cover declined |" in rows
    assert "| Raise the tier | any | Waiting for somebody to answer | the system itself | raised |" in rows


def test_the_page_is_written_and_is_then_in_step(page):
    call_command("draw_lifecycles")
    assert page.read_text(encoding="utf-8") == draw()
    call_command("draw_lifecycles", "--check")


def test_a_page_that_differs_fails_and_is_left_alone(page):
    page.write_text(draw() + "More.\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"out of date.*manage.py draw_lifecycles") as failed:
        call_command("draw_lifecycles", "--check")
    assert failed.value.returncode == 1
    assert page.read_text(encoding="utf-8").endswith("More.\n")


def test_a_page_that_is_missing_fails(page):
    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_lifecycles", "--check")
    assert not page.exists()


def test_the_page_in_the_repository_is_in_step():
    call_command("draw_lifecycles", "--check")
