"""The numbers of the dashboard. Each is counted over what its reader may see, in one query for each question.

Queries are bounded by what is open or by the last weeks, never by all that there is, and the indexes of `triage.Case`
answer them without a look at the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DateTimeField, F, Func, IntegerField, Q, QuerySet, Value

from councilsafe.accounts.models import User
from incidents.models import HeldMail
from riskassess.models import RiskReview, RiskReviewQuerySet
from triage.models import SECONDS_TO_ANSWER, Case, CaseQuerySet, Override
from triage.process import Tier
from triage.queue import CLOCKS, WAITING, due_in, midnight

GRAVEST_FIRST = sorted(Tier, reverse=True)


@dataclass(frozen=True)
class OpenCases:
    """The open cases of one tier (None: of several), by what their clock says; and how many nobody has answered."""

    tier: Tier | None
    late: int = 0
    today: int = 0
    later: int = 0
    unanswered: int = 0

    @property
    def total(self) -> int:
        return self.late + self.today + self.later


@dataclass(frozen=True)
class Reported:
    """How many reports of one kind came in, in one week."""

    week: date
    kind: str
    number: int


@dataclass(frozen=True)
class Answers:
    """How fast the reports of one tier were answered. Those that can still be answered in time count as neither."""

    tier: Tier
    reports: int = 0
    in_time: int = 0
    missed: int = 0
    median: timedelta | None = None
    ninetieth: timedelta | None = None

    @property
    def share(self) -> int | None:
        """Answered in time, in per cent, rounded down: 100 only when all of them were."""
        judged = self.in_time + self.missed
        return self.in_time * 100 // judged if judged else None


@dataclass(frozen=True)
class HeldMails:
    """Mails that a person must read, and how many of them have been waiting for too long."""

    waiting: int = 0
    late: int = 0


def open_cases(user: User, now: datetime) -> list[OpenCases]:
    """One row a tier, the gravest first."""
    clocks = {clock: Count("tier", filter=due_in(clock, now)) for clock in CLOCKS}
    cases = Case.objects.visible_to(user).open().order_by()
    counted = cases.values("tier").annotate(**clocks, unanswered=Count("tier", filter=WAITING["answer"]))
    found = {row["tier"]: as_open(**row) for row in counted}
    return [found.get(tier, OpenCases(tier)) for tier in GRAVEST_FIRST]


def as_open(*, tier: int, **counts: int) -> OpenCases:
    return OpenCases(Tier(tier), **counts)


def together(rows: Sequence[OpenCases]) -> OpenCases:
    sums = {name: sum(getattr(row, name) for row in rows) for name in (*CLOCKS, "unanswered")}
    return OpenCases(None, **sums)


def in_danger(user: User) -> CaseQuerySet:
    """Emergency and police cases that nobody has answered."""
    return Case.objects.visible_to(user).open().filter(WAITING["answer"], tier__gte=Tier.POLICE)


def late(user: User, now: datetime) -> CaseQuerySet:
    return Case.objects.visible_to(user).late(now)


def silent(user: User, now: datetime) -> CaseQuerySet:
    """Cases whose reporters should have been told more by now. Silence is a breach of the process (P28)."""
    return Case.objects.visible_to(user).silent(now)


def second_officer(user: User) -> QuerySet[Override]:
    """Other tiers that wait for a second officer, and that this reader could decide: not their own proposals."""
    cases = Case.objects.visible_to(user).open()
    return Override.objects.waiting().filter(case__in=cases).exclude(proposed_by=user)


def held_mail(user: User, now: datetime) -> HeldMails:
    """What a filter held back and nobody has read yet: it can hold a threat to life (P26)."""
    mails = HeldMail.objects.visible_to(user).waiting()
    return HeldMails(**mails.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now))))


def overdue_reviews(user: User, today: date) -> RiskReviewQuerySet:
    return RiskReview.objects.visible_to(user).overdue(today)


def reported_since(user: User, monday: date) -> CaseQuerySet:
    return Case.objects.visible_to(user).filter(reported_at__gte=midnight(monday))


class WeekNumber(Func):
    """Which of the weeks a moment is in, counted from 1; 0 is before the first."""

    function = "width_bucket"
    output_field = IntegerField()

    def __init__(self, moment: str, mondays: list[date]) -> None:
        starts = Value([midnight(day) for day in mondays], output_field=ArrayField(DateTimeField()))
        super().__init__(F(moment), starts)


def reports(user: User, mondays: list[date]) -> list[Reported]:
    cases = reported_since(user, mondays[0]).order_by()
    rows = cases.values_list(WeekNumber("reported_at", mondays), "kind").annotate(count=Count("*"))
    return [Reported(mondays[week - 1], kind, number) for week, kind, number in rows]


class Percentiles(Aggregate):
    """The smallest values that these shares of all values do not exceed."""

    function = "percentile_disc"
    template = "%(function)s(ARRAY[%(shares)s]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(IntegerField())

    def __init__(self, expression: Any, *shares: float) -> None:
        super().__init__(expression, shares=", ".join(map(str, shares)))


def answered(outcome: str, now: datetime) -> Q:
    """`in_time`; or `missed`: answered late, or not at all while the time is over."""
    if outcome == "in_time":
        return Q(acknowledged_at__lte=F("acknowledge_due_at"))
    return Q(acknowledged_at__gt=F("acknowledge_due_at")) | Q(acknowledged_at=None, acknowledge_due_at__lt=now)


def answers(user: User, monday: date, now: datetime) -> list[Answers]:
    """One row a tier, the gravest first, over the reports since that day."""
    cases = reported_since(user, monday).order_by()
    counted = cases.values("tier").annotate(
        reports=Count("*"),
        in_time=Count("tier", filter=answered("in_time", now)),
        missed=Count("tier", filter=answered("missed", now)),
        waits=Percentiles(SECONDS_TO_ANSWER, 0.5, 0.9),
    )
    found = {row["tier"]: as_answers(**row) for row in counted}
    return [found.get(tier, Answers(tier)) for tier in GRAVEST_FIRST]


def as_answers(*, tier: int, waits: list[int] | None, **counts: int) -> Answers:
    median, ninetieth = (timedelta(seconds=wait) for wait in waits) if waits else (None, None)
    return Answers(Tier(tier), median=median, ninetieth=ninetieth, **counts)
