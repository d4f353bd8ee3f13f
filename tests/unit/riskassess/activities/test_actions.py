"""The way of an assessment, whom it may be in the hands of, and what happens to it afterwards."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import activities
from riskassess.activities.lifecycle import ActivityState
from riskassess.dates import add_months
from riskassess.models import Activity, ActivityHazard, RiskProfile, Why
from tests.factories import CouncillorFactory
from tests.unit.riskassess.activities.conftest import FINE, rated

pytestmark = pytest.mark.django_db
HIGH = {"likelihood": 4, "severity": 4, "likelihood_after": 3, "severity_after": 4}


def open_deadlines(activity: Activity) -> list[str]:
    rows = Deadline.objects.filter(about_ref=activity.reference, met_at=None, dropped_at=None)
    return list(rows.values_list("kind", flat=True))


def advised(councillor: User, helper: User, activity: Activity) -> Activity:
    activities.ask_help(by=councillor, activity=activity, asked_for="Is that enough?")
    activities.take(by=helper, activity=activity)
    return activities.advise(by=helper, activity=activity, advice="Take somebody with you.")


# Alone -----------------------------------------------------------------------------------------------------------


def test_a_draft_has_the_usual_hazards(draft: Activity) -> None:
    assert draft.hazards.count() == 3
    assert draft.state == ActivityState.DRAFT


def test_finished_it_has_a_day_and_a_clock(finished: Activity) -> None:
    months = settings.ACTIVITY_REVIEW_MONTHS["low"]
    assert finished.review_on == add_months(timezone.localdate(), months)
    assert open_deadlines(finished) == ["activity.review"]


def test_nothing_unsaid_is_finished(councillor: User, draft: Activity) -> None:
    with pytest.raises(ActionDenied, match="cannot be finished yet"):
        activities.finish(by=councillor, activity=draft)


def test_nobody_else_writes_in_it(draft: Activity, safety: User) -> None:
    for other in (CouncillorFactory(), safety):
        with pytest.raises(ActionDenied):
            activities.save_others(by=other, activity=draft, others="Mine")
        with pytest.raises(ActionDenied):
            activities.ask_help(by=other, activity=draft, asked_for="")


def test_worse_afterwards_needs_a_reason(councillor: User, draft: Activity) -> None:
    worse = FINE | {"likelihood_after": 3, "severity_after": 3}
    hazard = draft.hazards.first()
    assert hazard is not None
    with pytest.raises(ActionDenied, match="say why"):
        activities.save_rating(by=councillor, hazard=hazard, **worse)
    assert activities.save_rating(by=councillor, hazard=hazard, **worse | {"reason": "A crowd comes"}).is_rated


# With help -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["threatened", "rest", "band"])
def test_with_a_reason_for_help_an_officer_looks_first(
    why: str, councillor: User, safety: User, draft: Activity
) -> None:
    if why == "band":
        day = timezone.localdate() + timedelta(days=30)
        set_by = {"set_at": timezone.now(), "set_by": safety, "reasons": "Known widely"}
        RiskProfile.objects.create(councillor=councillor, band="high", next_review_on=day, **set_by)
    rated(councillor, draft, threatened=why == "threatened", **(HIGH if why == "rest" else {}))
    with pytest.raises(ActionDenied, match="An officer should look"):
        activities.finish(by=councillor, activity=draft)
    advised(councillor, safety, draft)
    assert activities.finish(by=councillor, activity=draft).state == ActivityState.FINISHED


def test_asking_reaches_one_officer_with_a_day(councillor: User, safety: User, officer: User, draft: Activity) -> None:
    for _ in range(2):
        asked = activities.ask_help(by=councillor, activity=draft, asked_for="Is that enough?")
    assert asked.helper == safety
    assert open_deadlines(draft) == ["activity.help"]
    assert OutboxMessage.objects.filter(kind="activity_help.asked").count() == 1
    with pytest.raises(ActionDenied):
        activities.save_others(by=councillor, activity=draft, others="Too late")


def test_whoever_takes_it_writes_and_advises(councillor: User, safety: User, officer: User, draft: Activity) -> None:
    activities.ask_help(by=councillor, activity=draft, asked_for="")
    activities.take(by=officer, activity=draft)
    with pytest.raises(ActionDenied):
        activities.take(by=safety, activity=draft)
    with pytest.raises(ActionDenied, match="Somebody else"):
        activities.advise(by=safety, activity=draft, advice="No")
    activities.save_others(by=officer, activity=draft, others="Your helper")
    assert activities.advise(by=officer, activity=draft, advice="Good").state == ActivityState.ADVISED
    assert open_deadlines(draft) == []


def test_who_sees_it(councillor: User, safety: User, manager: User, draft: Activity) -> None:
    def seers() -> list[User]:
        people = (councillor, CouncillorFactory(), safety, manager)
        return [one for one in people if Activity.objects.visible_to(one).exists()]

    assert seers() == [councillor]
    activities.ask_help(by=councillor, activity=draft, asked_for="")
    assert seers() == [councillor, safety, manager]


# Afterwards ------------------------------------------------------------------------------------------------------


def test_something_new_brings_it_nearer_once(finished: Activity, councillor: User) -> None:
    for _ in range(2):
        activities.reopen(councillor=councillor, why=Why.TENSION, about_ref="TN-1")
    finished.refresh_from_db()
    assert finished.state == ActivityState.REOPENED
    assert finished.review_on is not None
    assert finished.review_on < timezone.localdate() + timedelta(days=15)
    assert OutboxMessage.objects.filter(kind="activity.reopened").count() == 1


def test_what_happened_to_others_changes_nothing(finished: Activity) -> None:
    activities.reopen(councillor=CouncillorFactory(), why=Why.TENSION, about_ref="TN-1")
    finished.refresh_from_db()
    assert finished.state == ActivityState.FINISHED


def test_a_newer_one_replaces_it_when_it_is_finished(finished: Activity, councillor: User) -> None:
    newer = activities.renew(by=councillor, activity=finished)
    assert activities.renew(by=councillor, activity=finished) == newer
    assert not [one for one in newer.hazards.all() if one.is_rated]
    activities.finish(by=councillor, activity=rated(councillor, newer))
    finished.refresh_from_db()
    assert finished.state == ActivityState.REPLACED
    assert open_deadlines(finished) == []


# What the database holds -----------------------------------------------------------------------------------------

LOCKED = [
    {"what": "Other"},
    {"advice": "Other"},
    {"state": "draft", "finished_at": None, "review_on": None, "review_by": None},
    {"finished_at": Now() - timedelta(days=1)},
]


@pytest.mark.parametrize("change", LOCKED)
def test_a_finished_one_keeps_its_words(change: dict[str, object], finished: Activity) -> None:
    with pytest.raises(DatabaseError, match="finished_activity_stays"), transaction.atomic():
        Activity.objects.filter(pk=finished.pk).update(**change)


def test_and_its_hazards(finished: Activity) -> None:
    with pytest.raises(DatabaseError, match="finished_activity_stays"), transaction.atomic():
        finished.hazards.update(controls="Other")
    with pytest.raises(DatabaseError, match="finished_activity_stays"), transaction.atomic():
        ActivityHazard.objects.create(activity=finished, title="New")
    with pytest.raises(DatabaseError, match="finished_activity_stays"), transaction.atomic():
        finished.hazards.all().delete()


def test_nobody_moves_its_day_away(finished: Activity) -> None:
    assert finished.review_on is not None
    with pytest.raises(DatabaseError, match="activity_reviewed_in_a_year"), transaction.atomic():
        Activity.objects.filter(pk=finished.pk).update(review_on=finished.review_on + timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"likelihood": 3}, "rated_whole"),
        (FINE | {"severity": 6}, "rated_whole"),
        (FINE | {"likelihood_after": 5}, "higher_for_a_reason"),
    ],
)
def test_no_half_rating_and_no_rise_without_a_reason(
    change: dict[str, object], constraint: str, draft: Activity
) -> None:
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        draft.hazards.update(**change)


def test_nobody_helps_themselves(draft: Activity) -> None:
    with pytest.raises(DatabaseError, match="helper_is_another"), transaction.atomic():
        Activity.objects.filter(pk=draft.pk).update(helper=draft.councillor)
