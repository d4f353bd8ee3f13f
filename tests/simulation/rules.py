"""The rules of alarms, deadlines and messages, told once more and apart from the code, and a year held against them."""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Absence, Alert, AlertStep, Deadline, Shift
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Incident
from tests.simulation import postbox
from tests.simulation.clocks import COUNCIL, EMERGENCY, LOG, POLICE, late_acts, late_looks, late_updates
from tests.simulation.reminders import Reminders
from tests.simulation.wall import HOUR, MINUTE, opening, worked
from tests.simulation.year import ENDS, Told, Year

SOUNDS = ("reported", "rose", "raised")
COUNTED: dict[str, Callable] = {"case.update": late_updates, "case.act": late_acts, "case.look": late_looks}


def first_clock(tier: int, since: datetime) -> datetime:
    """threat-process.md: acknowledged in one working day, four working hours, one hour, ten minutes."""
    return {
        LOG: lambda: worked(since, 8),
        COUNCIL: lambda: worked(since, 4),
        POLICE: lambda: since + HOUR,
        EMERGENCY: lambda: since + 10 * MINUTE,
    }[tier]()


def step_clock(tier: int, since: datetime) -> datetime:
    return {
        LOG: lambda: worked(since, 8),
        COUNCIL: lambda: worked(since, 2),
        POLICE: lambda: since + 30 * MINUTE,
        EMERGENCY: lambda: since + 10 * MINUTE,
    }[tier]()


def round_clock(tier: int, since: datetime) -> datetime:
    """When all have been told: in the morning of a working day, after an hour, after ten minutes; without end."""
    return {
        LOG: lambda: opening(since),
        COUNCIL: lambda: opening(since),
        POLICE: lambda: since + HOUR,
        EMERGENCY: lambda: since + 10 * MINUTE,
    }[tier]()


class Rules:
    def __init__(self, year: Year) -> None:
        self.year, self.faults = year, []
        self.shifts = list(Shift.objects.order_by("starts_at"))
        self.starts = [one.starts_at for one in self.shifts]
        self.absences = list(Absence.objects.all())
        self.internal = set(
            Incident.objects.filter(source__in=["councillor", "officer"]).values_list("reference", flat=True)
        )

    def fault(self, ref: str, what: str) -> None:
        story = (f"    {one.at} {one.what} {one.tier}" for one in self.year.story.get(ref, ()))
        self.faults.append("\n".join([f"{ref}: {what}", *story]))

    def check(self) -> list[str]:
        steps = defaultdict(list)
        for step in AlertStep.objects.order_by("told_at", "id"):
            steps[step.alert_id].append(step)
        alerts = defaultdict(list)
        for alert in Alert.objects.order_by("raised_at", "id"):
            alerts[alert.about_ref].append(alert)
            self.alert(alert, steps[alert.pk])
        self.every_report_called(alerts)
        self.breaches()
        for ref, what in Reminders(self.year).faults():
            self.fault(ref, what)
        self.messages()
        if self.year.forgotten:
            self.fault("", f"the sweeps that find what was forgotten found {self.year.forgotten}")
        return self.faults

    # Alarms ------------------------------------------------------------------------------------------------------

    def on_shift(self, now: datetime) -> list[int]:
        shift = self.shifts[bisect(self.starts, now) - 1]
        return [shift.first_id, shift.second_id] if shift.starts_at <= now < shift.ends_at else []

    def ladder(self, now: datetime, only: set[int] | None) -> list[int]:
        """Who is called: the shift's two, or officers in their place; a manager; a monitoring officer; the absent."""
        year = self.year
        gone = {person.pk for person, starts, ends in year.leaves if starts <= now < ends}
        away = {one.person_id for one in self.absences if one.starts_at <= now < one.ends_at}
        planned = self.on_shift(now)
        officers, above = [one.pk for one in year.officers], [one.pk for one in year.above]

        def order(people: set[int]) -> list[int]:
            two = [one for one in planned if one in people]
            two += [one for one in officers if one in people and one not in two][: 2 - len(two)]
            return two + [one for one in above if one in people]

        everybody = {*officers, *above} - gone
        everybody &= everybody if only is None else only
        first = order((everybody - away) or everybody)
        return first + [one for one in order(everybody) if one not in first]

    def alert(self, alert: Alert, steps: list[AlertStep]) -> None:
        ref, story = alert.about_ref, self.year.story[alert.about_ref]
        answers = (one.at for one in story if one.what in ("acknowledge", "close") and one.at >= alert.raised_at)
        ends = next(answers, ENDS)
        if (alert.answered_at or alert.stopped_at or ENDS) != ends:
            return self.fault(ref, f"somebody answered at {ends}, and the alarm went on")
        if any(step.told_at > ends for step in steps):
            return self.fault(ref, "somebody was called after it was answered")
        sounds = [one for one in story if one.what in SOUNDS and alert.raised_at <= one.at < ends]
        if not sounds or sounds[0].at != alert.raised_at:
            return self.fault(ref, f"nothing happened at {alert.raised_at} that would call anybody")
        return self.climbs(ref, sounds, steps, ends)

    def climbs(self, ref: str, sounds: list[Told], steps: list[AlertStep], ends: datetime) -> None:
        """Each call, at its time, to whoever stands next on the ladder as it is at that moment."""
        waiting, sounds, due, rung, tier = list(steps), list(sounds), ENDS, 0, 0
        while waiting or sounds or due < ends:
            earliest = self.year.first_beat(due) if due < ENDS else ENDS
            latest = self.year.first_sweep("climb_due_alerts", due) if due < ENDS else ENDS
            now = min([one.at for one in sounds[:1]] + [one.told_at for one in waiting[:1]], default=latest)
            if not waiting and not sounds and latest >= min(ends, self.year.last):
                return None
            called = [one.recipient_id for one in waiting if one.told_at == now]
            if sounds and sounds[0].at == now:
                if latest < now:
                    return self.fault(ref, f"nobody was called from {due} to {latest}")
                tier = sounds.pop(0).tier
                wanted, rung = self.ladder(now, self.only(ref, tier))[:1], 0
                due = min(first_clock(tier, now), max(due, now))
            else:
                people = self.ladder(now, self.only(ref, tier))
                if not earliest <= now <= latest:
                    return self.fault(ref, f"called {called} at {now} instead of {due} to {latest}")
                rung, wanted, due = self.next_call(tier, rung, people, now)
            if called != wanted:
                return self.fault(ref, f"at {now} called {called}, not {wanted}")
            waiting = waiting[len(called) :]
        return None

    def only(self, ref: str, tier: int) -> set[int] | None:
        """What a councillor or an officer did is the monitoring officer's, until there is danger."""
        return {self.year.above[1].pk} if ref in self.internal and tier < POLICE else None

    def next_call(self, tier: int, rung: int, people: list[int], now: datetime) -> tuple[int, list[int], datetime]:
        last = len(people) - 1
        if rung >= last and tier == POLICE:
            above = [one.pk for one in self.year.above]
            top = [one for one in people if one in above] or people[-1:]
            return people.index(top[-1]), top, now + HOUR
        rung = rung + 1 if rung < last else 0
        return rung, [people[rung]], (round_clock if rung == last else step_clock)(tier, now)

    def every_report_called(self, alerts: dict[str, list[Alert]]) -> None:
        """Once when it came, and once more when it rose after somebody had it in hand."""
        for ref, story in self.year.story.items():
            calls, is_calling = 0, False
            for one in story:
                calls += one.what in ("reported", "rose") and not is_calling
                is_calling = one.what in ("reported", "rose") or (is_calling and one.what != "acknowledge")
            if len(alerts[ref]) != calls:
                self.fault(ref, f"its alarm rang {len(alerts[ref])} times, not {calls}")

    # Breaches ----------------------------------------------------------------------------------------------------

    def breaches(self) -> None:
        told = Counter(AuditEvent.objects.filter(verb="deadline missed").values_list("object_ref", flat=True))
        for deadline in Deadline.objects.missed():
            if told.pop(deadline.reference, 0) != 1:
                self.fault(deadline.about_ref, f"{deadline.kind} was not counted once")
        if told:
            self.fault("", f"counted as missed, and not marked: {told}")
        found = Counter(Deadline.objects.missed().values_list("about_ref", "kind"))
        for ref, story in self.year.story.items():
            for kind, count in COUNTED.items():
                if found[ref, kind] != (wanted := count(story, self.is_late)):
                    self.fault(ref, f"{kind} was late {wanted} times, counted {found[ref, kind]}")

    def is_late(self, due: datetime, done: datetime | None) -> bool:
        """At the end of the year, late is what a sweep could have seen."""
        if done:
            return done > due
        return self.year.first_sweep("remind_due_deadlines", due + timedelta(microseconds=1)) <= self.year.last

    # Messages ----------------------------------------------------------------------------------------------------

    def messages(self) -> None:
        times = Counter(message_id for _, message_id in postbox.TAKEN)
        twice = sum(times.values()) - len(times)
        if max(times.values()) > 2 or twice > self.year.deaths_of_mail:
            self.fault("", f"{twice} messages came twice, {self.year.deaths_of_mail} deaths could excuse that")
        gone = OutboxMessage.objects.filter(sent_at__isnull=False, can_wait=False).count()
        if gone > len(times):
            self.fault("", f"{gone} are marked as sent, {len(times)} were taken")
        kept = OutboxMessage.objects.filter(sent_at=None, goes_at__lt=self.year.last - 24 * HOUR, can_wait=False)
        if kept.exists():
            self.fault(kept.first().about_ref, "a message lay for a day")
