"""Why this hour, and why this officer: each in one sentence, from what was kept when it was decided."""

from collections.abc import Callable
from datetime import datetime

from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from councilsafe.govuk.dates import day, when
from triage.actions.clocks import UPDATE_CLOCK, clocks_of
from triage.models import Case, ClockBecause, OwnerBecause
from triage.process import Tier

SINCE = {
    ClockBecause.REPORTED: "from when it was reported",
    ClockBecause.RAISED: "from when it was raised to this tier",
    ClockBecause.LOWERED: "from when it was lowered to this tier",
    ClockBecause.REOPENED: "from when it was opened again",
}
PAUSED = {"reporter": "the reporter", "police": "the police"}
OWNED = {
    OwnerBecause.DUTY: "{owner} was the first on duty who may have it when it came.",
    OwnerBecause.NAMED: "{owner} has it because the reporter named them.",
    OwnerBecause.MONITORING: "{owner} has it because conduct of members and officers is the monitoring officer's.",
    OwnerBecause.ANSWERED: "{owner} has it because they answered it{before}.",
    OwnerBecause.TOOK: "{owner} took it over{of}.",
    OwnerBecause.GIVEN: "{owner} has it because {giver} handed it over to them.",
}


def why_this_hour(case: Case) -> str:
    """What the case waits for, and why it is due when it is. Empty for a closed one."""
    return WHY.get(case.waits_for, nothing)(case)


def why_answer(case: Case) -> str:
    return clock_in_words(case, "acknowledge", case.acknowledge_due_at)


def why_act(case: Case) -> str:
    return clock_in_words(case, "act", case.act_due_at)


def clock_in_words(case: Case, name: str, due_at: datetime | None) -> str:
    """As "Police: 1 hour, day and night, from when it was reported today at 2:05pm." """
    clock = clocks_of(case).get(name)
    if clock is None or due_at is None:
        return ""
    words = f"{Tier(case.tier).key.capitalize()}: {in_words(clock)}{since(case)}"
    was_paused = case.clocks_since is not None and due(case.clocks_since, clock) != due_at
    return f"{words}, without the time for which it was paused." if was_paused else f"{words}."


def in_words(clock: Clock) -> str:
    return f"{clock}, day and night" if clock.unit in (Unit.MINUTES, Unit.HOURS) else str(clock)


def since(case: Case) -> str:
    if not (case.clocks_since and case.clocks_because):
        return ""
    return f", {SINCE[ClockBecause(case.clocks_because)]} {when(case.clocks_since)}"


def why_paused(case: Case) -> str:
    until = f" until {when(case.paused_until)} at the latest" if case.paused_until else ""
    return f"The clock stands still{until}, because an officer waits for {PAUSED[case.waits_for]}."


def why_look(case: Case) -> str:
    chosen = f": {day(case.follow_up_on)}" if case.follow_up_on else ""
    return f"The day for the next look was chosen with the plan{chosen}."


def why_update(case: Case) -> str:
    return f"The reporter hears at least every {UPDATE_CLOCK} until the case is closed, counted from the last news."


def nothing(case: Case) -> str:
    return ""


WHY: dict[str, Callable[[Case], str]] = {
    "answer": why_answer,
    "plan": why_act,
    "referral": why_act,
    "reporter": why_paused,
    "police": why_paused,
    "look": why_look,
    "update": why_update,
}


def why_this_officer(case: Case) -> str:
    """Who gave it to whom, or why it went to them by itself."""
    if case.owner is None:
        return "Nobody is there who may have it. Its alarm goes on looking."
    if not case.owner_because:
        return f"{case.owner.name} has it. Why was not written down."
    giver = case.owner_from.name if case.owner_from else ""
    return OWNED[OwnerBecause(case.owner_because)].format(
        owner=case.owner.name,
        giver=giver or "a colleague",
        before=f" before {giver} did" if giver else "",
        of=f" from {giver}" if giver else "",
    )
