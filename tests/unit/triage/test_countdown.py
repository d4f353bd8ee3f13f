from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from triage.countdown import countdown, span

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ONE = timedelta(minutes=1)


@dataclass
class Awaiting:
    waits_for: str
    due_at: datetime | None


@pytest.mark.parametrize(
    ("waits_for", "left", "state", "words"),
    [
        ("answer", timedelta(minutes=40), "due-soon", "Answer due in 40 minutes"),
        ("answer", timedelta(0), "due-soon", "Answer due in less than a minute"),
        ("plan", timedelta(hours=4), "on-time", "Plan due in 4 hours"),
        ("plan", -timedelta(hours=2, minutes=59), "late", "Late by 2 hours: plan"),
        ("referral", timedelta(hours=4) - ONE, "due-soon", "Police referral due in 3 hours"),
        ("referral", -ONE, "late", "Late by 1 minute: police referral"),
        ("look", timedelta(days=9), "on-time", "Next look due in 9 days"),
    ],
)
def test_says_what_is_due_and_how_soon(waits_for: str, left: timedelta, state: str, words: str) -> None:
    clock = countdown(Awaiting(waits_for, NOW + left), NOW)
    assert (clock.state, clock.words, clock.at) == (state, words, NOW + left)


def test_nothing_is_due_on_a_closed_case() -> None:
    assert countdown(Awaiting("", None), NOW).state == "done"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_a_span_is_rounded_down_in_one_unit(length: timedelta, words: str) -> None:
    assert span(length) == words
