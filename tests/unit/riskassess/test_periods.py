from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from riskassess.periods import latest_next_review, reopened_due


@pytest.mark.parametrize(
    ("band", "latest"),
    [("low", date(2027, 11, 30)), ("medium", date(2027, 5, 30)), ("high", date(2027, 2, 28))],
)
def test_the_higher_the_band_the_sooner_the_next_review(band: str, latest: date) -> None:
    assert latest_next_review(band, date(2026, 11, 30)) == latest


def test_the_council_may_set_other_periods(settings: Settings) -> None:
    settings.REVIEW_MONTHS = settings.REVIEW_MONTHS | {"high": 1}
    settings.REVIEW_AFTER_INCIDENT_WORKING_DAYS = 1
    assert latest_next_review("high", date(2026, 1, 31)) == date(2026, 2, 28)
    assert reopened_due(datetime(2026, 11, 24, 10, tzinfo=UTC)) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("reported_at", "due_on"),
    [
        (datetime(2026, 11, 24, 10, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 11, 21, 23, tzinfo=UTC), date(2026, 11, 27)),  # on a Saturday: the whole working week
        (datetime(2026, 12, 22, 10, tzinfo=UTC), date(2026, 12, 31)),  # over Christmas
        (datetime(2026, 7, 6, 23, 30, tzinfo=UTC), date(2026, 7, 13)),  # after midnight in London
    ],
)
def test_after_an_incident_there_are_five_working_days(reported_at: datetime, due_on: date) -> None:
    assert reopened_due(reported_at) == due_on
