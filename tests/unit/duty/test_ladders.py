"""The rule that reads the table of ladders, without a database."""

import pytest

from councilsafe.duty.ladders import LADDERS, Ladder, Move, NextOpening, is_faster, next_move

FOUR_PEOPLE = {"height": 4, "top": [2, 3]}
TIERS = ["log", "council", "police", "emergency"]


@pytest.mark.parametrize("tier", TIERS)
def test_the_next_person_up_is_told(tier: str) -> None:
    ladder = LADDERS[tier]
    assert next_move(ladder, round=0, rung=0, **FOUR_PEOPLE) == Move(0, (1,), ladder.step)


@pytest.mark.parametrize("tier", TIERS)
def test_a_round_in_which_nobody_was_told_begins_with_the_first(tier: str) -> None:
    assert next_move(LADDERS[tier], round=2, rung=-1, **FOUR_PEOPLE).rungs == (0,)


@pytest.mark.parametrize("tier", ["log", "council"])
def test_calm_ladders_begin_again_in_the_morning_of_a_working_day(tier: str) -> None:
    assert next_move(LADDERS[tier], round=0, rung=2, **FOUR_PEOPLE) == Move(0, (3,), NextOpening())
    assert next_move(LADDERS[tier], round=0, rung=3, **FOUR_PEOPLE) == Move(1, (0,), LADDERS[tier].step)
    assert next_move(LADDERS[tier], round=7, rung=0, height=1, top=[]) == Move(8, (0,), NextOpening())


def test_police_tells_all_of_the_top_again_and_again() -> None:
    ladder = LADDERS["police"]
    assert next_move(ladder, round=0, rung=3, **FOUR_PEOPLE) == Move(1, (2, 3), ladder.again)
    assert next_move(ladder, round=1, rung=3, **FOUR_PEOPLE) == Move(2, (2, 3), ladder.again)


def test_police_without_anybody_in_charge_tells_the_last_person_again() -> None:
    ladder = LADDERS["police"]
    assert next_move(ladder, round=0, rung=0, height=1, top=[]) == Move(1, (0,), ladder.again)


def test_emergency_goes_round() -> None:
    ladder = LADDERS["emergency"]
    assert next_move(ladder, round=4, rung=3, **FOUR_PEOPLE) == Move(5, (0,), ladder.step)


def test_emergency_goes_round_with_one_person() -> None:
    ladder = LADDERS["emergency"]
    assert next_move(ladder, round=0, rung=0, height=1, top=[]) == Move(1, (0,), ladder.again)


@pytest.mark.parametrize("ladder", LADDERS.values())
@pytest.mark.parametrize("rung", range(-1, 9))
@pytest.mark.parametrize("height", range(1, 5))
def test_no_move_leads_off_the_ladder(ladder: Ladder, rung: int, height: int) -> None:
    """Even when people left and the ladder is shorter than it was."""
    move = next_move(ladder, round=0, rung=rung, height=height, top=[height - 1])
    assert all(0 <= told < height for told in move.rungs)


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("height", range(1, 5))
def test_no_ladder_has_an_end(tier: str, height: int) -> None:
    """And no step of theirs is told twice."""
    told, round, rung = [], 0, -1
    for _ in range(50):
        move = next_move(LADDERS[tier], round=round, rung=rung, height=height, top=[height - 1])
        assert move.rungs
        assert move.then
        told += [(move.round, rung) for rung in move.rungs]
        round, rung = told[-1]
    assert len(set(told)) == len(told)


def test_the_graver_tier_has_the_faster_ladder() -> None:
    assert list(LADDERS) == TIERS
    assert is_faster("police", than="council")
    assert not is_faster("log", than="log")
