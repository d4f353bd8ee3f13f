"""The times by which somebody must act, from the process's clocks; and which of them falls due next."""

from collections.abc import Mapping
from datetime import datetime, time

from django.utils import timezone

from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from triage.models import Case
from triage.process import Tier
from triage.processes import made_by

END_OF_DAY = time(17)
CLOCKS = ["update_due_at", "due_at", "queue_at"]  # what a change of the update clock changes
UPDATE_CLOCK = Clock(10, Unit.WORKING_DAYS)  # P28


def clocks_of(case: Case) -> Mapping[str, Clock]:
    """As the version says that assessed it last. One that is approved later changes no case that it did not assess."""
    return made_by(case.assessment).clocks[Tier(case.tier)]


def acknowledge_due(case: Case, start: datetime) -> datetime:
    return due(start, clocks_of(case)["acknowledge"])


def act_due(case: Case, start: datetime) -> datetime | None:
    """When the plan (council) or the referral (police and above) is due; None where the tier asks for neither."""
    clock = clocks_of(case).get("act")
    return due(start, clock) if clock else None


def set_next_due(case: Case) -> None:
    """What falls due next is what the queue is ordered by, unless a case is pressing. Closed cases wait for nothing."""
    case.due_at = {
        "": None,
        "answer": case.acknowledge_due_at,
        "plan": case.act_due_at,
        "referral": case.act_due_at,
        "reporter": case.paused_until,
        "police": case.paused_until,
        "look": next_word_due(case),
        "update": next_word_due(case),
    }[case.waits_for]
    case.queue_at = min(case.due_at, case.pressing_since or case.due_at) if case.due_at else None


def next_word_due(case: Case) -> datetime | None:
    """When somebody looks at the plan again, or tells the reporter how it stands: whichever comes first."""
    looks = follow_up_due(case)
    return min(looks, case.update_due_at) if looks and case.update_due_at else looks or case.update_due_at


def follow_up_due(case: Case) -> datetime | None:
    """The end of the day for the next look at the plan, where one was set."""
    if case.follow_up_on is None:
        return None
    return timezone.make_aware(datetime.combine(case.follow_up_on, END_OF_DAY))


def start_update_clock(case: Case, start: datetime) -> None:
    """The reporter has heard something: they hear again within ten working days, or it counts as silence (P28)."""
    case.update_due_at = due(start, UPDATE_CLOCK)
    set_next_due(case)
