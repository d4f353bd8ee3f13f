"""Every change to what is coming and to whom it concerns. Whoever changes it or its briefings locks it first."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline, meet_deadline, set_deadline
from councilsafe.duty.clocks import end_of
from incidents.models import Incident
from riskassess.actions import activities, briefings, venues
from riskassess.actions.reviews import reopen
from riskassess.models import Briefing, Cause, Tension, TensionIncident, TensionMember, Venue, Why
from riskassess.tensions.lifecycle import MOVES, TensionState
from riskassess.tensions.owners import ABOUT, councillors, next_owner, of_places
from riskassess.tensions.policies import (
    NOT_YOURS,
    STALE,
    StaleTensionError,
    check_files,
    check_may_change,
    check_may_count,
    check_move,
    check_ready,
)

BRIEFING, CLOSE = "tension.briefing", "tension.close"  # of deadlines
TOLD = (TensionState.ANNOUNCED, TensionState.UNDER_WAY)


def locked(tension: Tension) -> Tension:
    return Tension.objects.select_for_update(of=("self",)).select_related("owner").get(pk=tension.pk)


# What is coming --------------------------------------------------------------------------------------------------


@transaction.atomic
def add_tension(*, by: User, members: Iterable[User] = (), venues: Iterable[Venue] = (), **about: Any) -> Tension:
    if not by.may(Permission.KEEP_TENSIONS):
        raise ActionDenied(NOT_YOURS)
    tension = Tension.objects.create(added_by=by, **{"owner": by, **about})
    keep(tension, members, venues)
    record(by=by, verb="tension added", on=tension)
    return tension


@transaction.atomic
def change_tension(
    *,
    by: User,
    tension: Tension,
    members: Iterable[User],
    venues: Iterable[Venue],
    seen: datetime | None = None,
    **about: Any,
) -> Tension:
    """Once members have been told, more of them may be added, and nobody is taken away: they know of it.

    `seen`: when it was last changed, as far as the person who changes it now knows.
    """
    tension = locked(tension)
    check_may_change(by, tension)
    if seen and seen != tension.changed_at:
        raise StaleTensionError(STALE)
    about["changed_at"] = timezone.now()
    for name, value in about.items():
        setattr(tension, name, value)
    if tension.state != TensionState.DRAFT and not tension.starts_on:
        raise ActionDenied("Members have been told. It keeps a first and a last day.")
    tension.save(update_fields=list(about))
    keep(tension, members, venues)
    record(by=by, verb="tension changed", on=tension)
    return tension


def keep(tension: Tension, members: Iterable[User], venues: Iterable[Venue]) -> None:
    """Whom it concerns, where, and what its owner is reminded of."""
    set_members(tension, {one.pk for one in members})
    tension.venues.set(venues)
    if tension.state in TOLD:
        reopen_all(tension)
    remind_of_briefing(tension)


def set_members(tension: Tension, picked: set[int]) -> None:
    if tension.state == TensionState.DRAFT:
        tension.members.all().delete()
    else:
        picked |= set(tension.members.filter(picked=True).values_list("councillor", flat=True))
    known = councillors().filter(pk__in=picked) | councillors().filter(of_places(tension))
    rows = [
        TensionMember(tension=tension, councillor_id=pk, picked=pk in picked)
        for pk in known.values_list("pk", flat=True)
    ]
    TensionMember.objects.bulk_create(rows, ignore_conflicts=True)


def remind_of_briefing(tension: Tension) -> None:
    """The owner has to send it on the day before it starts. Nothing to remind of once it has gone."""
    if tension.state not in (TensionState.DRAFT, *TOLD) or tension.briefings.sent().exists():
        return
    if tension.starts_on:
        remind(tension, BRIEFING, tension.starts_on - timedelta(days=1))
    else:
        drop_deadline(kind=BRIEFING, about_ref=tension.reference, reason="it has no day yet")


def remind(tension: Tension, kind: str, day: Any) -> None:
    set_deadline(
        kind=kind,
        about_type=ABOUT,
        about_ref=tension.reference,
        path=tension.get_absolute_url(),
        owner=tension.owner,
        due_at=end_of(day),
        plan=kind,
    )


# Moves -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def announce(*, by: User, tension: Tension) -> Tension:
    """What is known of the risks is looked at again: of each member, and of each venue that was chosen."""
    tension = locked(tension)
    if tension.state in TOLD:
        return tension
    check_move(by, tension, "announce")
    check_ready(tension)
    move(tension, "announce", by=by)
    reopen_all(tension)
    return tension


def reopen_all(tension: Tension) -> None:
    """Once for each, however often: also of those who were added later. They get the last briefing, too."""
    ref = tension.reference
    for member in councillors().filter(pk__in=tension.members.values("councillor")):
        reopen(councillor=member, cause=Cause.TENSION, about_ref=ref)
        activities.reopen(councillor=member, why=Why.TENSION, about_ref=ref)
    for venue in tension.venues.in_use():
        venues.reopen(venue=venue, cause=Cause.TENSION, about_ref=ref)
    briefings.catch_up(tension)


@transaction.atomic
def send_briefing(*, by: User, briefing: Briefing) -> Briefing:
    """To every member. What was still a draft is announced by it. A second click sends nothing."""
    tension = locked(briefing.tension)
    briefing = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if briefing.sent_at:
        return briefing
    check_may_change(by, tension)
    check_ready(tension)
    check_files(briefing)
    briefing.sent_at, briefing.sent_by = timezone.now(), by
    briefing.save(update_fields=["sent_at", "sent_by"])
    meet_deadline(by=by, kind=BRIEFING, about_ref=tension.reference)
    record(by=by, verb="briefing sent", on=tension, detail=briefing.reference)
    if tension.state == TensionState.DRAFT:
        announce(by=by, tension=tension)
    briefings.catch_up(tension)
    return briefing


@transaction.atomic
def close(*, by: User, tension: Tension, lessons: str) -> Tension:
    """With what was learned; or before it was over, with why it does not happen."""
    tension = locked(tension)
    name = "close" if tension.state == TensionState.OVER else "call off"
    check_move(by, tension, name)
    move(tension, name, by=by, lessons=lessons, closed_at=timezone.now(), closed_by=by)
    for kind in (BRIEFING, CLOSE):
        drop_deadline(kind=kind, about_ref=tension.reference, reason="it is closed")
    return tension


def move(tension: Tension, name: str, *, by: User | None, **changes: Any) -> None:
    tension.state = MOVES[name].target
    for field, value in changes.items():
        setattr(tension, field, value)
    tension.save(update_fields=["state", *changes])
    record(by=by, verb=MOVES[name].event, on=tension)


# What followed ---------------------------------------------------------------------------------------------------


@transaction.atomic
def count_incident(*, by: User, tension: Tension, incident: Incident) -> TensionIncident:
    """An officer says that it followed from this."""
    tension = locked(tension)
    check_may_count(by, tension, incident)
    check_in_time(tension, incident)
    row, is_new = TensionIncident.objects.get_or_create(tension=tension, incident=incident, defaults={"said_by": by})
    if is_new:
        record(by=by, verb="counted as having followed", on=incident, detail=tension.reference)
    return row


def check_in_time(tension: Tension, incident: Incident) -> None:
    since, until = tension.counted_since, tension.counted_until
    if not since or not until or not since <= timezone.localdate(incident.reported_at) <= until:
        raise ActionDenied("It was reported outside the days that are counted for this.")


@transaction.atomic
def uncount_incident(*, by: User, tension: Tension, incident: Incident) -> None:
    tension = locked(tension)
    check_may_count(by, tension, incident)
    deleted, _ = TensionIncident.objects.filter(tension=tension, incident=incident).delete()
    if deleted:
        record(by=by, verb="not counted any more", on=incident, detail=tension.reference)


# Looking after ---------------------------------------------------------------------------------------------------


def look_after_tensions(*, now: datetime) -> None:
    """The calendar moves them on, new members join, and who has not read is reminded. Safe to run again."""
    for pk in Tension.objects.in_wrong_hands().values_list("pk", flat=True):
        hand_over(tension_id=pk)
    for pk in Tension.objects.coming().values_list("pk", flat=True):
        go_on(tension_id=pk, now=now)


@transaction.atomic
def hand_over(*, tension_id: int) -> bool:
    tension, owner = held(tension_id), next_owner()
    if tension is None or owner is None:
        return False
    tension.owner = owner
    tension.save(update_fields=["owner"])
    record(by=None, verb="tension handed over", on=tension, detail=owner.reference)
    if tension.state == TensionState.OVER and tension.counted_until:
        remind(tension, CLOSE, tension.counted_until)
    remind_of_briefing(tension)
    return True


@transaction.atomic
def go_on(*, tension_id: int, now: datetime) -> None:
    tension = held(tension_id)
    if tension is None or tension.starts_on is None or tension.ends_on is None:
        return
    today = timezone.localdate(now)
    if tension.state == TensionState.ANNOUNCED and tension.starts_on <= today:
        move(tension, "begin", by=None)
    if tension.state == TensionState.UNDER_WAY and tension.ends_on < today:
        end(tension)
    elif tension.state in TOLD:
        join_new_members(tension)
        briefings.remind_unread(tension, now)


def held(tension_id: int) -> Tension | None:
    rows = Tension.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner")
    return rows.exclude(state=TensionState.CLOSED).filter(pk=tension_id).first()


def end(tension: Tension) -> None:
    move(tension, "end", by=None)
    drop_deadline(kind=BRIEFING, about_ref=tension.reference, reason="it is over")
    remind(tension, CLOSE, tension.counted_until)


def join_new_members(tension: Tension) -> None:
    """Somebody new in the ward or the group."""
    new = councillors().filter(of_places(tension)).exclude(pk__in=tension.members.values("councillor"))
    rows = [TensionMember(tension=tension, councillor=one) for one in new]
    if rows:
        TensionMember.objects.bulk_create(rows, ignore_conflicts=True)
        record(by=None, verb="members joined", on=tension, detail=str(len(rows)))
        reopen_all(tension)
