"""What happened to a councillor at such a place brings their own assessments nearer, and nobody else's."""

import pytest

from councilsafe.accounts.models import User
from riskassess.models import Activity
from tests.factories import POLICE, CouncillorFactory, report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("place", "state"), [("workplace", "reopened"), ("home", "finished")])
def test_a_report_of_what_happened_there(
    place: str, state: str, finished: Activity, councillor: User, officer: User
) -> None:
    report(councillor, **POLICE | {"place": place})
    finished.refresh_from_db()
    assert finished.state == state


def test_what_happened_to_somebody_else(finished: Activity, officer: User) -> None:
    report(CouncillorFactory(), **POLICE | {"place": "workplace"})
    finished.refresh_from_db()
    assert finished.state == "finished"
