"""Three months of visits around each change of the clocks: people who forget, sweeps that die, hours without a worker.

Whoever does not check in is missed within a minute of a living worker, and once; nobody is who does. The rules are told
apart from the code. `SIMULATION_SEED=…` tells other months.
"""

import logging
import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import Channel, OutboxMessage
from riskassess.actions import buddies
from riskassess.actions.visit_clock import watch_visits
from riskassess.actions.visits import Plan, end_visit, give_more_time, plan_visit
from riskassess.models import AlarmReason, Visit, VisitAlarm
from tests.factories import CouncillorFactory, UserFactory
from tests.simulation.programs import Death, dying
from tests.simulation.wall import LONDON

MONTHS = {
    "spring": (datetime(2026, 2, 15, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
    "autumn": (datetime(2026, 9, 10, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
}
LENGTH, BEAT, MINUTE = timedelta(days=90), timedelta(seconds=15), timedelta(minutes=1)
VISITS = int(os.environ.get("SIMULATION_VISITS", "60"))
TOLD = {"kind": "home", "phone": "07700 900 111", "if_not_heard": "Ring 999.", "call_phrase": "the boiler"}


class Months:
    """What each visit's owner does, and every moment at which a sweep lived or died."""

    def __init__(
        self, chance: random.Random, begins: datetime, change: datetime, clock: time_machine.Traveller
    ) -> None:
        self.chance, self.begins, self.change, self.clock = chance, begins, change, clock
        self.people: list[User] = CouncillorFactory.create_batch(5)
        UserFactory(roles=[Role.OFFICER])
        for one in self.people[1:]:
            buddies.agree(by=one, buddy=buddies.ask_buddy(by=self.people[0], asked=one))
        starts = [begins + LENGTH * chance.random() for _ in range(12)]
        self.outages = [(one, one + timedelta(hours=chance.uniform(0.1, 6))) for one in [*starts, change - 20 * MINUTE]]
        self.good: list[datetime] = []
        self.died: list[datetime] = []
        self.ends: dict[int, list[tuple[datetime, datetime]]] = {}  # for each visit: from when on which end held
        self.over: dict[int, datetime] = {}
        self.deeds = sorted(self.plans(), key=lambda one: one[0])

    def plans(self) -> list:
        """A third of them in the hours around the change of the clocks."""
        found = []
        for number in range(VISITS):
            near = self.change + timedelta(hours=self.chance.uniform(-4, 3))
            anywhere = self.begins + LENGTH * self.chance.random()
            start = (near if number % 3 == 0 else anywhere).replace(second=0, microsecond=0)
            length = self.chance.choice([10, 45, 60, 90, 180]) * MINUTE
            found.append((start - timedelta(hours=1), "plan", (number, start, start + length)))
        return found

    def run(self) -> None:
        last = self.begins + LENGTH + timedelta(days=2)
        while True:
            due = (
                Visit.objects.filter(next_at__isnull=False)
                .order_by("next_at")
                .values_list("next_at", flat=True)
                .first()
            )
            deed_at = self.deeds[0][0] if self.deeds else last
            swept = (self.good + self.died)[-1] if self.good + self.died else self.begins
            beat = self.first_beat(max(due, max([*self.good[-1:], *self.died[-1:], swept]) + BEAT)) if due else last
            if min(deed_at, beat) >= last:
                return
            if deed_at <= beat:
                self.clock.move_to(deed_at)
                _, what, how = self.deeds.pop(0)
                getattr(self, what)(*how)
            else:
                self.clock.move_to(beat)
                self.sweep(beat)

    def first_beat(self, moment: datetime) -> datetime:
        """The first from then on at which a worker lives."""
        late = timedelta(seconds=-moment.timestamp() % 15)
        beat = (moment + late).replace(microsecond=0)
        out = [ends for starts, ends in self.outages if starts <= beat < ends]
        return self.first_beat(max(out)) if out else beat

    def sweep(self, now: datetime) -> None:
        if self.chance.random() > 0.3:
            watch_visits()
            self.good.append(now)
            return
        try:
            with connection.execute_wrapper(dying(self.chance.randint(0, 30))):
                watch_visits()
            self.good.append(now)
        except Death:
            self.died.append(now)

    def later(self, moment: datetime, what: str, *how: object) -> None:
        self.deeds = sorted([*self.deeds, (moment, what, how)], key=lambda one: one[0])

    def plan(self, number: int, start: datetime, end: datetime) -> None:
        by = self.people[number % 5]
        plan = Plan(place=f"{number} Mill Lane", starts_at=start, expected_end_at=end, **TOLD)
        visit = plan_visit(by=by, plan=plan)
        self.ends[visit.pk] = [(datetime.now(UTC), end)]
        kind = self.chance.choice(["early", "in grace", "late", "never", "more"])
        if kind == "more":
            self.later(end - MINUTE, "more", visit)
        grace = self.chance.uniform(0.1, 14.9) * MINUTE
        after = {"early": -grace / 2, "in grace": grace, "late": timedelta(hours=self.chance.uniform(0.3, 9))}
        if kind in after:
            self.later((end + after[kind]).replace(microsecond=0), "end", visit)

    def more(self, visit: Visit) -> None:
        visit.refresh_from_db()
        give_more_time(by=visit.councillor, visit=visit, minutes=30, seen_end=visit.expected_end_at)
        visit.refresh_from_db()
        self.ends[visit.pk].append((datetime.now(UTC), visit.expected_end_at))

    def end(self, visit: Visit) -> None:
        end_visit(by=visit.councillor, visit=visit)
        self.over[visit.pk] = datetime.now(UTC)

    # The rules -------------------------------------------------------------------------------------------------------

    def faults(self) -> list[str]:
        raised = {one.visit_id: one for one in VisitAlarm.objects.filter(reason=AlarmReason.MISSED)}
        times = Counter(VisitAlarm.objects.values_list("visit", flat=True))
        found = [f"{pk} was raised {number} times" for pk, number in times.items() if number != 1]
        for pk, ends in self.ends.items():
            found += self.faults_of(pk, ends[-1][1] + 15 * MINUTE, raised.get(pk))
        return found

    def faults_of(self, pk: int, due: datetime, alarm: VisitAlarm | None) -> list[str]:
        by = next(one for one in [*self.good, datetime.max.replace(tzinfo=UTC)] if one >= due)  # a sweep that lived
        over = self.over.get(pk)
        if alarm is None:
            return [] if over and over <= by else [f"{pk}, due {due.astimezone(LONDON)}, was not missed by {by}"]
        if over and over < due:
            return [f"{pk} had checked in at {over}, and was missed"]
        dead = sum(due <= one <= alarm.raised_at for one in self.died)
        out = sum(
            (min(e, alarm.raised_at) - max(s, due) for s, e in self.outages if s < alarm.raised_at and e > due),
            timedelta(),
        )
        if not due <= alarm.raised_at <= by or alarm.raised_at - due > max(MINUTE, (dead + 1) * BEAT) + out:
            return [f"{pk}, due {due}, was missed at {alarm.raised_at}"]
        return []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", MONTHS)
def test_whoever_does_not_check_in_is_missed_and_nobody_else(name: str) -> None:
    seed = int(os.environ.get("SIMULATION_SEED", "7"))
    print(f"SIMULATION_SEED={seed}")  # noqa: T201 - pytest shows it when the test fails
    logging.disable()
    begins, change = MONTHS[name]
    with time_machine.travel(begins, tick=False) as clock:
        months = Months(random.Random(seed), begins, change, clock)
        months.run()
        faults = months.faults()
    logging.disable(logging.NOTSET)
    assert not faults, f"SIMULATION_SEED={seed}\n" + "\n".join(faults)
    missed = VisitAlarm.objects.filter(reason=AlarmReason.MISSED)
    assert missed.count() > VISITS // 5
    assert len(months.died) > VISITS // 5
    assert Alert.objects.filter(kind="visit.missed").count() == missed.count()
    told = OutboxMessage.objects.filter(kind="visit.missed", channel=Channel.EMAIL).values_list(
        "about_ref", "recipient"
    )
    assert max(Counter(told).values()) == 1
