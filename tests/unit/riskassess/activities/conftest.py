"""Assessments of activities in the states that they go through."""

import pytest

from councilsafe.accounts.models import User
from riskassess.actions import activities
from riskassess.models import Activity

FINE = {"likelihood": 2, "severity": 2, "likelihood_after": 1, "severity_after": 2, "reason": ""}


def rated(by: User, activity: Activity, *, threatened: bool = False, **rating: object) -> Activity:
    """All that has to be said before it is finished."""
    references = activity.hazards.values_list("reference", flat=True)
    activities.save_hazards(by=by, activity=activity, applying=references, another="", threatened=threatened)
    for hazard in activity.hazards.all():
        about = {"who": hazard.who, "controls": hazard.controls, **FINE, **rating}
        activities.save_rating(by=by, hazard=hazard, **about)
    activity.refresh_from_db()
    return activity


@pytest.fixture
def draft(councillor: User) -> Activity:
    return activities.begin(by=councillor, kind="surgery", what="Friday surgery in the library")


@pytest.fixture
def finished(councillor: User, draft: Activity) -> Activity:
    return activities.finish(by=councillor, activity=rated(councillor, draft))
