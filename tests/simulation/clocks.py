"""What was late in a case, by its story alone, and apart from the code under test."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.simulation.wall import HOUR, at_wall, between, worked
from tests.simulation.year import Told

TELLS = ("reported", "acknowledge", "plan", "refer", "close", "raised", "rose", "told", "pause", "reopen")  # P28
LOG, COUNCIL, POLICE, EMERGENCY = 1, 2, 3, 4
IsLate = Callable[[datetime, datetime | None], bool]


def act_due(since: datetime, tier: int) -> datetime | None:
    """A plan in two working days; a referral within four hours, in an emergency within one."""
    return {COUNCIL: worked(since, 16), POLICE: since + 4 * HOUR, EMERGENCY: since + HOUR}.get(tier)


def late_updates(story: list[Told], is_late: IsLate) -> int:
    told = [(one.at, one.what) for one in story if one.what in TELLS]
    pairs = zip(told, [*told[1:], (None, "")], strict=True)
    return sum(is_late(worked(since, 80), done) for (since, what), (done, _) in pairs if what != "close")


def late_looks(story: list[Told], is_late: IsLate) -> int:
    """At the end of the day that was chosen with the plan, unless it was closed, or another day was chosen, before."""
    late, due = 0, None
    for one in story:
        if due and one.what in ("plan", "close", "reopen"):
            late, due = late + is_late(due, one.at), None
        if one.what == "plan":
            due = at_wall(one.day, 17)
    return late + (is_late(due, None) if due else 0)


class ActClock:
    """The clock for the plan or the referral: it starts anew, and can stand still."""

    def __init__(self, is_late: IsLate) -> None:
        self.is_late, self.late, self.acted, self.is_open = is_late, 0, False, True
        self.due: datetime | None = None
        self.left: timedelta | None = None
        self.limit, self.in_hours = datetime.max, True

    def start(self, since: datetime, tier: int) -> None:
        self.acted, self.left, self.due, self.in_hours = False, None, act_due(since, tier), tier == COUNCIL

    def go_on(self, moment: datetime) -> None:
        """At its limit at the latest."""
        if self.left is not None:
            since, left = min(moment, self.limit), self.left
            self.due = worked(since, left / HOUR) if self.in_hours else since + left
            self.left = None

    def stop(self, one: Told) -> None:
        """At most ten working days for the reporter, and five for the police; at `police` one working day."""
        days = 1 if one.tier >= POLICE else {"reporter": 10, "police": 5}[one.whom]
        self.limit = min(at_wall(one.day, 17), worked(one.at, days * 8))
        self.left = between(one.at, self.due) if self.in_hours else self.due - one.at

    def end(self, moment: datetime) -> None:
        if self.due:
            self.late += self.is_late(self.due, moment)
        self.due = self.left = None

    def hear(self, one: Told) -> None:
        acts = one.what == ("refer" if one.tier >= POLICE else "plan")
        if self.left is not None and (one.at >= self.limit or one.what in ("resume", "replied")):
            self.go_on(one.at)
        if one.what in ("reported", "raised", "rose", "reopen") or (one.what == "lowered" and not self.acted):
            self.go_on(one.at)
            self.end(one.at)
            self.start(one.at, one.tier)
        elif acts or one.what == "close":
            self.go_on(one.at)
            self.end(one.at)
            self.acted = self.acted or acts
        elif one.what == "pause":
            self.stop(one)


def late_acts(story: list[Told], is_late: IsLate) -> int:
    clock = ActClock(is_late)
    for one in story:
        clock.hear(one)
    clock.go_on(clock.limit)
    return clock.late + (is_late(clock.due, None) if clock.due else 0)
