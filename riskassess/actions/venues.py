"""Every change to a venue itself. Whoever changes it or its assessment locks the venue first."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline, meet_deadline, set_deadline
from councilsafe.duty.clocks import end_of
from councilsafe.notifications.actions import tell
from incidents.models import Incident
from riskassess.actions import activities
from riskassess.models import Cause, Venue, VenueCause, VenueFinding, VenueIncident, Why
from riskassess.periods import reopened_due
from riskassess.venues.lifecycle import MOVES, VenueState
from riskassess.venues.owners import ABOUT, ABOUT_CONTROL, hearers, next_owner
from riskassess.venues.policies import check_may_assess, check_may_say_in_place, check_move

REVIEW, CONTROL = "venue.review", "venue.control"  # of deadlines
OWNER = "You look after this venue."


def locked(venue: Venue) -> Venue:
    return Venue.objects.select_for_update(of=("self",)).select_related("owner").get(pk=venue.pk)


# The venue -------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_venue(*, by: User, **about: Any) -> Venue:
    """Known, and not assessed yet: nobody but those who assess sees it."""
    venue = Venue(**{"owner": by, **about}, added_by=by)
    check_may_assess(by, venue)
    venue.save()
    record(by=by, verb="venue added", on=venue)
    return venue


@transaction.atomic
def change_venue(*, by: User, venue: Venue, **about: Any) -> Venue:
    """Its name, where it is, whom to ask, who looks after it. What was found there is its assessment's."""
    check_may_assess(by, venue)
    venue = locked(venue)
    for name, value in about.items():
        setattr(venue, name, value)
    venue.save(update_fields=list(about))
    if venue.review_on:
        remind_of_review(venue)
    record(by=by, verb="venue changed", on=venue)
    return venue


@transaction.atomic
def withdraw(*, by: User, venue: Venue, reason: str) -> Venue:
    """It leaves the list at once, and nobody is reminded of it any more."""
    venue = locked(venue)
    check_move(by, venue, "withdraw")
    move(venue, "withdraw", withdrawn_reason=reason)
    drop_deadline(kind=REVIEW, about_ref=venue.reference, reason="the venue is not used any more")
    for finding in VenueFinding.objects.filter(assessment__venue=venue, done_on=None):
        drop_deadline(kind=CONTROL, about_ref=finding.reference, reason="the venue is not used any more")
    record(by=by, verb=MOVES["withdraw"].event, on=venue, reason=reason)
    return venue


@transaction.atomic
def bring_back(*, by: User, venue: Venue) -> Venue:
    """As if nobody had ever looked at it: what was found before may have changed."""
    venue = locked(venue)
    check_move(by, venue, "bring back")
    move(venue, "bring back", withdrawn_reason="")
    record(by=by, verb=MOVES["bring back"].event, on=venue)
    return venue


def move(venue: Venue, name: str, **changes: Any) -> None:
    """Whatever it was approved for ends, unless the move says until when it is."""
    venue.state = MOVES[name].target
    for field, value in {"approved_on": None, "review_on": None, **changes}.items():
        setattr(venue, field, value)
    venue.save()


# Its review ------------------------------------------------------------------------------------------------------


def remind_of_review(venue: Venue) -> None:
    """Before its day, on it, and then every week, higher up from week to week: `councilsafe/duty/plans.py`."""
    if venue.review_on is None:
        raise ValueError("Only an approved venue is reviewed by a day.")
    set_deadline(
        kind=REVIEW,
        about_type=ABOUT,
        about_ref=venue.reference,
        path=venue.get_absolute_url(),
        owner=venue.owner,
        due_at=end_of(venue.review_on),
        plan="venue.review",
    )


@transaction.atomic
def reopen(*, venue: Venue, cause: Cause, about_ref: str) -> Venue:
    """Something happened or is coming (P31): an approved venue is looked at again soon. Once for each of these."""
    venue = locked(venue)
    reason, is_new = VenueCause.objects.get_or_create(venue=venue, about_ref=about_ref, defaults={"cause": cause})
    if not is_new:
        return venue
    if venue.review_on:
        venue.review_on = min(venue.review_on, reopened_due(timezone.now()))
        venue.save(update_fields=["review_on"])
        remind_of_review(venue)
    record(by=None, verb="venue reopened", on=venue, detail=f"{about_ref}, due {venue.review_on or 'when assessed'}")
    tell_owner(venue, reason)
    activities.reopen_at(venue=venue, why=Why.VENUE, about_ref=about_ref)
    return venue


def tell_owner(venue: Venue, reason: VenueCause) -> None:
    """Neither what happened nor to whom: that they have to look again, and by when stands on the page."""
    may_hear = hearers(venue.reference)
    if may_hear and venue.owner in may_hear:
        tell(
            to=venue.owner,
            kind="venue.reopened",
            about_ref=venue.reference,
            path=venue.get_absolute_url(),
            key=f"venue.reopened:{venue.reference}:{reason.pk}",
            why=OWNER,
        )


@transaction.atomic
def happened_at(*, by: User, venue: Venue, incident: Incident) -> VenueIncident:
    """An officer says where it happened. The venue is looked at again, and learns nothing else of it."""
    if not Incident.objects.team(by).filter(pk=incident.pk).exists():
        raise ActionDenied("Only the officers who work on the case can do that.")
    if venue.state == VenueState.WITHDRAWN:
        raise ActionDenied("This venue is not used any more.")
    venue = locked(venue)
    row, is_new = VenueIncident.objects.get_or_create(venue=venue, incident=incident, defaults={"said_by": by})
    if is_new:
        record(by=by, verb="happened at a venue", on=incident, detail=venue.reference)
        reopen(venue=venue, cause=Cause.INCIDENT, about_ref=incident.reference)
    return row


# Its controls ----------------------------------------------------------------------------------------------------


def remind_of_control(finding: VenueFinding) -> None:
    if finding.due_on is None:
        raise ValueError("A control has a day.")
    set_deadline(
        kind=CONTROL,
        about_type=ABOUT_CONTROL,
        about_ref=finding.reference,
        path=finding.assessment.venue.get_absolute_url(),
        owner=finding.owner,
        due_at=end_of(finding.due_on),
        plan="venue.control",
    )


@transaction.atomic
def say_in_place(*, by: User, finding: VenueFinding) -> VenueFinding:
    """A control is in place since today. A second click does no harm."""
    venue = locked(finding.assessment.venue)
    finding = VenueFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    check_may_say_in_place(by, finding)
    if not finding.controls:
        raise ActionDenied("There is no control that could be in place.")
    if finding.done_on is None:
        finding.done_on, finding.done_by = timezone.localdate(), by
        finding.save(update_fields=["done_on", "done_by"])
        meet_deadline(by=by, kind=CONTROL, about_ref=finding.reference)
        record(by=by, verb="control in place", on=venue, detail=finding.area)
    return finding


# Looking after ---------------------------------------------------------------------------------------------------


def look_after_venues(*, now: datetime) -> None:
    """See that each has somebody who may assess it. Safe to run as often as one likes."""
    for pk in Venue.objects.in_wrong_hands().values_list("pk", flat=True):
        hand_over(venue_id=pk)


@transaction.atomic
def hand_over(*, venue_id: int) -> bool:
    """Who finds the row locked leaves it."""
    wrong = Venue.objects.in_wrong_hands().select_for_update(of=("self",), skip_locked=True)
    venue, owner = wrong.filter(pk=venue_id).first(), next_owner()
    if venue is None or owner is None:
        return False
    venue.owner = owner
    venue.save(update_fields=["owner"])
    if venue.review_on:
        remind_of_review(venue)
    record(by=None, verb="venue handed over", on=venue, detail=owner.reference)
    return True
