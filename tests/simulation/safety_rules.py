"""The rules of reviews, offers, venues and visits, told once more and apart from the code: three years held to them.

A week before its day, on the day, and then once a week for as long as it is late: to its owner, after a week to the
managers as well, after two to the monitoring officers. While the owner is away the managers hear with them, and when
they have gone in their place. Never at night, nor twice in a day, nor when it is done.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from councilsafe.accounts.models import User
from councilsafe.duty.models import Alert, AlertStep, Deadline, DeadlineStep
from councilsafe.notifications.models import OutboxMessage
from riskassess.models import AlarmReason, RiskReview, VisitAlarm
from tests.simulation.safety import YOURS, Council
from tests.simulation.safety_books import Setting
from tests.simulation.safety_programs import REMIND
from tests.simulation.wall import DAY, HOUR, LONDON, MINUTE, at_wall, late_from

MORNING = 8
GRACE = 15 * MINUTE
NAMES = {  # how its messages are called
    "review": "review",
    "venue.review": "venue",
    "venue.control": "venue_control",
    "plan.answer": "offer",
    "plan.place": "offer",
    "plan.check": "offer",
    "interest.decide": "interest",
    "interest.review": "interest",
}
QUARTER = 15 * MINUTE
LOOK = "riskassess.look_after_reviews"


def begins(kind: str, day: date, turn: int) -> datetime | None:
    """When each reminder's turn comes, counted from nought."""
    if turn == 0:
        return at_wall(day - 7 * DAY, MORNING)
    if kind == YOURS:
        return at_wall(day, MORNING) if turn == 1 else None
    return at_wall(day + 7 * (turn - 1) * DAY, MORNING)


def newest(kind: str, day: date, now: datetime) -> int:
    turn = -1
    while (begin := begins(kind, day, turn + 1)) and begin <= now:
        turn += 1
    return turn


class Ladder:
    """Who hears of it, and in which words."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.people = {one.pk: one for one in User.objects.all()}

    def may(self, kind: str) -> list[User]:
        council = self.council
        above = [*council.managers, *council.monitoring]
        return {
            "venue.review": [*council.safety, *above],
            "interest.decide": council.monitoring,
            "interest.review": council.monitoring,
            YOURS: council.councillors,
        }.get(kind, [*council.safety, *council.officers, *above])

    def there(self, people: list[User], kind: str, now: datetime, but: int | None) -> list[int]:
        allowed = self.may(kind)
        return [one.pk for one in people if one in allowed and one.pk != but and self.council.there(one, now)]

    def above(self, kind: str, now: datetime, owner: int | None) -> list[int]:
        lines = (self.council.managers, self.council.monitoring, self.may(kind))
        return next((found for line in lines if (found := self.there(line, kind, now, owner))), [])

    def hearers(self, kind: str, setting: Setting, turn: int, owner: int | None, now: datetime) -> dict[int, str]:
        if kind == YOURS:
            begun = begins(kind, setting.day, turn) <= setting.at
            return {} if begun else dict.fromkeys(self.there([self.people[owner]], kind, now, None), YOURS)
        name, told = NAMES[kind], {}
        word = f"{name}.before" if turn == 0 else f"{name}.overdue" if now > late_from(setting.day) else f"{name}.today"
        if owner and self.there([self.people[owner]], kind, now, None):
            told[owner] = word
            if self.council.away(self.people[owner], now):
                told |= dict.fromkeys(self.above(kind, now, owner), "owner.gone")
        else:
            told |= dict.fromkeys(self.above(kind, now, owner), "owner.gone")
        late = self.above(kind, now, owner) if turn >= 2 else []
        late += self.there(self.council.monitoring, kind, now, owner) if turn >= 3 else []
        return {**dict.fromkeys(late, f"{name}.escalated"), **told}


class SafetyRules:
    def __init__(self, council: Council) -> None:
        self.council, self.ladder = council, Ladder(council)
        self.told: dict[tuple[str, str], dict[datetime, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
        steps = DeadlineStep.objects.order_by("told_at", "id")
        for ref, kind, at, who, word in steps.values_list(
            "deadline__about_ref", "deadline__kind", "told_at", "recipient", "kind"
        ):
            self.told[ref, kind][at][who] = word
        self.counts: Counter[str] = Counter()

    def faults(self) -> list[str]:
        found = [*self.openings(), *self.reminders(), *self.breaches(), *self.hands(), *self.mails(), *self.visits()]
        return sorted(found)

    # Opening ---------------------------------------------------------------------------------------------------------

    def openings(self) -> Iterator[str]:
        """A periodic review is open two weeks before its day, and none is forgotten."""
        council, ends = self.council, self.council.ends
        waiting = [(whose, awaited, None) for whose, awaited in council.awaited.items()]
        for whose, awaited, opened in [*council.openings, *waiting]:
            last = council.first(LOOK, awaited, QUARTER)
            if not awaited <= opened <= last if opened else last < ends:
                yield f"councillor {whose}: a review should be open from {awaited}, and is from {opened}"
        self.counts["periodic"] = len(council.openings)
        unknown = RiskReview.objects.exclude(reference__in=[ref for ref, kind in council.books.things]).count()
        if unknown:
            yield f"{unknown} reviews were opened for no reason"

    # Reminders -------------------------------------------------------------------------------------------------------

    def reminders(self) -> Iterator[str]:
        things = self.council.books.things
        for (ref, kind), settings in things.items():
            told = dict(self.told.pop((ref, kind), {}))
            heard: dict[date, set[int]] = defaultdict(set)
            for setting in settings:
                for what in self.walk(ref, kind, setting, told, heard):
                    yield f"{ref}, {kind} due on {setting.day}, set at {setting.at}: {what}"
            for at, who in told.items():
                near = [one for one in settings if one.at < at + DAY and (one.ended_at or at) > at - 3 * DAY]
                yield f"{ref}, {kind}: told {who} at {at}, when nothing was to be said: {near}"
        for (ref, kind), told in self.told.items():
            if not kind.startswith("register"):
                yield f"{ref}, {kind}: told, and unknown to us: {dict(told)}"

    def walk(
        self, ref: str, kind: str, setting: Setting, told: dict[datetime, dict[int, str]], heard: dict[date, set[int]]
    ) -> Iterator[str]:
        """Each turn, from one to the next. What is found in `told` and was to be told is taken out of it."""
        council, turn, now = self.council, -1, setting.at
        ends = setting.ended_at or council.ends
        while begin := begins(kind, setting.day, turn + 1):
            first, last = self.window(max(begin, now))
            if first >= ends:
                return
            at = next((one for one in told if first <= one <= last), last)
            number = newest(kind, setting.day, at)
            owner = council.hands.get((ref, kind, at))
            if owner is None and at not in told and last >= ends:
                return
            who = self.ladder.hearers(kind, setting, number, owner, at) if owner else {}
            if later := self.waits(who, heard, at):
                now = later
                continue
            if at < ends and (found := told.pop(at, {})) != who:
                yield f"turn {number} should have reached {who} from {first} to {last}, reached {found}; owner {owner}"
            heard[at.astimezone(LONDON).date()] |= who.keys()
            self.counts[f"turn {min(number, 3)}"] += bool(who)
            self.counts["reminders"] += len(who)
            turn, now = number, at

    def window(self, due: datetime) -> tuple[datetime, datetime]:
        return self.council.beat(due, MINUTE), self.council.first(REMIND, due)

    def waits(self, who: dict[int, str], heard: dict[date, set[int]], now: datetime) -> datetime | None:
        """Until the morning: nobody is told at night, or twice in a day."""
        local = now.astimezone(LONDON)
        if who.keys() & heard[local.date()]:
            return at_wall(local.date() + DAY, MORNING)
        return at_wall(local.date(), MORNING) if who and local.hour < MORNING else None

    def breaches(self) -> Iterator[str]:
        """Each day that passed is counted, and once."""
        counted = Counter(Deadline.objects.missed().values_list("about_ref", "kind"))
        for (ref, kind), settings in self.council.books.things.items():
            late = 0 if kind == YOURS else sum(self.is_missed(one) for one in settings)
            self.counts["missed"] += late
            if counted[ref, kind] != late:
                yield f"{ref}, {kind}: late {late} times, counted {counted[ref, kind]}: {settings}"

    def is_missed(self, one: Setting) -> bool:
        if one.ended_at:
            return one.is_late(one.ended_at)
        return (
            self.council.first(REMIND, max(late_from(one.day) + timedelta(microseconds=1), one.at)) < self.council.ends
        )

    def hands(self) -> Iterator[str]:
        """Whoever has gone has nothing in hand any more, a quarter of an hour later. Controls stay with their owner."""
        for (ref, kind, at), owner in self.council.hands.items():
            for person, starts, ends in self.council.gone:
                if person.pk == owner and kind in NAMES and kind != "venue.control" and starts <= at < ends:
                    venue = kind == "venue.review"
                    sweep = "riskassess.look_after_venues" if venue else LOOK
                    if self.council.first(sweep, starts, QUARTER) < at:
                        yield f"{ref}, {kind}: still in the hands of {owner} at {at}, gone since {starts}"

    # Messages --------------------------------------------------------------------------------------------------------

    def mails(self) -> Iterator[str]:
        """Every reminder goes by mail as soon as that can be; none after its reason had gone; none twice."""
        rows = OutboxMessage.objects.filter(key__startswith="deadline:").values_list("key", "sent_at")
        sent = {tuple(key.split(":")[1:5]): at for key, at in rows if key.count(":") == 4}
        steps = DeadlineStep.objects.select_related("deadline", "recipient")
        for step in steps.exclude(deadline__kind__startswith="register"):
            one = step.deadline
            key = (one.reference, str(step.setting), str(step.turn), step.recipient.reference)
            setting = self.setting_at(one.about_ref, one.kind, step.told_at)
            ends = setting.ended_at if setting and setting.ended_at else self.council.ends
            at, last = sent.get(key), self.mail_by(step.told_at)
            if (at and at > ends) or (last < ends and (at is None or at > last)):
                yield f"{one.about_ref}, {one.kind}: the mail of {step.told_at} went at {at}, not by {last}, or {ends}"

    def setting_at(self, ref: str, kind: str, moment: datetime) -> Setting | None:
        ends = self.council.ends
        found = (one for one in self.council.books.things[ref, kind] if one.at <= moment < (one.ended_at or ends))
        return next(found, None)

    def mail_by(self, told_at: datetime) -> datetime:
        """A few minutes, or after the mail server came back, or a worker, a quarter of an hour."""
        moment, out = told_at, [*self.council.mail_down, *self.council.outages]
        while back := [ends for starts, ends in out if starts <= moment + 5 * MINUTE and moment < ends]:
            moment = max(back)
        return moment + HOUR / 2

    # Visits ----------------------------------------------------------------------------------------------------------

    def visits(self) -> Iterator[str]:
        """Raised within a minute of its end and its minutes of grace; where no worker lives, of a worker's return."""
        raised = defaultdict(list)
        for alarm in VisitAlarm.objects.filter(reason=AlarmReason.MISSED):
            raised[alarm.visit_id].append(alarm)
        for pk, ends in self.council.visit_ends.items():
            due = ends[-1] + GRACE
            if due < self.council.ends - DAY:
                yield from (f"visit {pk}, due {due}: {what}" for what in self.faults_of(pk, due, raised.pop(pk, [])))
        yield from (f"visit {pk} was raised for no reason" for pk in raised)

    def faults_of(self, pk: int, due: datetime, alarms: list[VisitAlarm]) -> Iterator[str]:
        over, by = self.council.visit_over.get(pk), self.council.beat(due, timedelta(seconds=1)) + MINUTE
        if not alarms and (over is None or over > by):
            yield f"was not missed by {by}; over {over}"
        if len(alarms) > 1 or (alarms and over and over < due):
            yield f"was missed {len(alarms)} times; over {over}"
        for one in alarms:
            self.counts["missed visits"] += 1
            if not due <= one.raised_at <= by:
                yield f"was missed at {one.raised_at}, not by {by}"
            alert = Alert.objects.get(about_ref=one.reference)
            first = AlertStep.objects.filter(alert=alert).order_by("id").first()
            if first is None or first.told_at != one.raised_at:
                yield "nobody was called at once"
