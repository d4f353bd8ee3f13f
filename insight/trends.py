"""What the last weeks brought, and how fast it was answered: counted again only when something has happened since.

Counting takes as long as there are reports, and most looks at the dashboard come when there is nothing new. Whatever
changes a case writes an audit event, so the newest one tells. A minute is the longest that anything is kept, because
time alone makes an answer late.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from insight.numbers import Answers, Reported, answers, reports

KEPT_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class Trends:
    stamp: Hashable
    counted_at: datetime
    reports: Sequence[Reported]
    answers: Sequence[Answers]


_kept: dict[int, Trends] = {}  # by reader, in this process


def trends(user: User, mondays: list[date], now: datetime) -> Trends:
    stamp, kept = stamp_of(user, mondays), _kept.get(user.pk)
    if kept and kept.stamp == stamp and timedelta(0) <= now - kept.counted_at < KEPT_FOR:
        return kept
    fresh = Trends(stamp, now, reports(user, mondays), answers(user, mondays[0], now))
    _kept[user.pk] = fresh
    return fresh


def stamp_of(user: User, mondays: list[date]) -> Hashable:
    """All that the numbers depend on but the time."""
    newest = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first()
    return newest, *mondays, *user.roles
