"""What one report tells the next, when it happened again."""

from datetime import date

import pytest

from councilsafe.accounts.models import User
from incidents.again import carried
from incidents.models import Incident
from incidents.steps import Journey
from tests.factories import CouncillorFactory, IncidentFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def told(by: User, **fields: object) -> dict[str, object]:
    incident = Incident.objects.get(pk=IncidentFactory(reporter=by, **fields).pk)
    return dict(carried(incident, by, TODAY))


def test_what_is_known_is_filled_in_and_counted_once_more() -> None:
    councillor = CouncillorFactory()
    known = {"channel": "email", "source": "anonymous", "place": "home", "asked_to_stop": "by_councillor"}
    answers = told(councillor, **known, occasions=3, period_days=10, happened_on=date(2026, 11, 16))
    journey = Journey({**answers, "again": {"checked": ["yes"]}})
    assert journey.facts() == known | {"place": "remote", "occasions": 4, "period_days": 15}
    assert [stage.key for stage in journey.asked] == ["danger", "again", "kind", "words", "more", "effect"]


def test_what_is_not_known_is_left_to_be_asked() -> None:
    answers = told(CouncillorFactory(), happened_on=TODAY)
    assert answers == {"again": {}, "before": {"repeat": ["before"]}, "times": {"occasions": ["2"]}}


def test_years_are_told_in_weeks() -> None:
    answers = told(CouncillorFactory(), happened_on=TODAY, period_days=1400)
    assert answers["times"] == {"occasions": ["2"], "length": ["200"], "unit": ["weeks"]}


def test_what_was_reported_for_somebody_else_is_again_for_them() -> None:
    councillor, harmed = CouncillorFactory(), CouncillorFactory()
    answers = told(councillor, councillor=harmed, harmed_knows=True, harmed_agrees=False)
    assert answers["whom"] == {"harmed_as": ["councillor"]}
    assert answers["person"] == {"person": [harmed.reference]}
    assert answers["knows"] == {"knows": ["against"]}
    answers = told(councillor, councillor=None, harmed_as="candidate", harmed_name="Carol", harmed_knows=False)
    assert (answers["name"], answers["knows"]) == ({"harmed_name": ["Carol"]}, {"knows": ["no"]})
