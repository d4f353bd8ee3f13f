"""When reminders are due, told once more and apart from `councilsafe/duty/plans.py`."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from councilsafe.duty.models import Deadline, DeadlineStep
from tests.simulation.programs import Programs
from tests.simulation.wall import DAY, HOUR, LONDON, MINUTE, at_wall, worked, working_day_before

MORNING = 8
URGENT = "case.referral"


def turns(plan: str, due: datetime) -> list[datetime]:
    """The moments from which on each reminder of a plan may go."""
    day = due.astimezone(LONDON).date()
    return {
        "case.plan": lambda: [at_wall(working_day_before(day), MORNING), due, worked(due, 8)],
        "task": lambda: [at_wall(working_day_before(day), MORNING), due, worked(due, 8)],
        "case.referral": lambda: [due - HOUR, due, due + 30 * MINUTE, due + 2 * HOUR],
        "case.look": lambda: [at_wall(day, MORNING), at_wall(day + DAY, MORNING), worked(due, 16)],
        "case.update": lambda: [due, worked(due, 16)],
    }[plan]()


class Reminders:
    """Every deadline as it was last set, held against the sweeps that ran."""

    def __init__(self, year: Programs) -> None:
        self.year = year
        self.steps: dict[int, list[DeadlineStep]] = defaultdict(list)
        self.days: dict[tuple, list[datetime]] = defaultdict(list)
        for step in DeadlineStep.objects.select_related("deadline").order_by("told_at", "id"):
            self.steps[step.deadline_id].append(step)
            self.days[step.deadline.about_ref, step.deadline.kind].append(step.told_at)

    def faults(self) -> Iterator[tuple[str, str]]:
        for one in Deadline.objects.filter(plan__in=["case.plan", "case.referral", "case.look", "case.update", "task"]):
            steps = self.steps[one.pk]
            yield from ((one.about_ref, what) for what in self.forbidden(one, steps))
            told = {step.turn: step.told_at for step in steps if step.setting == one.setting}
            wanted = dict(self.wanted(one))
            for turn in sorted({*told, *wanted}):
                first, last = wanted.get(turn, (None, None))
                if turn not in told or first is None or not first <= told[turn] <= last:
                    yield one.about_ref, f"{one.kind}, turn {turn}: told {told.get(turn)}, due {first} to {last}"

    def forbidden(self, one: Deadline, steps: list[DeadlineStep]) -> Iterator[str]:
        """Nobody hears of what is done, nor by night, nor twice in a day, unless it is urgent."""
        ends, days = one.met_at or one.dropped_at, set()
        for step in steps:
            local = step.told_at.astimezone(LONDON)
            if ends and step.told_at > ends:
                yield f"reminded of {one.kind} after it was done"
            if one.plan != URGENT and local.hour < MORNING:
                yield f"reminded of {one.kind} at night"
            if one.plan != URGENT and (step.recipient_id, local.date()) in days:
                yield f"reminded of {one.kind} twice in a day"
            days.add((step.recipient_id, local.date()))

    def wanted(self, one: Deadline) -> Iterator[tuple[int, tuple[datetime, datetime]]]:
        """Each turn that is told, with the first and the last moment at which it may be."""
        begins, turn, now = turns(one.plan, one.due_at), -1, one.set_at
        ends = one.met_at or one.dropped_at or one.paused_at or self.year.last + MINUTE
        while turn < len(begins) - 1:
            due = max(begins[turn + 1], now)
            now = self.year.first_sweep("remind_due_deadlines", due)
            turn = max(number for number, begin in enumerate(begins) if begin <= now)
            if begins[turn] <= one.set_at and begins[turn] < one.due_at:
                continue
            if later := self.waits(one, now):
                turn, now = turn - 1, later
                continue
            if now >= ends:
                return
            yield turn, (self.year.first_beat(due), now)

    def waits(self, one: Deadline, now: datetime) -> datetime | None:
        """Until the morning."""
        local = now.astimezone(LONDON)
        if one.plan == URGENT:
            return None
        if any(at < now and at.astimezone(LONDON).date() == local.date() for at in self.days[one.about_ref, one.kind]):
            return at_wall(local.date() + DAY, MORNING)
        return at_wall(local.date(), MORNING) if local.hour < MORNING else None
