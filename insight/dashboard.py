"""The dashboard: is anyone in danger, what is late, what needs me, what is changing, how fast we are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as dateformat

from councilsafe.accounts.models import User
from councilsafe.govuk.charts import Chart, bars, columns
from insight import numbers, sentences
from insight.figures import Figure, Line, address
from insight.numbers import Answers, OpenCases, Reported
from insight.periods import ANSWER_WEEKS, last_weeks
from triage.countdown import countdown
from triage.forms.queue import KINDS
from triage.models import CaseQuerySet
from triage.process import Tier
from triage.queue import CLOCKS, TIERS, UNKNOWN_KIND, Row

SHOWN = 3
COLUMNS = (
    "tier",
    "due_at",
    "acknowledged_at",
    "act_due_at",
    "acted_at",
    "paused_for",
    "update_due_at",
    "state",
    "incident__reference",
    "owner__name",
)


def dashboard(user: User, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    mondays, tiers = last_weeks(today), numbers.open_cases(user, now)
    return {
        "now": now,
        "danger": danger(user, tiers, now),
        "late": late(user, tiers, now),
        "needs": needs(user, now),
        **changes(numbers.reports(user, mondays), mondays),
        "answers": answers(numbers.answers(user, mondays[-ANSWER_WEEKS], now)),
    }


def danger(user: User, tiers: Sequence[OpenCases], now: datetime) -> dict[str, Any]:
    grave = [row for row in tiers if row.tier and row.tier >= Tier.POLICE]
    return {
        "sentence": sentences.danger(numbers.together(grave)),
        "lines": [danger_line(row.tier.key, row) for row in grave if row.tier],
        "cases": first_due(numbers.in_danger(user), now),
    }


def danger_line(tier: str, row: OpenCases) -> Line:
    figures = [
        Figure(row.total, address("queue", tier=tier), "open"),
        Figure(row.unanswered, address("queue", tier=tier, waits_for="answer"), "waiting for an answer"),
    ]
    return Line(TIERS[tier], figures)


def late(user: User, tiers: Sequence[OpenCases], now: datetime) -> dict[str, Any]:
    every = numbers.together(tiers)
    lines = [late_line(TIERS[row.tier.key], row, tier=row.tier.key) for row in tiers if row.tier]
    return {
        "sentence": sentences.late(every),
        "clocks": CLOCKS.values(),
        "lines": [*lines, late_line("All", every)],
        "cases": first_due(numbers.late(user, now), now),
    }


def late_line(label: str, row: OpenCases, **tier: str) -> Line:
    by_clock = [Figure(getattr(row, clock), address("queue", **tier, clock=clock), CLOCKS[clock]) for clock in CLOCKS]
    return Line(label, [*by_clock, Figure(row.total, address("queue", **tier), "open")])


def first_due(cases: CaseQuerySet, now: datetime) -> list[Row]:
    rows = cases.select_related("incident", "owner").only(*COLUMNS).order_by("due_at", "id")[:SHOWN]
    return [Row(case, countdown(case, now)) for case in rows]


def needs(user: User, now: datetime) -> list[Figure]:
    """What waits for the reader and nobody else, or for those above the officers."""
    second, overdue = (
        numbers.second_officer(user).count(),
        numbers.overdue_reviews(user, timezone.localdate(now)).count(),
    )
    silent = numbers.silent(user, now).count()
    changes = sentences.plural(second, "change of tier waits", "changes of tier wait")
    unheard = sentences.plural(silent, "reporter has", "reporters have")
    reviews = sentences.plural(overdue, "risk review is", "risk reviews are")
    mails = numbers.held_mail(user, now)
    figures = [
        Figure(mails.waiting, address("held-mails"), sentences.held_mail(mails)),
        Figure(second, address("second-officer"), f"{changes} for a second officer: you can decide"),
        Figure(silent, address("queue", waits_for="update", clock="late"), f"{unheard} waited too long to hear more"),
        Figure(overdue, address("risk-reviews", due="overdue"), f"{reviews} overdue"),
    ]
    return [figure for figure in figures if figure.count]


def changes(reported: Sequence[Reported], mondays: Sequence[date]) -> dict[str, Chart]:
    weeks, kinds = Counter(dict.fromkeys(mondays, 0)), Counter[str]()
    for row in reported:
        weeks[row.week] += row.number
        kinds[row.kind or UNKNOWN_KIND] += row.number
    return {"weeks": weeks_chart(weeks), "kinds": kinds_chart(kinds.most_common())}


def weeks_chart(counts: Mapping[date, int]) -> Chart:
    items = [
        (dateformat(monday, "j F"), count, address("queue", state="all", week=monday.isoformat()))
        for monday, count in counts.items()
    ]
    return columns("Reports by week", items, unit="reports", sentence=sentences.by_week(list(counts.values())))


def kinds_chart(counts: Sequence[tuple[str, int]]) -> Chart:
    items = [(label(kind), count, address("recent-reports", kind=kind)) for kind, count in counts]
    sentence = sentences.by_kind({label(kind): count for kind, count in counts})
    return bars("Reports by kind", items, unit="reports", sentence=sentence)


def label(kind: str) -> str:
    return KINDS.get(kind, KINDS[UNKNOWN_KIND])


def answers(rows: Sequence[Answers]) -> dict[str, Any]:
    lines = [answers_line(row.tier.key, row) for row in rows]
    return {"sentence": sentences.answered(rows), "lines": lines, "weeks": ANSWER_WEEKS}


def answers_line(tier: str, row: Answers) -> Line:
    here = {"tier": tier, "weeks": str(ANSWER_WEEKS)}
    figures = [
        Figure(row.reports, address("recent-reports", **here), "reports"),
        Figure(row.in_time, address("recent-reports", **here, answer="in_time"), "answered in time"),
        Figure(row.missed, address("recent-reports", **here, answer="missed"), "answered late or not at all"),
    ]
    share = "–" if row.share is None else f"{row.share}%"
    waits = ["–" if wait is None else sentences.duration(wait) for wait in (row.median, row.ninetieth)]
    return Line(TIERS[tier], figures, [share, *waits])
