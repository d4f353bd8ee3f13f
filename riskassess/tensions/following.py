"""What followed: how many reports came in about these members or these words, beside as long a time before."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.duty.clocks import end_of
from councilsafe.govuk.charts import Chart, columns
from councilsafe.govuk.dates import day
from incidents.models import Incident, IncidentQuerySet
from riskassess.models import Tension
from riskassess.tensions.lifecycle import TensionState

WEEK = timedelta(days=7)
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Followed:
    """`after` were reported in the time that is counted, as far as it has come; `before` in the same length before."""

    since: date
    last: date
    weeks: list[tuple[date, int]]
    after: int
    before: int

    @property
    def days(self) -> int:
        return (self.last - self.since).days + 1

    @property
    def sentence(self) -> str:
        reports = f"{self.after} report{'' if self.after == 1 else 's'}"
        return (
            f"{reports} from {day(self.since)} to {day(self.last)}. "
            f"In the {self.days} days before that there were {self.before}."
        )

    @property
    def chart(self) -> Chart | None:
        """One column alone would say nothing. Its labels are short, so that two fit below it on a phone."""
        weeks = [(f"{first.day} {first:%b}", count, None) for first, count in self.weeks]
        said = "What followed, week by week"
        return columns(said, weeks, unit="reports", sentence=self.sentence) if len(weeks) > 1 else None


def followed(tension: Tension, user: User, today: date) -> Followed | None:
    """None before its days have come, or while nobody was told. One query, of what this reader may see."""
    since, until = tension.counted_since, tension.counted_until
    if tension.state == TensionState.DRAFT or since is None or until is None or today < since:
        return None
    last = min(until, today)
    days = counts(tension, user, since - (last - since + ONE), last)
    return Followed(
        since=since,
        last=last,
        weeks=by_week(days, since, last),
        after=sum(count for reported, count in days.items() if reported >= since),
        before=sum(count for reported, count in days.items() if reported < since),
    )


def by_week(days: dict[date, int], since: date, last: date) -> list[tuple[date, int]]:
    firsts = [since + WEEK * number for number in range((last - since).days // 7 + 1)]
    return [(first, sum(days.get(first + ONE * later, 0) for later in range(7))) for first in firsts]


def counts(tension: Tension, user: User, since: date, last: date) -> dict[date, int]:
    rows = belonging(tension, Incident.objects.team(user), since, last)
    by_day = rows.annotate(on=TruncDate("reported_at", tzinfo=timezone.get_default_timezone())).order_by()
    return {row["on"]: row["count"] for row in by_day.values("on").annotate(count=Count("pk", distinct=True))}


def belonging(tension: Tension, incidents: IncidentQuerySet, since: date, last: date) -> IncidentQuerySet:
    """Reported in these days about a member, with a word of its topics, or counted by an officer. Each report once."""
    begin, end = end_of(since - ONE), end_of(last)
    in_time = incidents.filter(reported_at__gte=begin, reported_at__lt=end, withdrawn_at=None, duplicate_of=None)
    mine = Q(councillor__in=tension.members.values("councillor")) | Q(pk__in=tension.linked.values("incident"))
    if not tension.topics:
        return in_time.filter(mine)
    worded = in_time.annotate(words=SearchVector("description", config="english"))
    return worded.filter(mine | Q(words=topic_query(tension.topics)))


def topic_query(topics: list[str]) -> SearchQuery:
    first, *others = (SearchQuery(topic, config="english", search_type="phrase") for topic in topics)
    for other in others:
        first |= other
    return first
