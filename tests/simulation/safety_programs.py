"""What programs do in three simulated years of keeping people safe: each sweep at its own beat, deaths, dead hours."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import time_machine
from django.db import connection
from django.utils import timezone

from councilsafe.duty.actions import climb_due_alerts, remind_due_deadlines
from councilsafe.duty.models import Deadline
from councilsafe.notifications.actions import deliver_due, put_together
from councilsafe.sweeps import SWEEPS as SCHEDULE
from riskassess import tasks
from tests.simulation import postbox
from tests.simulation.programs import Death, Programs, dying
from tests.simulation.wall import DAY, HOUR, MINUTE, midnight, today

BEGINS, ENDS = datetime(2025, 10, 1, tzinfo=UTC), datetime(2028, 10, 1, tzinfo=UTC)
CHANGES = [  # of the clocks
    datetime(year, month, day, 1, tzinfo=UTC)
    for year, month, day in (
        (2025, 10, 26),
        (2026, 3, 29),
        (2026, 10, 25),
        (2027, 3, 28),
        (2027, 10, 31),
        (2028, 3, 26),
    )
]
UNSENT = "SELECT min(next_attempt_at) FROM notifications_outboxmessage WHERE sent_at IS NULL AND failed_at IS NULL"


class Sweep(NamedTuple):
    """`finds`: the moment from which on it would find something. Without, it looks at dates, which change at midnight,
    and at who is there."""

    name: str
    run: Callable[[], object]
    finds: str = ""


SWEEPS = (
    Sweep("riskassess.watch_visits", tasks.watch_visits, "SELECT min(next_at) FROM riskassess_visit"),
    Sweep("riskassess.look_after_reviews", tasks.look_after_reviews),
    Sweep("riskassess.look_after_venues", tasks.look_after_venues),
    Sweep("duty.climb_due_alerts", climb_due_alerts, "SELECT min(next_climb_at) FROM duty_alert"),
    Sweep("duty.remind_due_deadlines", remind_due_deadlines, "SELECT min(next_at) FROM duty_deadline"),
    Sweep("notifications.put_together", put_together, f"{UNSENT} AND can_wait"),
    Sweep("notifications.deliver_due", deliver_due, f"{UNSENT} AND NOT can_wait"),
)
REMIND = "duty.remind_due_deadlines"
FINDS = [one for one in SWEEPS if one.finds]
LOOKS = [one.name for one in SWEEPS if not one.finds]
WHEN = f"SELECT {', '.join(f'({one.finds})' for one in FINDS)}"
EVERY = {task: timedelta(seconds=seconds) for _, task, seconds in SCHEDULE}


class Workers(Programs):
    """From one moment at which something is due to the next; whatever lies between would change nothing."""

    begins, ends = BEGINS, ENDS

    def __init__(self, seed: int, clock: time_machine.Traveller) -> None:
        super().__init__(seed, clock)
        self.outages += [(one - HOUR * self.chance.uniform(0.1, 2), one + HOUR * 2) for one in CHANGES[::2]]
        self.ran: dict[str, datetime] = {}
        self.look_at = dict.fromkeys(LOOKS, self.begins)
        self.hands: dict[tuple[str, str, datetime], int | None] = {}  # who has what, whenever it is looked at

    def look_now(self) -> None:
        """Somebody has come or gone, or a day came nearer."""
        self.look_at = dict.fromkeys(LOOKS, datetime.now(UTC))

    def beats(self) -> dict[str, datetime]:
        """For each sweep the next beat at which it would find something."""
        with connection.cursor() as cursor:
            cursor.execute(WHEN)
            due = dict(zip([one.name for one in FINDS], cursor.fetchone(), strict=True)) | self.look_at
        return {name: self.next_beat(name, moment) for name, moment in due.items() if moment}

    def next_beat(self, name: str, moment: datetime) -> datetime:
        """What has been due for long already is found at the next beat from now on, and none comes twice."""
        again = self.ran.get(name, self.begins - DAY) + timedelta(microseconds=1)
        return self.beat(max(moment, again, datetime.now(UTC)), EVERY[name])

    def beat(self, moment: datetime, every: timedelta) -> datetime:
        """The first from then on at which a worker lives."""
        while True:
            late = (moment - self.begins) % every
            moment += every - late if late else timedelta()
            out = [ends for starts, ends in self.outages if starts <= moment < ends]
            if not out:
                return moment
            moment = max(out)

    def next_sweep(self) -> datetime:
        self.next = self.beats()
        return min(self.next.values(), default=self.ends)

    def first(self, name: str, moment: datetime, every: timedelta = MINUTE) -> datetime:
        """The first beat that was not struck down."""
        beat = self.beat(moment, every)
        while beat in self.died[name]:
            beat = self.beat(beat + timedelta(microseconds=1), every)
        return beat

    def sweep(self, now: datetime) -> None:
        postbox.DOWN[0] = any(starts <= now < ends for starts, ends in self.mail_down)
        for one in SWEEPS:
            if self.next.get(one.name, self.ends) <= now:
                self.run_sweep(one, now)

    def run_sweep(self, one: Sweep, now: datetime) -> None:
        self.ran[one.name] = now
        if one.name == REMIND:
            self.note_hands(now)
        if self.survives(one, now) and one.name in self.look_at:
            self.look_at[one.name] = midnight(today() + DAY)
        self.after(one.name)

    def survives(self, one: Sweep, now: datetime) -> bool:
        """Most do. Some die at one of their statements."""
        if self.chance.random() > 0.03:
            one.run()
            return True
        sent = len(postbox.TAKEN)
        try:
            with connection.execute_wrapper(dying(self.chance.randint(0, 30))):
                one.run()
        except Death:
            self.died[one.name].add(now)
            self.deaths_of_mail += len(postbox.TAKEN) > sent
            return False
        return True

    def note_hands(self, now: datetime) -> None:
        due = Deadline.objects.due(timezone.now()).values_list("about_ref", "kind", "owner")
        self.hands |= {(ref, kind, now): owner for ref, kind, owner in due}

    def after(self, name: str) -> None:
        """What people do about what a sweep found."""
