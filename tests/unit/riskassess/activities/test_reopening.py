"""What happened to a councillor at such a place brings their own assessments nearer, and nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.actions import complete_facts, raise_alarm, start_draft, submit_report
from incidents.actions.confidence import keep_confidential
from riskassess.actions import activities, tensions, venues
from riskassess.actions.reviews import do_review
from riskassess.models import Activity, ActivityCause, RiskReview
from tests.factories import POLICE, CouncillorFactory, report
from tests.unit.riskassess.activities.conftest import rated
from tests.unit.riskassess.venues.making import ABOUT, assessed
from tests.unit.riskassess.venues.making import finished as approved

pytestmark = pytest.mark.django_db


def state(activity: Activity) -> str:
    activity.refresh_from_db()
    return activity.state


# By what happened ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "becomes"), [("workplace", "reopened"), ("home", "finished")])
def test_a_report_of_what_happened_there(
    place: str, becomes: str, finished: Activity, councillor: User, officer: User
) -> None:
    report(councillor, **POLICE | {"place": place})
    assert state(finished) == becomes


def test_what_happened_to_somebody_else(finished: Activity, officer: User) -> None:
    report(CouncillorFactory(), **POLICE | {"place": "workplace"})
    assert state(finished) == "finished"


def test_an_alarm_does_when_its_report_says_where(finished: Activity, councillor: User, officer: User) -> None:
    draft = start_draft(by=councillor)
    raise_alarm(by=councillor, draft=draft)
    assert state(finished) == "finished"
    submit_report(by=councillor, draft=draft, facts=POLICE | {"place": "workplace"}, told={})
    assert state(finished) == "reopened"


def test_a_place_that_an_officer_adds_later(finished: Activity, councillor: User, officer: User) -> None:
    incident = report(councillor, **POLICE | {"place": None}).incident
    complete_facts(by=officer, incident=incident, facts={"occasions": 5})
    assert state(finished) == "finished"
    complete_facts(by=officer, incident=incident, facts={"place": "workplace"})
    assert state(finished) == "reopened"


def test_what_was_looked_at_since_is_not_again_for_the_same_report(
    finished: Activity, councillor: User, officer: User
) -> None:
    incident = report(councillor, **POLICE | {"place": "workplace"}).incident
    newer = activities.renew(by=councillor, activity=finished)
    activities.finish(by=councillor, activity=rated(councillor, newer))
    complete_facts(by=officer, incident=incident, facts={"place": "public_place"})
    assert state(newer) == "finished"


def test_what_only_few_may_know_tells_nobody(finished: Activity, councillor: User) -> None:
    incident = report(councillor, **POLICE | {"place": None}).incident
    keep_confidential(by=councillor, incident=incident, confidant=None)
    complete_facts(by=councillor, incident=incident, facts={"place": "workplace"})
    assert state(finished) == "finished"


# By what is known of the place, of what is coming, and of them ---------------------------------------------------


def test_something_at_the_venue(councillor: User, safety: User, officer: User) -> None:
    venue = approved(safety, assessed(safety, venues.add_venue(by=safety, **ABOUT)))
    there = activities.begin(by=councillor, kind="surgery", what="Fridays", venue=venue)
    elsewhere = activities.begin(by=councillor, kind="stall", what="Market")
    for one in (there, elsewhere):
        activities.finish(by=councillor, activity=rated(councillor, one))
    incident = report(CouncillorFactory(), **POLICE).incident
    venues.happened_at(by=officer, venue=venue, incident=incident)
    assert (state(there), state(elsewhere)) == ("reopened", "finished")


def test_a_tension_of_which_they_are_told(finished: Activity, councillor: User, officer: User) -> None:
    day = timezone.localdate() + timedelta(days=5)
    made = tensions.add_tension(by=officer, title="A", coming="B", starts_on=day, ends_on=day, members=[councillor])
    assert state(finished) == "finished"
    tensions.announce(by=officer, tension=made)
    assert state(finished) == "reopened"
    assert list(ActivityCause.objects.values_list("cause", "about_ref")) == [("tension", made.reference)]


@pytest.mark.parametrize(
    ("bands", "becomes"), [(["medium"], "reopened"), (["low"], "finished"), (["high", "medium"], "finished")]
)
def test_only_a_band_that_rises(
    bands: list[str], becomes: str, councillor: User, safety: User, make_review: Callable[..., RiskReview]
) -> None:
    *before, last = bands
    for band in before:
        do_review(by=safety, review=make_review(councillor, timezone.localdate()), band=band, reasons="A")
    draft = activities.begin(by=councillor, kind="surgery", what="Fridays")
    rated(councillor, draft)
    if before:
        activities.ask_help(by=councillor, activity=draft, asked_for="")
        activities.take(by=safety, activity=draft)
        activities.advise(by=safety, activity=draft, advice="Good.")
    activity = activities.finish(by=councillor, activity=draft)
    do_review(by=safety, review=make_review(councillor, timezone.localdate()), band=last, reasons="B")
    assert state(activity) == becomes
