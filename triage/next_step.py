"""What an officer should do next with a case, and what else they can do. Pure, but for the names of addresses."""

from collections.abc import Collection
from dataclasses import dataclass

from triage.lifecycle import MOVES
from triage.models import Case, CaseTask
from triage.process import Tier


@dataclass(frozen=True, slots=True)
class Step:
    """`url` names an address that takes the case's reference. `post`: pressing the button does it at once."""

    label: str
    url: str
    why: str = ""
    post: bool = False
    about: str = ""  # what the address takes instead


ACKNOWLEDGE = Step(
    "Acknowledge",
    "case-acknowledge",
    "Say that you have it. Nobody else is called, and the reporter is told.",
    post=True,
)
WORDS = Step(
    "Look at the words",
    "case-signs",
    "Words in the report may mean more than its facts say. Nobody has looked at them yet.",
)
DECIDE = Step("Decide about the tier", "case-override-decide", "A colleague has proposed another tier and needs you.")
REFER = Step(MOVES["refer"].label, "case-refer", "Tell the police now, then record it here.")
PLAN = Step(MOVES["plan"].label, "case-plan", "Say what the council will do, and when you will look again.")
UPDATE = Step("Write to the reporter", "case-message", "Tell them how it stands. Silence is what hurts most.")
LOOK = Step("Look at the plan again", "case-plan", "See whether it worked, and say what comes next.")

TAKE = Step("Take this case", "case-take", post=True)
FACTS = Step("Complete the facts", "case-facts")
OVERRIDE = Step("Set another tier", "case-override")
ASSIGN = Step("Hand over to somebody else", "case-assign")
MESSAGE = Step("Write to the reporter", "case-message")
NOTE = Step("Write an internal note", "case-note")
DUPLICATE = Step("Mark as a duplicate", "case-duplicate")
PAUSE = Step("Pause the clock", "case-pause")
CLOSE = Step(MOVES["close"].label, "case-close")
REOPEN = Step(MOVES["reopen"].label, "case-reopen")

BY_MOVE = {"plan": PLAN, "refer": REFER, "close": CLOSE, "reopen": REOPEN}


def next_step(
    case: Case, moves: Collection[str], *, may_decide: bool, late_task: CaseTask | None = None
) -> Step | None:
    """The one button: what the running clock is for. None when the reader can do nothing or nothing is due.

    Words that nobody has looked at come after what is due to the police at once: they may mean another tier.
    A task that is late comes after the tier's own clocks, and before what is not so pressing.
    """
    if "acknowledge" in moves:
        return ACKNOWLEDGE
    if is_to_refer(case) and "refer" in moves and not may_decide:
        return REFER
    if case.pressing_since and "plan" in moves:
        return WORDS
    if may_decide:
        return DECIDE
    if "plan" not in moves:
        return None
    return do_late(late_task) if late_task and case.waits_for != "plan" else look_or_write(case)


def look_or_write(case: Case) -> Step:
    if not case.plan:
        return PLAN
    return {"update": UPDATE, "look": LOOK}.get(case.waits_for, PLAN)


def do_late(task: CaseTask) -> Step:
    return Step("Do the task that is late", "task", f"{task.title}. {task.owner_name} has it.", about=task.reference)


def is_to_refer(case: Case) -> bool:
    """Also while its clock stands still: the police can be told at any time."""
    return case.waits_for == "referral" or bool(case.paused_for and case.tier >= Tier.POLICE)


def other_steps(case: Case, moves: Collection[str], first: Step | None, *, is_owner: bool) -> list[Step]:
    """Everything else that is possible now, in the order in which a case is usually worked."""
    writing = [MESSAGE, NOTE]
    pausing = [PAUSE] if case.waits_for in ("plan", "referral") else []
    working = [FACTS, OVERRIDE, *([] if is_owner else [TAKE]), ASSIGN, *pausing, *writing, DUPLICATE]
    before = [BY_MOVE[name] for name in moves if name in ("plan", "refer")]
    after = [BY_MOVE[name] for name in moves if name in ("close", "reopen")]
    return [
        step
        for step in (*before, *(working if case.is_open else writing), *after)
        if first is None or step.url != first.url
    ]
