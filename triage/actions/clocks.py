"""The times by which somebody must act, from the process's clocks; and which of them falls due next."""

from datetime import date, datetime, time

from django.utils import timezone

from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from triage.models import Case
from triage.process import Tier, current_version

END_OF_DAY = time(17)
UPDATE_CLOCK = Clock(10, Unit.WORKING_DAYS)  # P28


def acknowledge_due(tier: int, start: datetime) -> datetime:
    return due(start, current_version().clocks[Tier(tier)]["acknowledge"])


def act_due(tier: int, start: datetime) -> datetime | None:
    """When the plan (council) or the referral (police and above) is due; None where the tier asks for neither."""
    clock = current_version().clocks[Tier(tier)].get("act")
    return due(start, clock) if clock else None


def set_next_due(case: Case) -> None:
    """What falls due next is what the queue is ordered by. Closed cases wait for nothing."""
    case.due_at = {
        "": None,
        "answer": case.acknowledge_due_at,
        "plan": case.act_due_at,
        "referral": case.act_due_at,
        "look": follow_up_due(case),
    }[case.waits_for]


def look_by(start: datetime) -> date:
    """The last day on which somebody looks at a case again, where nothing else is due before."""
    return timezone.localdate(due(start, UPDATE_CLOCK))


def follow_up_due(case: Case) -> datetime:
    """The end of the day for the next look at the plan; ten working days from the last step where none was set."""
    if case.follow_up_on:
        return timezone.make_aware(datetime.combine(case.follow_up_on, END_OF_DAY))
    last = case.acted_at or case.acknowledged_at or case.reported_at
    return due(last, UPDATE_CLOCK)
