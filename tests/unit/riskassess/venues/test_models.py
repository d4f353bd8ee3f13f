"""What the database itself refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import Error
from django.utils import timezone

from councilsafe.accounts.models import User
from riskassess.actions import venue_assessments, venues
from riskassess.models import Cause, PlanItem, Venue, VenueAssessment, VenueCause, VenueFinding
from riskassess.venues.areas import KEYS, Rating
from riskassess.venues.plan import Item, Kind, Room
from tests.unit.riskassess.venues.making import assessed

pytestmark = pytest.mark.django_db


def refused(match: str, work: Callable[[], Any]) -> None:
    with pytest.raises((IntegrityError, InternalError, Error), match=match), transaction.atomic():
        work()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "splendid"}, "venue_state_known"),
        ({"state": "approved"}, "venue_approved_with_a_day"),
        ({"review_on": timezone.localdate()}, "venue_approved_with_a_day"),
        ({"state": "withdrawn"}, "venue_withdrawn_for_a_reason"),
        ({"withdrawn_reason": "Sold"}, "venue_withdrawn_for_a_reason"),
    ],
)
def test_a_venues_state_and_what_belongs_to_it_go_together(
    venue: Venue, fields: dict[str, Any], constraint: str
) -> None:
    refused(constraint, lambda: Venue.objects.filter(pk=venue.pk).update(**fields))


def test_no_approval_is_longer_than_a_year(approved: Venue) -> None:
    late = approved.approved_on + timedelta(367)
    refused("venue_reviewed_in_a_year", lambda: Venue.objects.filter(pk=approved.pk).update(review_on=late))


def test_an_approval_comes_of_an_assessment(approved: Venue) -> None:
    refused("venue_approved_with_a_day", lambda: Venue.objects.filter(pk=approved.pk).update(latest=None))


def test_venues_and_their_reasons_are_never_deleted(approved: Venue) -> None:
    venues.reopen(venue=approved, cause=Cause.TENSION, about_ref="TN-22222-33333")
    refused("never_deleted|Cannot delete", lambda: VenueCause.objects.all().delete())
    refused("never_deleted|Cannot delete|protected", lambda: Venue.objects.all()._raw_delete("default"))


def test_one_assessment_is_under_way_at_a_time(venue: Venue, safety: User) -> None:
    venue_assessments.begin(by=safety, venue=venue)
    refused(
        "venue_assessment_one_open",
        lambda: VenueAssessment.objects.create(venue=venue, number=2, begun_by=safety),
    )


@pytest.mark.parametrize("fields", [{"summary": "All is well."}, {"outcome": "unfit"}, {"finished_at": None}])
def test_a_finished_assessment_never_changes(approved: Venue, fields: dict[str, Any]) -> None:
    refused("finished_stays_finished", lambda: VenueAssessment.objects.update(**fields))
    refused("finished_stays_finished|Cannot delete", lambda: VenueAssessment.objects.all()._raw_delete("default"))


@pytest.mark.parametrize(
    "fields",
    [{"rating": "controls"}, {"evidence": "Never mind."}, {"controls": "Nothing"}, {"area": "signal"}],
)
def test_nor_does_what_was_found_in_it(approved: Venue, fields: dict[str, Any]) -> None:
    found = VenueFinding.objects.filter(area="parking")
    refused("finished_stays_finished", lambda: found.update(**fields))
    refused("finished_stays_finished", lambda: found._raw_delete("default"))
    refused(
        "finished_stays_finished",
        lambda: VenueFinding.objects.create(assessment=approved.latest, area="parking"),
    )


def test_nor_does_its_plan(safety: User, venue: Venue) -> None:
    assessment = assessed(safety, venue)
    room = Room(500, 400, (Item(Kind.TABLE, 250, 200),))
    venue_assessments.save_plan(by=safety, assessment=assessment, room=room)
    venue_assessments.finish(by=safety, assessment=assessment, outcome="fit", causes_seen=0)
    refused("finished_stays_finished", lambda: PlanItem.objects.update(x_cm=1))
    refused("finished_stays_finished", lambda: PlanItem.objects.all().delete())
    refused(
        "finished_stays_finished",
        lambda: PlanItem.objects.create(assessment=assessment, kind="screen", number=1, x_cm=1),
    )


@pytest.mark.parametrize("area", KEYS)
@pytest.mark.parametrize("rating", [Rating.UNSEEN, Rating.BAD])
def test_the_database_itself_calls_nothing_fit_that_is_unsafe(
    venue: Venue, safety: User, area: str, rating: str
) -> None:
    assessment = assessed(safety, venue)
    assessment.findings.filter(area=area).update(rating=rating)
    fit = {"outcome": "fit", "finished_at": timezone.now(), "finished_by": safety}
    refused("venue_fit_in_every_area", lambda: VenueAssessment.objects.filter(pk=assessment.pk).update(**fit))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"area": "roof"}, "venue_finding_known"),
        ({"rating": "fine"}, "venue_finding_known"),
        ({"evidence": ""}, "venue_finding_has_evidence"),
        ({"rating": "controls"}, "venue_finding_has_controls"),
        ({"controls": "A lamp"}, "venue_control_has_owner_and_day"),
        ({"due_on": timezone.localdate()}, "venue_control_has_owner_and_day"),
        ({"done_on": timezone.localdate()}, "venue_control"),
    ],
)
def test_a_finding_is_whole(venue: Venue, safety: User, fields: dict[str, Any], constraint: str) -> None:
    assessment = assessed(safety, venue)
    refused(constraint, lambda: assessment.findings.filter(area="parking").update(**fields))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "sofa"}, "venue_plan_kind_known"),
        ({"kind": "door"}, "venue_plan_doors_in_walls"),
        ({"kind": "door", "wall": "roof"}, "venue_plan_doors_in_walls"),
        ({"kind": "table", "wall": "top"}, "venue_plan_doors_in_walls"),
    ],
)
def test_a_plan_has_doors_in_its_walls(venue: Venue, safety: User, fields: dict[str, Any], constraint: str) -> None:
    assessment = venue_assessments.begin(by=safety, venue=venue)
    refused(constraint, lambda: PlanItem.objects.create(assessment=assessment, number=1, x_cm=1, **fields))
