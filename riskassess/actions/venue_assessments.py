"""Assessing a venue: one version at a time, saved area by area, and never changed once it is finished."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline, meet_deadline
from councilsafe.govuk.dates import day
from riskassess.actions.venues import CONTROL, REVIEW, locked, move, remind_of_control, remind_of_review
from riskassess.models import Outcome, PlanItem, Venue, VenueAssessment, VenueFinding
from riskassess.venues.areas import AREAS
from riskassess.venues.lifecycle import MOVES
from riskassess.venues.periods import latest_review
from riskassess.venues.plan import Room
from riskassess.venues.policies import check_may_assess, check_may_finish, check_open

CARRIED = ("evidence", "controls", "owner", "due_on", "done_on", "done_by")


class StaleVenueError(Exception):
    """Something joined since the page was drawn from which this comes. The message is written for the assessor."""


# Beginning -------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, by: User, venue: Venue) -> VenueAssessment:
    """The one under way, or a new version that starts from the last: its words, and none of its judgements."""
    venue = locked(venue)
    check_may_assess(by, venue)
    if under_way := venue.assessments.open().first():
        return under_way
    last = venue.assessments.first()
    new = VenueAssessment.objects.create(venue=venue, number=last.number + 1 if last else 1, begun_by=by)
    before = {finding.area: finding for finding in last.findings.all()} if last else {}
    VenueFinding.objects.bulk_create(as_before(new, area.key, before.get(area.key)) for area in AREAS)
    if last:
        copy_plan(last, new)
    record(by=by, verb="assessment begun", on=venue, detail=new.reference)
    return new


def as_before(assessment: VenueAssessment, area: str, last: VenueFinding | None) -> VenueFinding:
    known = {name: getattr(last, name) for name in CARRIED} if last else {}
    return VenueFinding(assessment=assessment, area=area, **known)


def copy_plan(last: VenueAssessment, new: VenueAssessment) -> None:
    new.width_cm, new.depth_cm = last.width_cm, last.depth_cm
    new.save(update_fields=["width_cm", "depth_cm"])
    items = list(last.plan_items.all())
    for item in items:
        item.pk, item.assessment = None, new
    PlanItem.objects.bulk_create(items)


# Doing -----------------------------------------------------------------------------------------------------------


def held(by: User, assessment: VenueAssessment) -> VenueAssessment:
    """The venue first, then its assessment, which has to be open."""
    venue = locked(assessment.venue)
    check_may_assess(by, venue)
    now = VenueAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    now.venue = venue
    check_open(now)
    return now


@transaction.atomic
def save_finding(*, by: User, assessment: VenueAssessment, area: str, in_place: bool, **found: Any) -> VenueFinding:
    """One area. `in_place`: its control is there already, since the day on which that was first said."""
    assessment = held(by, assessment)
    finding = assessment.findings.select_for_update(of=("self",)).get(area=area)
    for name, value in found.items():
        setattr(finding, name, value)
    if not in_place or not finding.controls:
        finding.done_on = finding.done_by = None
    elif finding.done_on is None:
        finding.done_on, finding.done_by = timezone.localdate(), by
    finding.save()
    record(by=by, verb="area assessed", on=assessment.venue, detail=f"{area}: {finding.rating}")
    return finding


@transaction.atomic
def save_visit(*, by: User, assessment: VenueAssessment, visited_on: date, summary: str) -> VenueAssessment:
    assessment = held(by, assessment)
    assessment.visited_on, assessment.summary = visited_on, summary
    assessment.save(update_fields=["visited_on", "summary"])
    return assessment


@transaction.atomic
def save_plan(*, by: User, assessment: VenueAssessment, room: Room) -> VenueAssessment:
    """All of it anew."""
    assessment = held(by, assessment)
    assessment.width_cm, assessment.depth_cm = room.width, room.depth
    assessment.save(update_fields=["width_cm", "depth_cm"])
    assessment.plan_items.all().delete()
    PlanItem.objects.bulk_create(
        PlanItem(assessment=assessment, kind=one.kind, number=one.number, wall=one.wall, x_cm=one.x, y_cm=one.y)
        for one in room.items
    )
    record(by=by, verb="seating plan saved", on=assessment.venue, detail=assessment.reference)
    return assessment


# Finishing -------------------------------------------------------------------------------------------------------


@transaction.atomic
def finish(
    *, by: User, assessment: VenueAssessment, outcome: str, causes_seen: int, review_on: date | None = None
) -> Venue:
    """It is approved until a day, or not to be used. Raises StaleVenueError when it was finished or something joined.

    `causes_seen` is how many open reasons for a new look the assessor was shown.
    """
    venue = locked(assessment.venue)
    assessment = VenueAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    check_as_seen(by, venue, assessment, causes_seen)
    check_may_finish(by, venue, assessment, outcome)
    assessment.outcome, assessment.finished_at, assessment.finished_by = outcome, timezone.now(), by
    assessment.save(update_fields=["outcome", "finished_at", "finished_by"])
    put_away_before(venue, by)
    venue.causes.open().update(answered_by=assessment)
    move_on(venue, assessment, checked_review(review_on))
    follow_controls(assessment)
    name = "approve" if outcome == Outcome.FIT else "refuse"
    record(by=by, verb=MOVES[name].event, on=venue, detail=f"{assessment.reference}, until {venue.review_on}")
    return venue


def check_as_seen(by: User, venue: Venue, assessment: VenueAssessment, causes_seen: int) -> None:
    if assessment.finished_at:
        raise StaleVenueError("Somebody else has finished this assessment meanwhile. Yours was not saved.")
    if venue.causes.open().visible_to(by).count() != causes_seen:
        raise StaleVenueError("Something else happened while you were writing. Look at it, then finish again.")


def checked_review(wanted: date | None) -> date:
    today = timezone.localdate()
    latest = latest_review(today)
    if wanted is None:
        return latest
    if not today < wanted <= latest:
        raise ActionDenied(f"The next assessment must be after today and no later than {day(latest)}")
    return wanted


def put_away_before(venue: Venue, by: User) -> None:
    """The review is done. What the version before still asked for is in the new one, or is not needed any more."""
    meet_deadline(by=by, kind=REVIEW, about_ref=venue.reference)
    for finding in VenueFinding.objects.filter(assessment__venue=venue, done_on=None).exclude(controls=""):
        drop_deadline(kind=CONTROL, about_ref=finding.reference, reason="assessed anew")


def move_on(venue: Venue, assessment: VenueAssessment, review_on: date) -> None:
    venue.latest = assessment
    if assessment.outcome == Outcome.FIT:
        move(venue, "approve", approved_on=timezone.localdate(), review_on=review_on)
        remind_of_review(venue)
    else:
        move(venue, "refuse")


def follow_controls(assessment: VenueAssessment) -> None:
    for finding in assessment.findings.filter(done_on=None).exclude(controls="").select_related("owner"):
        finding.assessment = assessment
        remind_of_control(finding)
