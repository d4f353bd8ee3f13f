"""The first few hundred incidents, through the same actions as real use, each at its own moment."""

import random
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from councilsafe.accounts.models import User
from councilsafe.duty.actions import climb_due_alerts, remind_due_deadlines
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import send_message, start_draft, submit_report
from incidents.actions.support import look_after_support
from incidents.models import Incident
from riskassess.actions import do_review, open_due_periodic_reviews
from riskassess.models import Band, RiskReview
from triage import actions
from triage.actions.tasks import do_task
from triage.demo import trust
from triage.demo.clock import at, waking_nobody
from triage.demo.concern import Concern
from triage.demo.stories import choose
from triage.models import Case
from triage.process import Tier

PLANS = [
    "Write to the person, name the behaviour and say what we expect.",
    "One officer takes over all correspondence for three months.",
    "Keep a log with the councillor and look at it together.",
    "Ask a ward colleague to take the next surgery, and offer lighting for the porch.",
]
CLOSINGS = [
    "The person was written to and has not been in touch since.",
    "Nothing further has happened. We keep this in case a pattern forms.",
    "The platform has taken the posts down and the account is blocked.",
    "The police have spoken to the person. The councillor is content to leave it there.",
]
THANKS = ["Thank you. I am glad that somebody has it.", "It has been quiet since you wrote.", "There was another one."]
NEWS = [
    "It is in hand: the letter goes out this week.",
    "Nothing new yet. I have not forgotten it.",
    "They have had our letter.",
]
STILL_OPEN_DAYS = 45
RECENT_OPEN_SHARE = 0.6
TOLD_EVERY_DAYS = 11
TOLD_IN_TIME = 0.8
TASKS_DONE = 0.9
REVIEWED_AFTER = timedelta(days=4)
ONE_WEEK = timedelta(days=7)
CAUGHT_UP_AFTER = timedelta(days=3)


class History:
    """Two years of a council, incident by incident. The same seed gives the same history."""

    def __init__(self, people: dict[str, User], reporters: list[User], seed: int, now: datetime) -> None:
        self.people, self.reporters, self.now = people, reporters, now
        self.chance = random.Random(seed)  # nosec B311  # invented incidents, not secrets
        self.feeling = random.Random(seed)  # nosec B311  # apart, so that neither changes the other's story
        self.officers = [people["officer"], people["officer2"]]
        self.concern = Concern(seed)
        self.looked_at = datetime.min.replace(tzinfo=UTC)

    @transaction.atomic
    def tell(self, moments: list[datetime]) -> None:
        with waking_nobody():
            for moment in sorted(moments):
                self.look_after_reviews(moment)
                self.look_after_people(moment)
                self.one(moment)
            self.look_after_reviews(self.now)
        OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"), read_at=F("created_at"))

    def one(self, moment: datetime) -> None:
        text, facts = choose(self.chance)
        reporter = self.chance.choice(self.reporters)
        with at(moment):
            told = {"description": text, "happened_on": moment.date()}
            incident = submit_report(by=reporter, draft=start_draft(by=reporter), facts=facts, told=told)
        trust.say(incident, self.feeling, self.now)
        self.answer(Case.objects.get(incident=incident), reporter)

    def answer(self, case: Case, reporter: User) -> None:
        """Mostly in time, sometimes late: then the alarm has climbed before somebody comes."""
        time_allowed = case.acknowledge_due_at - case.reported_at
        late = self.chance.random() < 0.12
        share = self.chance.uniform(1.1, 1.6) if late else self.chance.uniform(0.05, 0.9)
        answered = case.reported_at + time_allowed * share
        if late and case.acknowledge_due_at < self.now:
            with at(case.acknowledge_due_at + timedelta(minutes=1)):
                climb_due_alerts()
        if answered < self.now:
            with at(answered):
                officer = self.chance.choice(self.officers)
                case = actions.acknowledge(by=officer, case=case)
            self.act(case, officer, reporter, answered)

    def act(self, case: Case, officer: User, reporter: User, answered: datetime) -> None:
        acted = answered + timedelta(hours=self.chance.uniform(1, 3 if case.tier >= Tier.POLICE else 30))
        if acted >= self.now:
            return
        with at(acted):
            self.concern.name(case.incident, officer)
            case = self.deal_with(case, officer, acted)
        self.catch_up(acted)
        if self.chance.random() < 0.3:
            self.converse(case.incident, officer, reporter, acted)
        self.close(case, officer, acted)

    def deal_with(self, case: Case, officer: User, moment: datetime) -> Case:
        case = actions.acknowledge(by=officer, case=case)
        if case.tier >= Tier.POLICE:
            case = actions.refer(by=officer, case=case, police_reference=f"WX-{self.chance.randint(10000, 99999)}")
        look = (max(moment, self.now - timedelta(days=10)) + timedelta(days=14)).date()
        return actions.plan(by=officer, case=case, text=self.chance.choice(PLANS), follow_up_on=look)

    def catch_up(self, moment: datetime) -> None:
        """Cases that rose because others are linked with them now are worked again, but for the last days'."""
        risen = Case.objects.open().filter(acknowledged_at=None, acknowledge_due_at__lt=self.now - CAUGHT_UP_AFTER)
        for case in risen.filter(reported_at__lt=moment):
            officer = self.chance.choice(self.officers)
            with at(moment + timedelta(minutes=30)):
                worked = self.deal_with(case, officer, moment)
            self.close(worked, officer, moment)

    def converse(self, incident: Incident, officer: User, reporter: User, after: datetime) -> None:
        with at(min(after + timedelta(hours=1), self.now)):
            send_message(by=officer, incident=incident, body="I have your report. May I ring you this week?")
        with at(min(after + timedelta(hours=5), self.now)):
            send_message(by=reporter, incident=incident, body=self.chance.choice(THANKS))

    def close(self, case: Case, officer: User, acted: datetime) -> None:
        closed = acted + timedelta(days=self.chance.uniform(3, 25))
        recent = case.reported_at > self.now - timedelta(days=STILL_OPEN_DAYS)
        stays_open = closed >= self.now or (recent and self.chance.random() < RECENT_OPEN_SHARE)
        self.keep_told(case.incident, officer, acted, self.now if stays_open else closed)
        if stays_open:
            self.do_tasks(case, officer, acted)
        else:
            with at(closed):
                actions.close(by=officer, case=case, reason=self.chance.choice(CLOSINGS))

    def do_tasks(self, case: Case, officer: User, since: datetime) -> None:
        """In time, but for a few that wait. What is left when a case is closed falls away with it."""
        for task in case.tasks.open():
            done = since + (task.due_at - since) * self.chance.random()
            if done < self.now and self.chance.random() < TASKS_DONE:
                with at(done):
                    do_task(by=officer, task=task)

    def keep_told(self, incident: Incident, officer: User, since: datetime, until: datetime) -> None:
        """Every ten working days, but for a few that wait (P28)."""
        told = since + timedelta(days=TOLD_EVERY_DAYS)
        while told < until and self.chance.random() < TOLD_IN_TIME:
            with at(told):
                send_message(by=officer, incident=incident, body=self.chance.choice(NEWS))
            told += timedelta(days=TOLD_EVERY_DAYS)

    def look_after_people(self, moment: datetime) -> None:
        if moment - self.looked_at > ONE_WEEK:
            self.looked_at = moment
            with at(moment):
                look_after_support(now=moment)
            remind_due_deadlines()

    def look_after_reviews(self, moment: datetime) -> None:
        """Reviews were opened when they fell due and done some days later, most of them: the rest wait on the board."""
        with at(moment):
            open_due_periodic_reviews(today=moment.date())
        waiting = RiskReview.objects.filter(done_at=None, opened_at__lt=moment - REVIEWED_AFTER)
        for review in waiting.select_related("profile"):
            if self.chance.random() < 0.9:
                with at(review.opened_at + REVIEWED_AFTER):
                    self.review(review, self.people["safety"])

    def review(self, review: RiskReview, safety: User) -> None:
        band = self.chance.choices(list(Band), weights=[6, 3, 1])[0]
        do_review(
            by=safety, review=review, band=band, reasons="Talked through with the councillor at home and by phone."
        )
