"""The one button on a case, and the links beside it: from the state, the clock and what the reader may do."""

import pytest

from tests.factories import CaseFactory
from triage.models import Case
from triage.next_step import ACKNOWLEDGE, DECIDE, LOOK, PLAN, REFER, REOPEN, TAKE, WORDS, Step, next_step, other_steps
from triage.process import Tier

WORKING = ["plan", "refer", "close"]


def case(state: str = "acknowledged", **fields: object) -> Case:
    """Not saved: nothing here reads the database."""
    made: Case = CaseFactory.build(state=state, **fields)
    if state != "new":
        made.acknowledged_at = made.acknowledge_due_at
    return made


def waiting(tier: Tier) -> Case:
    made = case(tier=tier.value)
    made.act_due_at = made.due_at
    return made


def pressing(made: Case) -> Case:
    """Words in it that nobody has looked at."""
    made.pressing_since = made.reported_at
    return made


@pytest.mark.parametrize(
    ("one", "moves", "may_decide", "step"),
    [
        (case("new"), ["acknowledge"], False, ACKNOWLEDGE),
        (case("new"), ["acknowledge"], True, ACKNOWLEDGE),
        (waiting(Tier.POLICE), WORKING, True, DECIDE),
        (waiting(Tier.POLICE), WORKING, False, REFER),
        (waiting(Tier.EMERGENCY), WORKING, False, REFER),
        (waiting(Tier.COUNCIL), WORKING, False, PLAN),
        (case(), WORKING, False, PLAN),
        (case(plan="Ring"), WORKING, False, LOOK),
        (case("closed"), ["reopen"], False, None),
        (waiting(Tier.POLICE), [], False, None),
        (pressing(case("new")), ["acknowledge"], False, ACKNOWLEDGE),
        (pressing(case()), WORKING, False, WORDS),
        (pressing(case()), WORKING, True, WORDS),
        (pressing(case(tier=Tier.EMERGENCY.value)), WORKING, True, WORDS),
        (pressing(waiting(Tier.EMERGENCY)), WORKING, False, REFER),
        (pressing(case()), [], False, None),
    ],
)
def test_the_next_step_is_what_the_clock_runs_for(
    one: Case, moves: list[str], may_decide: bool, step: Step | None
) -> None:
    assert next_step(one, moves, may_decide=may_decide) == step


def test_what_is_the_button_is_no_link_too() -> None:
    others = other_steps(waiting(Tier.COUNCIL), WORKING, PLAN, is_owner=True)
    assert [one.url for one in others] == [
        "case-refer",
        "case-facts",
        "case-override",
        "case-assign",
        "case-pause",
        "case-message",
        "case-note",
        "case-duplicate",
        "case-close",
    ]


def test_who_has_it_cannot_take_it() -> None:
    assert TAKE in other_steps(case(), WORKING, PLAN, is_owner=False)
    assert TAKE not in other_steps(case(), WORKING, PLAN, is_owner=True)


def test_a_closed_case_can_be_reopened_and_written_about() -> None:
    assert [one.url for one in other_steps(case("closed"), ["reopen"], None, is_owner=False)] == [
        "case-message",
        "case-note",
        REOPEN.url,
    ]
