"""The reports of the last weeks: the list behind those numbers that the queue, which is about work, does not count."""

from collections.abc import Mapping
from datetime import date, datetime

from councilsafe.accounts.models import User
from insight.numbers import answered, reported_since
from insight.periods import ANSWER_WEEKS, WEEKS
from triage.forms.queue import KINDS
from triage.models import CaseQuerySet
from triage.queue import CONDITIONS, TIERS

ANSWERS = {"in_time": "Answered in time", "missed": "Answered late, or not at all"}
COLUMNS = ("tier", "kind", "state", "reported_at", "acknowledge_due_at", "acknowledged_at", "incident__reference")
CHOICES = {"tier": TIERS, "kind": KINDS, "answer": ANSWERS}


def chosen(asked: Mapping[str, str]) -> dict[str, str]:
    """What the address narrows the list to. A value that does not exist narrows nothing."""
    return {name: asked[name] for name, known in CHOICES.items() if asked.get(name) in known}


def weeks(asked: Mapping[str, str]) -> int:
    """How far back the address asks to look: as far as the answers on the dashboard, or else as far as the reports."""
    return ANSWER_WEEKS if asked.get("weeks") == str(ANSWER_WEEKS) else WEEKS


def in_words(wanted: Mapping[str, str]) -> dict[str, str]:
    return {name: CHOICES[name][value] for name, value in wanted.items()}


def reports(user: User, wanted: Mapping[str, str], monday: date, now: datetime) -> CaseQuerySet:
    cases = reported_since(user, monday)
    for name, value in wanted.items():
        cases = cases.filter(answered(value, now) if name == "answer" else CONDITIONS[name](value, user, now))
    return cases.select_related("incident").only(*COLUMNS)
