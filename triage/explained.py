"""Why this tier, and how each clock of a case stands: a sentence each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from councilsafe.govuk.dates import day_and_time
from triage.explain import why_act, why_answer, why_look, why_paused, why_update
from triage.models import Case, Override
from triage.process import Tier


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock. `state` is its word: Running, Late, In time, Missed or Paused."""

    name: str
    state: str
    words: str


def why_this_tier(case: Case, set_by: Override | None) -> str:
    stands = f"It stands at “{case.get_tier_display()}”"
    if set_by:
        return f"{stands} because {set_by.proposed_by.name} set it so. The process says otherwise."
    if case.tier != case.assessment.tier:
        return f"{stands} from before. With what is known now the process says “{case.assessment.get_tier_display()}”."
    return f"{stands}, because {strongest_reason(case)}"


def strongest_reason(case: Case) -> str:
    made = case.assessment
    gate = next((one for one in made.gates if one["tier"] == Tier(made.tier).key), None)
    if gate:
        return f"one thing is enough for that: {gate['sentence']}"
    if made.words_that_raise and made.tier == Tier.COUNCIL and not made.counted:
        return "of the words that were seen in it."
    if made.counted:
        return f"what is known adds up to {made.points} points."
    return "nothing that is known asks for more."


# The clocks --------------------------------------------------------------------------------------------------------


def clocks_of(case: Case, now: datetime) -> list[Explained]:
    """Each of them: how long, since when, and whether it was kept."""
    return [*answering(case, now), *acting(case, now), *looking(case, now), *telling(case, now)]


def answering(case: Case, now: datetime) -> Iterator[Explained]:
    yield explained("Answer", why_answer(case), case.acknowledge_due_at, case.acknowledged_at, now)


def acting(case: Case, now: datetime) -> Iterator[Explained]:
    name = "Police referral" if case.tier >= Tier.POLICE else "Plan"
    if case.act_due_at is None or not (case.is_open or case.acted_at):
        return
    if case.paused_until and case.acted_at is None:
        yield Explained(name, "Paused", why_paused(case))
    else:
        yield explained(name, why_act(case), case.act_due_at, case.acted_at, now)


def looking(case: Case, now: datetime) -> Iterator[Explained]:
    if case.is_open and case.follow_up_on:
        late = case.follow_up_on < timezone.localdate(now)
        yield Explained("Next look", "Late" if late else "Running", why_look(case))


def telling(case: Case, now: datetime) -> Iterator[Explained]:
    """P28. It starts again with every word to the reporter, so it has no end but the case's."""
    if case.is_open and case.update_due_at:
        yield explained("Update", why_update(case), case.update_due_at, None, now)


def explained(name: str, why: str, due_at: datetime, met_at: datetime | None, now: datetime) -> Explained:
    if met_at is None:
        return Explained(name, "Late" if due_at < now else "Running", f"Due {day_and_time(due_at)}. {why}")
    kept = "In time" if met_at <= due_at else "Missed"
    return Explained(name, kept, f"Done {day_and_time(met_at)}, and was due {day_and_time(due_at)}. {why}")
