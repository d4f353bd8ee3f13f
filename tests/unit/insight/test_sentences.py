from datetime import timedelta

import pytest

from insight import sentences
from insight.numbers import Answers, OpenCases
from triage.process import Tier


def cases(**counts: int) -> OpenCases:
    return OpenCases(None, **counts)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1, minutes=40), "1 hour 40 minutes"),
        (timedelta(hours=25), "1 day 1 hour"),
        (timedelta(days=3, minutes=5), "3 days"),
        (timedelta(days=3, hours=2, minutes=5), "3 days 2 hours"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(length: timedelta, words: str) -> None:
    assert sentences.duration(length) == words


@pytest.mark.parametrize(
    ("grave", "sentence"),
    [
        (cases(), "No emergency or police case is open."),
        (cases(later=1), "1 emergency or police case is open. Somebody has answered it."),
        (cases(later=1, unanswered=1), "1 emergency or police case is open. Nobody has answered it yet."),
        (cases(late=1, later=2), "3 emergency and police cases are open. Somebody has answered each of them."),
        (cases(late=3, unanswered=2), "3 emergency and police cases are open. Nobody has answered 2 of them yet."),
    ],
)
def test_danger(grave: OpenCases, sentence: str) -> None:
    assert sentences.danger(grave) == sentence


@pytest.mark.parametrize(
    ("every", "sentence"),
    [
        (cases(), "No case is open."),
        (cases(today=1), "Nothing is late: 1 open case, and time left for it."),
        (cases(today=1, later=2), "Nothing is late: 3 open cases, and time left for each of them."),
        (cases(late=1), "1 of 1 open case is late."),
        (cases(late=2, later=3), "2 of 5 open cases are late."),
    ],
)
def test_late(every: OpenCases, sentence: str) -> None:
    assert sentences.late(every) == sentence


def test_reports_by_week() -> None:
    assert sentences.by_week([0, 0, 0]) == "No report came in over the last 3 weeks."
    assert sentences.by_week([4, 0, 1]) == "5 reports came in over the last 3 weeks: 1 so far this week, 0 last week."
    assert sentences.by_week([1, 0]) == "1 report came in over the last 2 weeks: 0 so far this week, 1 last week."


def test_reports_by_kind() -> None:
    assert sentences.by_kind({}) == "No report came in."
    assert sentences.by_kind({"A threat": 3, "Bullying": 1}) == "Most often it was “A threat”: 3 of 4 reports."
    assert (
        sentences.by_kind({"A threat": 2, "Bullying": 2})
        == "Most often it was “A threat” and “Bullying”: 2 of 4 reports, each."
    )


def test_time_to_answer() -> None:
    nobody = Answers(Tier.LOG, reports=2)
    assert sentences.answered([nobody]) == "No report of the last weeks has been answered or is late for it."
    one = Answers(Tier.POLICE, reports=1, in_time=1)
    assert sentences.answered([one]) == "Of 1 report that was answered or is late, 1 had an answer in time."
    some = Answers(Tier.LOG, reports=9, in_time=3, missed=4)
    assert sentences.answered([one, some]) == "Of 8 reports that were answered or are late, 4 had an answer in time."


def test_only_all_of_them_are_a_hundred_per_cent() -> None:
    assert Answers(Tier.LOG).share is None
    assert Answers(Tier.LOG, in_time=999, missed=1).share == 99
    assert Answers(Tier.LOG, in_time=1000).share == 100
