"""Which turn of a deadline's plan it is, and when somebody has to look at it next. Changes nothing."""

from datetime import datetime

from councilsafe.duty import schedule
from councilsafe.duty.clocks import working_hours
from councilsafe.duty.models import Deadline


def turn_to_tell(deadline: Deadline, now: datetime) -> int | None:
    """The number of the newest turn that has begun and was not dealt with. All before it are let go."""
    plan, hours = deadline.schedule, working_hours()
    begun = max(schedule.turns_begun(plan, deadline.due_at, now, hours), default=-1)
    return begun if begun > deadline.turn else None


def counts_for(deadline: Deadline, number: int) -> bool:
    return schedule.counts_for(deadline.schedule, number, deadline.due_at, deadline.set_at, working_hours())


def next_look(deadline: Deadline, *, after: int | None = None, not_before: datetime | None = None) -> datetime | None:
    """When something is to be told or noted, once the turn `after` is dealt with: the last one, if not said.

    `not_before` is the time until which the turn `after` itself waits.
    """
    if deadline.is_paused:
        return deadline.paused_until
    number = deadline.turn if after is None else after
    begins = deadline.schedule.begins(number + 1, deadline.due_at, working_hours())
    missed = deadline.due_at if deadline.schedule.counts and not deadline.breached_at else None
    return min((moment for moment in (begins, missed, not_before) if moment), default=None)
