"""Three years of a council's reviews, day by day, with incidents, late reviewers and downtime."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
import time_machine

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.actions import remind_due_deadlines
from councilsafe.notifications.actions import deliver_due
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import reviews as actions
from riskassess.models import Band, Cause, RiskProfile, RiskReview
from riskassess.periods import latest_next_review

FIRST_DAY = date(2026, 11, 21)
DAYS = [FIRST_DAY + timedelta(number) for number in range(3 * 365)]
MORNING, EVENING = time(9, 30), time(20, 0)

Told = tuple[date, str, str]  # on which day, what kind, and to whom


def reminder_on(today: date, due_on: date) -> tuple[date, str] | None:
    """Since when it is the turn of which reminder, by the rule and apart from the code: once before, then weekly."""
    if today < due_on - timedelta(7):
        return None
    if today < due_on:
        return due_on - timedelta(7), "review.before"
    since = due_on + (today - due_on) // timedelta(7) * timedelta(7)
    return since, "review.today" if today == due_on else "review.overdue"


@dataclass
class Council:
    """Acts as people and beat would, and keeps its own account of what owners are owed."""

    random: Random
    clock: time_machine.Traveller
    councillors: list[User]
    officer: User
    owed: dict[str, dict[date, Told]] = field(default_factory=dict)
    incidents: int = 0

    def live(self, day: date, *, down: bool) -> None:
        self.go(day, MORNING, down=down)
        if self.random.random() < 0.02:
            self.report()
        for review in RiskReview.objects.open().select_related("profile").order_by("id"):
            if self.random.random() < 0.06:
                self.review(review, day)
        if self.random.random() < 0.3:
            self.go(day, EVENING, down=down)

    def go(self, day: date, hour: time, *, down: bool) -> None:
        self.clock.move_to(datetime.combine(day, hour, UTC))
        if not down:
            self.sweep(day)

    def sweep(self, day: date) -> None:
        actions.look_after_reviews(now=datetime.now(UTC))
        remind_due_deadlines()
        deliver_due()
        for review in RiskReview.objects.open().select_related("owner"):
            turn, told = reminder_on(day, review.due_on), self.owed.setdefault(review.reference, {})
            if turn and turn[0] not in told and day not in [told_on for told_on, _, _ in told.values()]:
                told[turn[0]] = (day, turn[1], review.owner.email)

    def report(self) -> None:
        self.incidents += 1
        victim = self.random.choice(self.councillors)
        actions.reopen(councillor=victim, cause=Cause.INCIDENT, about_ref=f"CS-{self.incidents}")

    def review(self, review: RiskReview, day: date) -> None:
        band = self.random.choice(Band.values)
        actions.do_review(by=self.officer, review=review, band=band, reasons="As we found it.")
        assert RiskProfile.objects.get(pk=review.profile_id).next_review_on == latest_next_review(band, day)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.combine(FIRST_DAY, MORNING, UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def council(make_person: Callable[..., User], clock: time_machine.Traveller) -> Council:
    for role in (Role.SAFETY, Role.SAFETY, Role.MANAGER, Role.MONITORING):
        make_person(role)
    councillors = [make_person(Role.COUNCILLOR) for _ in range(4)]
    return Council(Random(1), clock, councillors, make_person(Role.OFFICER))


def sent(review: RiskReview) -> list[Told]:
    messages = OutboxMessage.objects.filter(about_ref=review.reference).select_related("recipient").order_by("id")
    return [(message.created_at.date(), message.kind, message.recipient.email) for message in messages]


def days_of_downtime(random: Random) -> set[date]:
    """A dozen times, nine days each."""
    return {start + timedelta(number) for start in random.sample(DAYS, 12) for number in range(9)}


def test_every_review_is_reminded_by_rule(council: Council) -> None:
    down = days_of_downtime(council.random)
    for day in DAYS:
        council.live(day, down=day in down)
    reviews = list(RiskReview.objects.all())
    assert len(reviews) > 20
    for review in reviews:
        to_owner = [told for told in sent(review) if told[1] != "review.escalated"]
        assert to_owner == list(council.owed.get(review.reference, {}).values())
        assert max(Counter((day, person) for day, _, person in sent(review)).values(), default=0) <= 1
        assert not told_after_it_was_done(review)
    assert {told[1] for review in reviews for told in sent(review)} == {
        "review.before",
        "review.today",
        "review.overdue",
        "review.escalated",
    }


def told_after_it_was_done(review: RiskReview) -> bool:
    about = OutboxMessage.objects.filter(about_ref=review.reference)
    return review.done_at is not None and about.filter(created_at__gt=review.done_at).exists()


def test_months_of_silence_are_no_flood(council: Council) -> None:
    """One review, 20 weeks late: the owner and those above hear once a week, the owner also before and on its day."""
    victim = council.councillors[0]
    User.objects.filter(roles__contains=[Role.COUNCILLOR.value]).exclude(pk=victim.pk).update(is_active=False)
    review = actions.reopen(councillor=victim, cause=Cause.INCIDENT, about_ref="CS-1")
    for day in DAYS[: (review.due_on - FIRST_DAY).days + 141]:
        council.go(day, MORNING, down=False)
    roles = {user.email: user.roles[0] for user in User.objects.all()}
    each = Counter((kind, roles[person]) for _, kind, person in sent(review))
    assert each == {
        ("review.before", "safety"): 1,
        ("review.today", "safety"): 1,
        ("review.overdue", "safety"): 20,
        ("review.escalated", "manager"): 20,
        ("review.escalated", "monitoring"): 19,
    }
