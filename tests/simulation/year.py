"""A council's year, moment by moment: people who report, answer late or never, and programs that die."""

import heapq
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import time_machine
from django.db import connection

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.actions import climb_due_alerts, remind_due_deadlines
from councilsafe.duty.models import Absence, Alert, Deadline, Shift
from councilsafe.notifications.actions import deliver_due, put_together
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import raise_alarm, send_message, start_draft, submit_report
from tests.factories import CouncillorFactory, UserFactory
from tests.simulation import postbox
from tests.simulation.wall import DAY, HOUR, MINUTE
from triage import actions
from triage.demo.stories import choose
from triage.models import Case
from triage.process import Tier

BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
CLOCK_CHANGES = [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
CLOCK_CHANGES += [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
SWEEPS = (climb_due_alerts, remind_due_deadlines, put_together, deliver_due)


class Death(BaseException):
    """A worker's, at some statement."""


def dying(after: int) -> Callable:
    left = count(after, -1)

    def execute(run, *args):
        if next(left) == 0:
            raise Death
        return run(*args)

    return execute


class Year:
    def __init__(self, seed: int, incidents: int, clock: time_machine.Traveller) -> None:
        self.chance, self.clock, self.incidents = random.Random(seed), clock, incidents
        self.plan: list = []
        self.number = count()
        self.story = defaultdict(list)  # what people did, by the case's reference
        self.died: dict[str, set[datetime]] = defaultdict(set)
        self.deaths_of_mail = 0
        self.people()
        self.rota()
        self.outages = self.stretches(60, 8 * HOUR)
        self.mail_down = self.stretches(10, 4 * HOUR)
        self.reports()

    def people(self) -> None:
        self.officers = UserFactory.create_batch(4, roles=[Role.OFFICER])
        self.above = [UserFactory(roles=[Role.MANAGER]), UserFactory(roles=[Role.MONITORING])]
        self.councillors = CouncillorFactory.create_batch(20)

    def rota(self) -> None:
        shifts, start = [], BEGINS - DAY
        while start < ENDS + DAY:
            ends = start + 12 * HOUR
            first, second = self.chance.sample(self.officers, 2)
            if self.chance.random() > 0.08:
                second = second if self.chance.random() > 0.3 else None
                shifts.append(Shift(starts_at=start, ends_at=ends, first=first, second=second))
            start = ends
        Shift.objects.bulk_create(shifts)
        Absence.objects.bulk_create(
            Absence(person=person, starts_at=starts, ends_at=ends, kind="leave")
            for person in [*self.officers, *self.above]
            for starts, ends in self.stretches(5, 6 * DAY)
        )
        self.leaves = [(person, *self.stretches(1, 30 * DAY)[0]) for person in self.officers[2:]]
        for person, starts, ends in self.leaves:
            self.at(starts, lambda person=person: self.active(person, False))
            self.at(ends, lambda person=person: self.active(person, True))

    def active(self, person: User, is_active: bool) -> None:
        User.objects.filter(pk=person.pk).update(is_active=is_active)

    def stretches(self, number: int, mean: timedelta) -> list[tuple[datetime, datetime]]:
        begins = sorted(BEGINS + (ENDS - BEGINS) * self.chance.random() for _ in range(number))
        begins = [one.replace(microsecond=0) for one in begins]
        return [(one, one + mean * self.chance.uniform(0.05, 2)) for one in begins]

    def reports(self) -> None:
        for _ in range(self.incidents):
            moment = BEGINS + (ENDS - BEGINS) * self.chance.random()
            self.at(moment, lambda: self.report(is_alarm=self.chance.random() < 0.04))
        for moment in CLOCK_CHANGES:
            self.at(moment, lambda: self.report(is_alarm=True))

    def at(self, moment: datetime, deed: Callable[[], None]) -> None:
        heapq.heappush(self.plan, (moment, next(self.number), deed))

    # What people do ----------------------------------------------------------------------------------------------

    def report(self, is_alarm: bool) -> None:
        by = self.chance.choice(self.councillors)
        draft = start_draft(by=by)
        if is_alarm:
            case = raise_alarm(by=by, draft=draft).case
        else:
            facts = choose(self.chance)[1]
            case = submit_report(by=by, draft=draft, facts=facts, told={"description": "It happened."}).case
        self.note(case, "reported")
        self.answer_some_day(case)

    def note(self, case: Case, what: str) -> None:
        now = datetime.now(UTC)
        case.refresh_from_db()
        self.story[case.reference].append((now, what, case.tier))

    def answer_some_day(self, case: Case) -> None:
        kind = self.chance.choices(["early", "late", "never"], weights=[70, 24, 6])[0]
        allowed = case.acknowledge_due_at - case.reported_at
        if kind == "never" and case.tier < Tier.POLICE:
            return
        share = self.chance.uniform(0.02, 0.9) if kind == "early" else self.chance.uniform(1, 8)
        answered = case.reported_at + allowed * share
        officer = self.chance.choice(self.officers[:2])
        self.at(answered, lambda: self.do(case, officer, "acknowledge"))
        self.work(case, officer, answered)

    def work(self, case: Case, officer: User, answered: datetime) -> None:
        moment = answered + HOUR * self.chance.expovariate(1 / (2 if case.tier >= Tier.POLICE else 12))
        if self.chance.random() < 0.9:
            self.at(moment, lambda: self.act(case, officer))
        if self.chance.random() < 0.1:
            tier = self.chance.choice(list(Tier))
            self.at(moment + HOUR, lambda: self.override(case, officer, tier))
        while self.chance.random() < 0.4:
            moment += DAY * self.chance.uniform(1, 18)
            self.at(moment, lambda: self.write(case, officer))
        if self.chance.random() < 0.95:
            closing = moment + DAY * self.chance.uniform(1, 20)
            self.at(closing, lambda: self.do(case, officer, "close", reason="It is over."))

    def act(self, case: Case, officer: User) -> None:
        case.refresh_from_db()
        look = (datetime.now(UTC) + DAY * 7).date()
        if case.tier >= Tier.POLICE:
            self.do(case, officer, "refer", police_reference="")
        else:
            self.do(case, officer, "plan", text="We write to them.", follow_up_on=look)

    def override(self, case: Case, officer: User, tier: Tier) -> None:
        self.do(case, officer, "propose_override", tier=tier, reason="It reads otherwise.")

    def write(self, case: Case, officer: User) -> None:
        case.refresh_from_db()
        send_message(by=officer, incident=case.incident, body="It is in hand.")
        if case.is_open:
            self.note(case, "told")

    def do(self, case: Case, by: User, name: str, **how: object) -> None:
        before = Case.objects.get(pk=case.pk)
        try:
            getattr(actions, name)(by=by, case=before, **how)
        except ActionDenied:
            return
        case.refresh_from_db()
        if name == "propose_override":
            name = "raised" if case.tier > before.tier else "lowered" if case.tier < before.tier else "proposed"
        self.note(case, name)

    # What programs do --------------------------------------------------------------------------------------------

    def run(self) -> None:
        while True:
            deed_at = self.plan[0][0] if self.plan else ENDS
            sweep_at = self.next_sweep()
            if min(deed_at, sweep_at) >= ENDS:
                break
            if deed_at <= sweep_at:
                moment, _, deed = heapq.heappop(self.plan)
                self.clock.move_to(moment)
                deed()
            else:
                self.clock.move_to(sweep_at)
                self.sweep(sweep_at)
            self.last = min(deed_at, sweep_at)

    def next_sweep(self) -> datetime:
        """The first minute at which a sweep would find something: all before it change nothing."""
        due = [
            Alert.objects.open().filter(next_climb_at__isnull=False).order_by("next_climb_at"),
            Deadline.objects.open().filter(next_at__isnull=False).order_by("next_at"),
            OutboxMessage.objects.unsent().order_by("next_attempt_at"),
        ]
        found = [
            rows.values_list(name, flat=True).first()
            for rows, name in zip(due, ("next_climb_at", "next_at", "next_attempt_at"), strict=True)
        ]
        earliest = min((one for one in found if one), default=ENDS)
        return self.first_beat(max(earliest, getattr(self, "swept", BEGINS) + MINUTE))

    def first_beat(self, moment: datetime) -> datetime:
        """The first whole minute from then on at which a worker lives."""
        while True:
            beat = moment.replace(second=0, microsecond=0)
            beat += MINUTE if beat < moment else timedelta()
            out = [ends for starts, ends in self.outages if starts <= beat < ends]
            if not out:
                return beat
            moment = max(out)

    def first_sweep(self, name: str, moment: datetime) -> datetime:
        """The first that was not struck down."""
        beat = self.first_beat(moment)
        while beat in self.died[name]:
            beat = self.first_beat(beat + MINUTE)
        return beat

    def sweep(self, now: datetime) -> None:
        self.swept = now
        postbox.DOWN[0] = any(starts <= now < ends for starts, ends in self.mail_down)
        for one in SWEEPS:
            if self.chance.random() < 0.03:
                self.strike(one, now)
            else:
                one()

    def strike(self, one: Callable[[], int], now: datetime) -> None:
        sent = len(postbox.TAKEN)
        try:
            with connection.execute_wrapper(dying(self.chance.randint(0, 12))):
                one()
        except Death:
            self.died[one.__name__].add(now)
            self.deaths_of_mail += len(postbox.TAKEN) > sent
