"""What programs do in a simulated year: sweeps at every minute at which they would find something, and deaths."""

import heapq
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import time_machine
from django.db import connection
from django.utils import timezone

from councilsafe.duty.actions import climb_due_alerts, remind_due_deadlines
from councilsafe.notifications.actions import deliver_due, put_together
from tests.simulation import postbox
from tests.simulation.wall import DAY, HOUR, MINUTE
from triage.actions import ask_about_silence, resume_due_pauses
from triage.actions.deadlines import catch_up_deadlines
from triage.actions.together import score_waiting

BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def ask_in_silence() -> int:
    return ask_about_silence(now=timezone.now())


# Each with the moment from which on it would find something.
SWEEPS: dict[Callable[[], int], str] = {
    resume_due_pauses: "SELECT min(paused_until) FROM triage_case",
    score_waiting: "SELECT min(asked_at) FROM triage_rescoring",
    climb_due_alerts: "SELECT min(next_climb_at) FROM duty_alert",
    remind_due_deadlines: "SELECT min(next_at) FROM duty_deadline",
    put_together: "SELECT min(next_attempt_at) FROM notifications_outboxmessage "
    "WHERE sent_at IS NULL AND failed_at IS NULL AND can_wait",
    deliver_due: "SELECT min(next_attempt_at) FROM notifications_outboxmessage "
    "WHERE sent_at IS NULL AND failed_at IS NULL AND NOT can_wait",
}
WHEN = f"SELECT {', '.join(f'({one})' for one in SWEEPS.values())}"
DAILY = (catch_up_deadlines, ask_in_silence)  # these find nothing, because nothing was forgotten


class Death(BaseException):
    """A worker's, at some statement."""


def dying(after: int) -> Callable:
    left = count(after, -1)

    def execute(run, *args):
        if next(left) == 0:
            raise Death
        return run(*args)

    return execute


class Programs:
    begins, ends = BEGINS, ENDS

    def __init__(self, seed: int, clock: time_machine.Traveller) -> None:
        self.chance, self.clock = random.Random(seed), clock
        self.plan: list = []
        self.number = count()
        self.died: dict[str, set[datetime]] = defaultdict(set)
        self.deaths_of_mail = self.forgotten = 0
        self.swept = self.tidied = self.begins
        self.outages = self.stretches(60, 8 * HOUR)
        self.mail_down = self.stretches(10, 4 * HOUR)

    def stretches(self, number: int, mean: timedelta) -> list[tuple[datetime, datetime]]:
        begins = sorted(self.begins + (self.ends - self.begins) * self.chance.random() for _ in range(number))
        begins = [one.replace(microsecond=0) for one in begins]
        return [(one, one + mean * self.chance.uniform(0.05, 2)) for one in begins]

    def at(self, moment: datetime, deed: Callable[[], None]) -> None:
        heapq.heappush(self.plan, (moment, next(self.number), deed))

    def run(self) -> None:
        while True:
            deed_at = self.plan[0][0] if self.plan else self.ends
            sweep_at = self.next_sweep()
            if min(deed_at, sweep_at) >= self.ends:
                break
            if deed_at <= sweep_at:
                moment, _, deed = heapq.heappop(self.plan)
                self.clock.move_to(moment)
                deed()
            else:
                self.clock.move_to(sweep_at)
                self.sweep(sweep_at)
            self.last = min(deed_at, sweep_at)

    def due(self) -> dict[Callable[[], int], datetime]:
        with connection.cursor() as cursor:
            cursor.execute(WHEN)
            return {one: when for one, when in zip(SWEEPS, cursor.fetchone(), strict=True) if when}

    def next_sweep(self) -> datetime:
        """The first minute at which a sweep would find something: all before it change nothing."""
        self.found = self.due()
        return self.first_beat(max(min(self.found.values(), default=self.ends), self.swept + MINUTE))

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
        due, ran = self.found, False
        for one in SWEEPS:
            if due.get(one, self.ends) <= now or (ran and one is deliver_due):  # what the others tell goes at once
                self.run_one(one, now)
                ran = True
        if now - self.tidied >= DAY:
            self.tidied = now
            self.forgotten += sum(one() for one in DAILY)

    def run_one(self, one: Callable[[], int], now: datetime) -> None:
        if self.chance.random() < 0.03:
            self.strike(one, now)
        else:
            one()
        if one is score_waiting:
            self.after_scoring()

    def after_scoring(self) -> None:
        """Cases may have risen."""

    def strike(self, one: Callable[[], int], now: datetime) -> None:
        sent = len(postbox.TAKEN)
        try:
            with connection.execute_wrapper(dying(self.chance.randint(0, 12))):
                one()
        except Death:
            self.died[one.__name__].add(now)
            self.deaths_of_mail += len(postbox.TAKEN) > sent
