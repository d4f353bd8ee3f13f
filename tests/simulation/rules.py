"""The rules of alarms, deadlines and messages, told once more and apart from the code, and a year held against them."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Absence, Alert, AlertStep, Deadline, DeadlineStep, Shift
from councilsafe.notifications.models import OutboxMessage
from tests.simulation import postbox
from tests.simulation.wall import HOUR, LONDON, MINUTE, worked
from tests.simulation.year import ENDS, Year

TELLS = ("reported", "acknowledge", "plan", "refer", "close", "raised", "told")  # P28
LOG, COUNCIL, POLICE, EMERGENCY = "log", "council", "police", "emergency"


def first_clock(ladder: str, since: datetime) -> datetime:
    """threat-process.md: acknowledged in one working day, four working hours, one hour, ten minutes."""
    return {
        LOG: lambda: worked(since, 8),
        COUNCIL: lambda: worked(since, 4),
        POLICE: lambda: since + HOUR,
        EMERGENCY: lambda: since + 10 * MINUTE,
    }[ladder]()


def step_clock(ladder: str, since: datetime) -> datetime:
    return {
        LOG: lambda: worked(since, 8),
        COUNCIL: lambda: worked(since, 2),
        POLICE: lambda: since + 30 * MINUTE,
        EMERGENCY: lambda: since + 10 * MINUTE,
    }[ladder]()


class Rules:
    def __init__(self, year: Year) -> None:
        self.year, self.faults = year, []
        self.shifts = list(Shift.objects.order_by("starts_at"))
        self.absences = list(Absence.objects.all())

    def fault(self, ref: str, what: str) -> None:
        self.faults.append(f"{ref}: {what}\n" + "\n".join(f"    {one}" for one in self.year.story.get(ref, ())))

    def check(self) -> list[str]:
        steps = defaultdict(list)
        for step in AlertStep.objects.order_by("told_at", "id"):
            steps[step.alert_id].append(step)
        for alert in Alert.objects.all():
            self.alert(alert, steps[alert.pk])
        self.every_report_called()
        self.breaches()
        self.reminders()
        self.messages()
        return self.faults

    def ladder(self, now: datetime, alert: Alert) -> list[int]:
        """Who is called: the shift's two, or officers in their place; a manager; a monitoring officer; the absent."""
        year = self.year
        gone = {person.pk for person, starts, ends in year.leaves if starts <= now < ends}
        away = {one.person_id for one in self.absences if one.starts_at <= now < one.ends_at}
        shift = next((one for one in self.shifts if one.starts_at <= now < one.ends_at), None)
        planned = [shift.first_id, shift.second_id] if shift else []
        officers, above = [one.pk for one in year.officers], [one.pk for one in year.above]

        def order(people: set[int]) -> list[int]:
            two = [one for one in planned if one in people]
            two += [one for one in officers if one in people and one not in two][: 2 - len(two)]
            return two + [one for one in above if one in people]

        everybody = {*officers, *above} - gone - set(alert.barred)
        everybody &= everybody if alert.only is None else set(alert.only)
        there = (everybody - away) or everybody
        first = order(there)
        return first + [one for one in order(everybody) if one not in first]

    def alert(self, alert: Alert, steps: list[AlertStep]) -> None:
        story = self.year.story[alert.about_ref]
        answers = (at for at, what, _ in story if what in ("acknowledge", "close") and at >= alert.raised_at)
        ends = next(answers, ENDS)
        if (alert.answered_at or alert.stopped_at or ENDS) != ends:
            return self.fault(alert.about_ref, f"somebody answered at {ends}, and the alarm went on")
        if not steps or steps[0].told_at != alert.raised_at or steps[0].rung or steps[0].round:
            return self.fault(alert.about_ref, "nobody was called at once")
        if any(step.told_at > ends for step in steps):
            return self.fault(alert.about_ref, "somebody was called after it was answered")
        if alert.about_ref in self.raised_refs():
            return None  # its ladder changed on the way
        return self.climbs(alert, steps, ends)

    def raised_refs(self) -> set[str]:
        return {ref for ref, story in self.year.story.items() if any(what == "raised" for _, what, _ in story)}

    def climbs(self, alert: Alert, steps: list[AlertStep], ends: datetime) -> None:
        """Each call, at its time, to whoever stands next on the ladder as it is at that moment."""
        waiting = list(steps)
        first, round_, rung = waiting.pop(0), 0, 0
        due = first_clock(alert.ladder, alert.raised_at)
        if first.recipient_id != self.ladder(first.told_at, alert)[0]:
            return self.fault(alert.about_ref, f"the first called was not on duty: {first.recipient_id}")
        while due:
            latest = self.year.first_sweep("climb_due_alerts", due)
            now = waiting[0].told_at if waiting else latest
            called = [one.recipient_id for one in waiting if one.told_at == now]
            if not waiting and latest >= min(ends, self.year.last):
                return None
            people = self.ladder(now, alert)
            round_, rung, wanted, then = self.next_call(alert.ladder, round_, rung, people, now)
            if called != wanted:
                return self.fault(alert.about_ref, f"at {now}, due {due}, called {called}, not {wanted}")
            if called and not due <= now <= latest:
                return self.fault(alert.about_ref, f"called at {now} instead of {due} to {latest}")
            waiting, due = waiting[len(called) :], then
        return self.fault(alert.about_ref, "called after the end of its ladder") if waiting else None

    def next_call(
        self, ladder: str, round_: int, rung: int, people: list[int], now: datetime
    ) -> tuple[int, int, list[int], datetime | None]:
        last = len(people) - 1
        if rung < last:
            rung += 1
            ends = rung == last
            due = step_clock(ladder, now)
            if ends:
                due = {POLICE: now + HOUR, EMERGENCY: due}.get(ladder)
            return round_, rung, [people[rung]], due
        if ladder == EMERGENCY:
            return round_ + 1, 0, [people[0]], now + 10 * MINUTE
        if ladder == POLICE:
            above = [one.pk for one in self.year.above]
            top = [one for one in people if one in above] or people[-1:]
            return round_ + 1, people.index(top[-1]), top, now + HOUR
        return round_, rung, [], None

    def every_report_called(self) -> None:
        called = set(Alert.objects.values_list("about_ref", flat=True))
        for ref in set(self.year.story) - called:
            self.fault(ref, "its alarm never rang")

    def breaches(self) -> None:
        told = Counter(AuditEvent.objects.filter(verb="deadline missed").values_list("object_ref", flat=True))
        for deadline in Deadline.objects.missed():
            if told[deadline.reference] != 1:
                self.fault(deadline.about_ref, f"{deadline.kind} was counted {told[deadline.reference]} times")
        found = Counter(Deadline.objects.missed().values_list("about_ref", "kind"))
        for ref, story in self.year.story.items():
            for kind, wanted in (("case.update", self.late_updates(story)), ("case.act", self.late_acts(story))):
                if found[ref, kind] != wanted:
                    self.fault(ref, f"{kind} was late {wanted} times, counted {found[ref, kind]}")

    def is_late(self, due: datetime, done: datetime | None) -> bool:
        """At the end of the year, late is what a sweep could have seen."""
        if done:
            return done > due
        return self.year.first_sweep("remind_due_deadlines", due + timedelta(microseconds=1)) <= self.year.last

    def late_updates(self, story: list) -> int:
        told = [(moment, what) for moment, what, _ in story if what in TELLS]
        pairs = zip(told, [*told[1:], (None, "")], strict=True)
        return sum(self.is_late(worked(since, 80), done) for (since, what), (done, _) in pairs if what != "close")

    def late_acts(self, story: list) -> int:
        late, due = 0, None
        for moment, what, tier in story:
            ends = what in ("raised", "lowered", "close") or what == ("refer" if tier >= 3 else "plan")
            if due and ends:
                late, due, acted = late + self.is_late(due, moment), None, what not in ("raised", "lowered")
            elif what in ("refer", "plan") and ends:
                acted = True
            if what in ("reported", "raised") or (what == "lowered" and not acted):
                acted = False
                due = self.act_due(moment, tier)
        return late + (self.is_late(due, None) if due else 0)

    def act_due(self, since: datetime, tier: int) -> datetime | None:
        """A plan in two working days; a referral within four hours, in an emergency within one."""
        return {2: worked(since, 16), 3: since + 4 * HOUR, 4: since + HOUR}.get(tier)

    def reminders(self) -> None:
        told = Counter()
        for step in DeadlineStep.objects.select_related("deadline"):
            one, local = step.deadline, step.told_at.astimezone(LONDON)
            ends = one.met_at or one.dropped_at
            if ends and step.told_at > ends:
                self.fault(one.about_ref, f"reminded of {one.kind} after it was done")
            if one.plan != "case.referral":
                told[one.about_ref, one.kind, step.recipient_id, local.date()] += 1
                if local.hour < 8:
                    self.fault(one.about_ref, f"reminded of {one.kind} at night")
        for (ref, *what), number in told.items():
            if number > 1:
                self.fault(ref, f"reminded {number} times in a day: {what}")

    def messages(self) -> None:
        times = Counter(message_id for _, message_id in postbox.TAKEN)
        twice = sum(times.values()) - len(times)
        if max(times.values()) > 2 or twice > self.year.deaths_of_mail:
            self.fault("", f"{twice} messages came twice, {self.year.deaths_of_mail} deaths could excuse that")
        gone = OutboxMessage.objects.filter(sent_at__isnull=False, can_wait=False).count()
        if gone != len(times):
            self.fault("", f"{gone} are marked as sent, {len(times)} were taken")
        kept = OutboxMessage.objects.filter(sent_at=None, goes_at__lt=self.year.last - 24 * HOUR, can_wait=False)
        if kept.exists():
            self.fault(kept.first().about_ref, "a message lay for a day")
