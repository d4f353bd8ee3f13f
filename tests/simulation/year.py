"""A council's year, moment by moment: people who report, answer late or never, think again, and wait for others."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import time_machine

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.models import Absence, Shift
from incidents.actions import raise_alarm, send_message, start_draft, submit_report
from riskassess.actions.reviews import do_review
from riskassess.models import Band, RiskReview
from tests.factories import CouncillorFactory, UserFactory
from tests.simulation.programs import BEGINS, ENDS, Programs
from tests.simulation.wall import DAY, HOUR, LONDON
from triage import actions
from triage.actions.tasks import do_task
from triage.demo.stories import choose
from triage.models import Case, Override, PausedFor
from triage.process import Tier

CLOCK_CHANGES = [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
CLOCK_CHANGES += [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]


class Told(NamedTuple):
    """What somebody did, and the tier at which the case stood afterwards. `day` is one that they chose."""

    at: datetime
    what: str
    tier: int
    day: date | None = None
    whom: str = ""


class Year(Programs):
    def __init__(self, seed: int, incidents: int, clock: time_machine.Traveller) -> None:
        super().__init__(seed, clock)
        self.incidents = incidents
        self.story: dict[str, list[Told]] = defaultdict(list)  # by the case's reference
        self.again: dict[int, list[Case]] = defaultdict(list)  # a councillor's reports that go on from one another
        self.people()
        self.rota()
        self.reports()

    def people(self) -> None:
        self.officers = UserFactory.create_batch(4, roles=[Role.OFFICER])
        self.above = [UserFactory(roles=[Role.MANAGER]), UserFactory(roles=[Role.MONITORING])]
        self.councillors = CouncillorFactory.create_batch(20)
        self.safety, self.looked_at = UserFactory(roles=[Role.SAFETY]), set()

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

    def reports(self) -> None:
        for _ in range(self.incidents):
            moment = BEGINS + (ENDS - BEGINS) * self.chance.random()
            self.at(moment, lambda: self.report(is_alarm=self.chance.random() < 0.04))
        for moment in CLOCK_CHANGES:
            self.at(moment, lambda: self.report(is_alarm=True))

    # What people do ----------------------------------------------------------------------------------------------

    def report(self, is_alarm: bool) -> None:
        by = self.chance.choice(self.councillors)
        case = raise_alarm(by=by, draft=start_draft(by=by)).case if is_alarm else self.submit(by)
        self.note(case, "reported")
        self.answer_some_day(case)
        self.review_some_day(by)
        if self.chance.random() < 0.05:
            soon = datetime.now(UTC) + self.allowed(case) * self.chance.uniform(0.01, 3)
            self.at(soon, lambda: self.raise_it(case, self.chance.choice(self.officers[:2])))

    def submit(self, by: User) -> Case:
        """At times it happened again: then the reports before it are scored once more, and some rise."""
        facts, before = choose(self.chance)[1], self.again[by.pk]
        goes_on = before and self.chance.random() < 0.15
        draft = start_draft(by=by, continues=before[-1].incident if goes_on else None)
        case = submit_report(by=by, draft=draft, facts=facts, told={"description": "It happened."}).case
        if goes_on:
            self.find_risen(before)
        else:
            before.clear()
        before.append(case)
        return case

    def find_risen(self, cases: list[Case]) -> None:
        tiers = dict(Case.objects.filter(pk__in=[one.pk for one in cases]).values_list("pk", "tier"))
        for case in cases:
            if tiers[case.pk] > self.story[case.reference][-1].tier:
                self.note(case, "rose")
                case.refresh_from_db()
                self.answer_some_day(case)

    def after_scoring(self) -> None:
        self.find_risen([one for chain in self.again.values() for one in chain])

    def review_some_day(self, councillor: User) -> None:
        """One review of their risk for all that happened until then, in time or weeks late."""
        if councillor not in self.looked_at:
            self.looked_at.add(councillor)
            moment = datetime.now(UTC) + DAY * self.chance.expovariate(1 / 12)
            self.at(moment, lambda: self.review(councillor))

    def review(self, councillor: User) -> None:
        self.looked_at.remove(councillor)
        for review in RiskReview.objects.open().filter(profile__councillor=councillor).select_related("profile"):
            do_review(by=self.safety, review=review, band=Band.LOW, reasons="They know what to do.")

    def note(self, case: Case, what: str, **more: object) -> None:
        tier = Case.objects.values_list("tier", flat=True).get(pk=case.pk)
        self.story[case.reference].append(Told(datetime.now(UTC), what, tier, **more))

    def allowed(self, case: Case) -> timedelta:
        return case.acknowledge_due_at - datetime.now(UTC)

    def answer_some_day(self, case: Case) -> None:
        """Early, late, very late; below the police also never."""
        kinds = {"early": 70, "late": 24, "weeks later": 5, "never": 1}
        kind = self.chance.choices(list(kinds), weights=kinds.values())[0]
        if kind == "never" and case.tier < Tier.POLICE:
            return
        slow = (8, 40) if kind == "weeks later" and case.tier < Tier.POLICE else (1, 8)
        answered = datetime.now(UTC) + self.allowed(case) * self.chance.uniform(
            *((0.02, 0.9) if kind == "early" else slow)
        )
        officer = self.chance.choice(self.officers[:2])
        self.at(answered, lambda: self.do(case, officer, "acknowledge"))
        self.work(case, officer, answered)

    def work(self, case: Case, officer: User, since: datetime) -> None:
        moment = since + HOUR * self.chance.expovariate(1 / (2 if case.tier >= Tier.POLICE else 12))
        if self.chance.random() < 0.12:
            self.at(since + HOUR * self.chance.uniform(0.02, 2), lambda: self.pause(case, officer))
            moment += DAY * self.chance.uniform(0, 12)
        if self.chance.random() < 0.9:
            self.at(moment, lambda: self.act(case, officer))
        if self.chance.random() < 0.1:
            self.at(moment + HOUR, lambda: self.override(case, officer, self.chance.choice(list(Tier))))
        while self.chance.random() < 0.4:
            moment += DAY * self.chance.uniform(1, 18)
            self.at(moment, lambda: self.write(case, officer))
        if self.chance.random() < 0.95:
            closing = moment + DAY * self.chance.uniform(1, 20)
            self.at(closing, lambda: self.do(case, officer, "close", reason="It is over."))
            if self.chance.random() < 0.06:
                self.at(closing + DAY * self.chance.uniform(0.1, 30), lambda: self.reopen(case, officer))

    def reopen(self, case: Case, officer: User) -> None:
        if self.do(case, officer, "reopen", reason="It is not over."):
            self.work(case, officer, datetime.now(UTC))

    def act(self, case: Case, officer: User) -> None:
        case.refresh_from_db()
        if case.tier >= Tier.POLICE:
            done = self.do(case, officer, "refer", police_reference="")
        else:
            look = (datetime.now(LONDON) + DAY * 7).date()
            done = self.do(case, officer, "plan", day=look, text="We write to them.", follow_up_on=look)
        if done and self.chance.random() < 0.85:
            for task in case.tasks.open():
                do_task(by=officer, task=task)

    def other(self, officer: User) -> User:
        return next(one for one in self.officers[:2] if one != officer)

    def pause(self, case: Case, officer: User) -> None:
        """By a colleague, as at `police` it must be. Later the reporter answers, or an officer goes on, or nobody."""
        whom, by = self.chance.choice(list(PausedFor)), self.other(officer)
        until = (datetime.now(LONDON) + DAY * self.chance.randint(1, 9)).date()
        waits = {"waits_for": whom, "reason": "We asked them.", "until": until}
        if self.do(case, by, "pause", day=until, whom=whom.value, **waits):
            later = datetime.now(UTC) + DAY * self.chance.uniform(0.02, 9)
            deed = self.chance.choice([self.reply, self.resume, None])
            if deed:
                self.at(later, lambda: deed(case, officer))

    def reply(self, case: Case, officer: User) -> None:
        case.refresh_from_db()
        send_message(by=case.incident.reporter, incident=case.incident, body="Here is what you asked for.")
        if case.paused_for == PausedFor.REPORTER:
            self.note(case, "replied")

    def resume(self, case: Case, officer: User) -> None:
        self.do(case, officer, "resume")

    def raise_it(self, case: Case, officer: User) -> None:
        case.refresh_from_db()
        if case.tier < Tier.EMERGENCY:
            higher = self.chance.choice([tier for tier in Tier if tier > case.tier])
            self.override(case, officer, higher)

    def override(self, case: Case, officer: User, tier: Tier) -> None:
        asked = self.do(case, officer, "propose_override", tier=tier, reason="It reads otherwise.")
        if asked and asked.needs_second:
            later = datetime.now(UTC) + DAY * self.chance.uniform(0.02, 3)
            self.at(later, lambda: self.decide(case, self.other(officer), asked))

    def decide(self, case: Case, by: User, override: Override) -> None:
        name = "agree_override" if self.chance.random() < 0.7 else "refuse_override"
        self.do(case, by, name, override=override)

    def write(self, case: Case, officer: User) -> None:
        case.refresh_from_db()
        send_message(by=officer, incident=case.incident, body="It is in hand.")
        if case.is_open:
            self.note(case, "told")

    def do(self, case: Case, by: User, name: str, day: date | None = None, whom: str = "", **how: object) -> object:
        """What it gives back, or None where it was refused or done already."""
        before = Case.objects.select_related("incident").get(pk=case.pk)
        if name == "acknowledge" and before.acknowledged_at:
            return None
        how |= {} if "override" in how else {"case": before}
        try:
            done = getattr(actions, name)(by=by, **how)
        except ActionDenied:
            return None
        if "override" in name:
            case.refresh_from_db()
            name = "raised" if case.tier > before.tier else "lowered" if case.tier < before.tier else "proposed"
        self.note(case, name, day=day, whom=whom)
        return done
