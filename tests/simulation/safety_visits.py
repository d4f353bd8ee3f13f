"""Visits in three simulated years: many in the nights in which the clocks change; people who forget to check in."""

from datetime import UTC, date, datetime, time

from councilsafe.accounts.models import User
from riskassess.actions import buddies
from riskassess.actions.visit_alarms import account_for
from riskassess.actions.visits import Plan, end_visit, give_more_time, plan_visit
from riskassess.models import Visit, VisitAlarm
from riskassess.visits.times import window
from tests.simulation.safety_programs import CHANGES, Workers
from tests.simulation.wall import DAY, HOUR, LONDON, MINUTE

TOLD = {"kind": "home", "phone": "07700 900 111", "if_not_heard": "Ring 999.", "call_phrase": "the boiler"}
NIGHTS = [time(hour, minute) for hour in (0, 1, 2, 3) for minute in (0, 15, 30, 45)]


def end_by_rule(day: date, begins: datetime, ends: time) -> datetime:
    """The first moment after the start at which the clock on the wall shows the end; one that it never shows on that
    day comes as if the clocks had not changed."""
    shown = (begins + number * MINUTE for number in range(1, 24 * 60))
    same_day = (one for one in shown if one.astimezone(LONDON).date() == day)
    found = next((one for one in same_day if one.astimezone(LONDON).time() == ends), None)
    return found or datetime.combine(day, ends, UTC)


class Visits(Workers):
    councillors: list[User]
    officers: list[User]

    def plan_visits(self, number: int) -> None:
        self.visit_ends: dict[int, list[datetime]] = {}
        self.visit_over: dict[int, datetime] = {}
        self.newest_alarm = 0
        for count in range(number):
            self.at(self.some_time(near=count % 3 == 0), lambda near=count % 3 == 0: self.plan_visit(near))

    def some_time(self, near: bool) -> datetime:
        """A third lie around the changes of the clocks."""
        if near:
            return self.chance.choice(CHANGES) - HOUR * self.chance.uniform(1.2, 4)
        return self.begins + 90 * DAY + (self.ends - self.begins - 100 * DAY) * self.chance.random()

    def make_buddies(self) -> None:
        one, other = self.chance.sample(self.councillors, 2)
        buddies.agree(by=one, buddy=buddies.ask_buddy(by=other, asked=one))

    def plan_visit(self, near: bool) -> None:
        by = self.chance.choice([one for one in self.councillors if one.is_active])
        starts_at, end = self.by_night() if near else self.by_day()
        plan = Plan(place=f"{len(self.visit_ends)} Mill Lane", starts_at=starts_at, expected_end_at=end, **TOLD)
        visit = plan_visit(by=by, plan=plan)
        if visit.pk in self.visit_ends:
            return
        self.visit_ends[visit.pk] = [end]
        self.go_on_from(visit, end)

    def by_day(self) -> tuple[datetime, datetime]:
        starts = (datetime.now(UTC) + HOUR).replace(second=0, microsecond=0)
        return starts, starts + self.chance.choice([10, 45, 60, 90, 180]) * MINUTE

    def by_night(self) -> tuple[datetime, datetime]:
        """As their form would: a day and two times on the wall."""
        change = min(CHANGES, key=lambda one: abs(one - datetime.now(UTC)))
        day = change.astimezone(LONDON).date()
        starts, ends = sorted(self.chance.sample(NIGHTS, 2))
        starts_at, end = window(day, starts, ends)
        assert end == end_by_rule(day, starts_at, ends), (day, starts, ends, starts_at, end)
        return starts_at, end

    def go_on_from(self, visit: Visit, end: datetime) -> None:
        kind = self.chance.choice(["early", "in grace", "late", "never", "more"])
        grace = self.chance.uniform(0.1, 14.9) * MINUTE
        after = {"early": -grace / 3, "in grace": grace, "late": HOUR * self.chance.uniform(0.3, 9)}
        if kind in after:
            self.at(end + after[kind], lambda: self.end_visit(visit))
        elif kind == "more":
            self.at(end - MINUTE, lambda: self.more_time(visit))

    def more_time(self, visit: Visit) -> None:
        visit.refresh_from_db()
        give_more_time(by=visit.councillor, visit=visit, minutes=30, seen_end=visit.expected_end_at)
        later = self.visit_ends[visit.pk][-1] + 30 * MINUTE
        self.visit_ends[visit.pk].append(later)
        self.go_on_from(visit, later)

    def end_visit(self, visit: Visit) -> None:
        end_visit(by=visit.councillor, visit=visit)
        self.visit_over[visit.pk] = datetime.now(UTC)

    def see_alarms(self) -> None:
        """Whoever is called answers, sooner or later."""
        for alarm in VisitAlarm.objects.filter(pk__gt=self.newest_alarm).select_related("visit").order_by("pk"):
            self.newest_alarm = alarm.pk
            soon = datetime.now(UTC) + MINUTE * self.chance.uniform(2, 40)
            self.at(soon, lambda alarm=alarm: self.answer_alarm(alarm))

    def answer_alarm(self, alarm: VisitAlarm) -> None:
        alarm.refresh_from_db()
        by = next(one for one in self.officers if one.is_active)
        if alarm.closed_at is None:
            account_for(by=by, visit=alarm.visit, what_happened="We reached them.")
