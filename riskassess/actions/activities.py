"""Every change to an assessment of an activity. Whoever changes it or its hazards locks it first."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import meet_deadline, set_deadline
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due, end_of
from councilsafe.notifications.actions import tell
from incidents.models import Incident
from riskassess.activities.kinds import ActivityKind
from riskassess.activities.lifecycle import MOVES, ActivityState
from riskassess.activities.matrix import Level, score
from riskassess.activities.owners import ABOUT, next_helper
from riskassess.activities.policies import (
    check_may_begin_for,
    check_may_finish,
    check_may_renew,
    check_may_write,
    check_move,
    reasons_for_help,
)
from riskassess.activities.suggestions import offered
from riskassess.dates import add_months
from riskassess.models import Activity, ActivityCause, ActivityHazard, ActivityQuerySet, Venue, Why
from riskassess.models.activities import worst
from riskassess.periods import reopened_due

REVIEW, HELP = "activity.review", "activity.help"  # of deadlines
COPIED = ("title", "applies", "who", "controls")


def locked(activity: Activity) -> Activity:
    together = Activity.objects.select_related("councillor", "helper", "replaces")
    return together.select_for_update(of=("self",)).get(pk=activity.pk)


# The journey -----------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, by: User, kind: str, what: str, venue: Venue | None = None) -> Activity:
    """A draft from the first answer on, with the hazards that such an activity usually has."""
    activity = Activity.objects.create(councillor=by, kind=kind, what=what, venue=venue)
    suggest_hazards(activity)
    record(by=by, verb="activity assessment begun", on=activity)
    return activity


@transaction.atomic
def begin_for(*, by: User, councillor: User, kind: str, what: str, venue: Venue | None = None) -> Activity:
    """By an officer, because the risk is higher. The councillor hears of it, and agrees before it counts."""
    check_may_begin_for(by, councillor)
    about = {"kind": kind, "what": what, "venue": venue, "begun_by_officer": True}
    with_officer = {"state": ActivityState.WITH_OFFICER, "helper": by, "asked_at": timezone.now()}
    activity = Activity.objects.create(councillor=councillor, **about, **with_officer)
    suggest_hazards(activity)
    remind_helper(activity)
    tell_of(activity, councillor, "activity.begun", activity.get_absolute_url(), "It is about what you plan.")
    record(by=by, verb="activity assessment begun", on=activity, detail="by an officer")
    return activity


def suggest_hazards(activity: Activity) -> None:
    for one in offered(activity.kind):
        ActivityHazard.objects.create(activity=activity, title=one.title, who=one.who, controls=one.controls)


@transaction.atomic
def save_hazards(*, by: User, activity: Activity, applying: Iterable[str], another: str, threatened: bool) -> Activity:
    """HSE's first step. What somebody else added meanwhile stays."""
    activity = locked(activity)
    check_may_write(by, activity)
    before = known_reasons(activity)
    chosen = set(applying)
    for hazard in activity.hazards.all():
        hazard.applies = hazard.reference in chosen
        hazard.save(update_fields=["applies"])
    if another and not activity.hazards.filter(title=another).exists():
        ActivityHazard.objects.create(activity=activity, title=another, who="")
    activity.threatened = threatened
    activity.save(update_fields=["threatened"])
    back_if_grown(activity, before)
    record_help(by, activity, "what could go wrong")
    return activity


@transaction.atomic
def save_others(*, by: User, activity: Activity, others: str) -> Activity:
    activity = locked(activity)
    check_may_write(by, activity)
    activity.others = others
    activity.save(update_fields=["others"])
    record_help(by, activity, "who might be harmed")
    return activity


@transaction.atomic
def save_rating(*, by: User, hazard: ActivityHazard, **rating: Any) -> ActivityHazard:
    """HSE's third step for one hazard: what is done, and how likely and how bad it is before and after."""
    activity = locked(hazard.activity)
    check_may_write(by, activity)
    untreated = score(rating["likelihood"], rating["severity"])
    if score(rating["likelihood_after"], rating["severity_after"]) > untreated and not rating["reason"]:
        raise ActionDenied("What you do should not make it worse. If it does, say why.")
    before = known_reasons(activity)
    hazard = activity.hazards.get(pk=hazard.pk)
    for name, value in rating.items():
        setattr(hazard, name, value)
    hazard.save(update_fields=list(rating))
    back_if_grown(activity, before)
    record_help(by, activity, hazard.reference)
    return hazard


def record_help(by: User, activity: Activity, what: str) -> None:
    if by.pk != activity.councillor_id:
        record(by=by, verb="activity changed by its helper", on=activity, detail=what)


def known_reasons(activity: Activity) -> set[str]:
    return set(reasons_for_help(activity, list(activity.hazards.all())))


def back_if_grown(activity: Activity, before: set[str]) -> None:
    """The advice was on what was known then. With another reason for help, an officer is asked again."""
    if activity.state == ActivityState.ADVISED and known_reasons(activity) - before:
        move(activity, "grow")
        record(by=None, verb=MOVES["grow"].event, on=activity)


# Help ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_help(*, by: User, activity: Activity, asked_for: str) -> Activity:
    """It goes to an officer with a day by which they advise. A second click does no harm."""
    activity = locked(activity)
    if by.pk == activity.councillor_id and activity.state == ActivityState.ASKED:
        return activity
    check_move(by, activity, "ask")
    helper = next_helper(activity.councillor)
    if helper is None:
        raise ActionDenied("No officer can be asked just now. Please ring member services.")
    move(activity, "ask", helper=helper, asked_at=timezone.now(), asked_for=asked_for)
    remind_helper(activity)
    tell_of(activity, helper, "activity_help.asked", activity.officers_url, "You are asked to help.")
    record(by=by, verb=MOVES["ask"].event, on=activity, detail=helper.reference)
    return activity


def remind_helper(activity: Activity) -> None:
    if activity.asked_at is None:
        raise ValueError("Nobody has asked for help.")
    set_deadline(
        kind=HELP,
        about_type=ABOUT,
        about_ref=activity.reference,
        path=activity.officers_url,
        owner=activity.helper,
        due_at=due(activity.asked_at, Clock(settings.ACTIVITY_HELP_WORKING_DAYS, Unit.WORKING_DAYS)),
        plan=HELP,
    )


@transaction.atomic
def take(*, by: User, activity: Activity) -> Activity:
    """Whoever takes it has it, also when another was asked."""
    activity = locked(activity)
    if activity.state == ActivityState.WITH_OFFICER and activity.helper_id == by.pk:
        return activity
    check_move(by, activity, "take")
    move(activity, "take", helper=by)
    remind_helper(activity)
    record(by=by, verb=MOVES["take"].event, on=activity)
    return activity


@transaction.atomic
def advise(*, by: User, activity: Activity, advice: str) -> Activity:
    activity = locked(activity)
    check_move(by, activity, "advise")
    if activity.helper_id != by.pk:
        raise ActionDenied("Somebody else has taken this one. They advise.")
    move(activity, "advise", advice=advice)
    meet_deadline(by=by, kind=HELP, about_ref=activity.reference)
    tell_of(activity, activity.councillor, "activity.advised", activity.get_absolute_url(), "It is your assessment.")
    record(by=by, verb=MOVES["advise"].event, on=activity)
    return activity


def tell_of(activity: Activity, to: User, kind: str, path: str, why: str) -> None:
    """Each time anew: help can be asked for twice."""
    key = f"{kind}:{activity.reference}:{timezone.now().isoformat()}"
    tell(to=to, kind=kind, about_ref=activity.reference, path=path, key=key, why=why)


# The end, and what comes after -----------------------------------------------------------------------------------


@transaction.atomic
def finish(*, by: User, activity: Activity) -> Activity:
    """HSE's fourth step: it is recorded as it is, the version before gives way, and its review is planned (P31)."""
    activity = locked(activity)
    hazards = list(activity.hazards.all())
    check_may_finish(by, activity, hazards)
    now = timezone.now()
    remaining = worst(hazards)
    last = add_months(timezone.localdate(now), settings.ACTIVITY_REVIEW_MONTHS[months_of(remaining)])
    move(activity, "finish", finished_at=now, review_on=last, review_by=last, remaining=remaining)
    remind_of_review(activity)
    if activity.replaces:
        replace(activity.replaces)
    record(by=by, verb=MOVES["finish"].event, on=activity, detail=f"review by {last.isoformat()}")
    return activity


def months_of(level: Level) -> str:
    return Level.HIGH.value if level == Level.VERY_HIGH else level.value


def replace(older: Activity) -> None:
    older = locked(older)
    check_move(older.councillor, older, "replace")
    move(older, "replace")
    meet_deadline(by=older.councillor, kind=REVIEW, about_ref=older.reference)
    record(by=None, verb=MOVES["replace"].event, on=older)


@transaction.atomic
def renew(*, by: User, activity: Activity) -> Activity:
    """HSE's fifth step: a new version with the words of the last. How likely and how bad is thought of anew."""
    activity = locked(activity)
    check_may_renew(by, activity)
    about = {"kind": activity.kind, "what": activity.what, "venue": activity.venue, "others": activity.others}
    newer, is_new = Activity.objects.get_or_create(replaces=activity, defaults={"councillor": by, **about})
    if is_new:
        for one in activity.hazards.all():
            ActivityHazard.objects.create(activity=newer, **{name: getattr(one, name) for name in COPIED})
        record(by=by, verb="activity assessment begun anew", on=newer, detail=activity.reference)
    return newer


@transaction.atomic
def reopen(*, councillor: User, why: Why, about_ref: str, kinds: Iterable[ActivityKind] = tuple(ActivityKind)) -> None:
    """Something happened or changed: what this councillor has in force is looked at again. Once for each of these:
    what was looked at again since, is not again for a word that is added to an old report."""
    heard = ActivityCause.objects.filter(about_ref=about_ref, activity__councillor=councillor)
    rows = Activity.objects.own(councillor).in_force().filter(kind__in=list(kinds))
    reopen_each(rows.exclude(kind__in=heard.values("activity__kind")), why, about_ref)


@transaction.atomic
def reopen_at(*, venue: Venue, why: Why, about_ref: str) -> None:
    """Whoever plans something there thinks again. What only few may know of tells nobody by this way."""
    if not Incident.objects.filter(reference=about_ref, restricted=True).exists():
        reopen_each(Activity.objects.in_force().of_people_here().filter(venue=venue), why, about_ref)


def reopen_each(rows: ActivityQuerySet, why: Why, about_ref: str) -> None:
    for activity in rows.select_for_update(of=("self",)).order_by("pk"):
        cause = {"cause": why}
        _, is_new = ActivityCause.objects.get_or_create(activity=activity, about_ref=about_ref, defaults=cause)
        if is_new:
            bring_nearer(activity)


def bring_nearer(activity: Activity) -> None:
    if activity.review_on is None:
        raise ValueError("What is in force has a day.")
    activity.state = ActivityState.REOPENED
    activity.review_on = min(activity.review_on, reopened_due(timezone.now()))
    activity.save(update_fields=["state", "review_on"])
    remind_of_review(activity)
    record(by=None, verb=MOVES["reopen"].event, on=activity, detail=f"due {activity.review_on.isoformat()}")
    path = activity.get_absolute_url()
    tell_of(activity, activity.councillor, "activity.reopened", path, "It is your assessment.")


def remind_of_review(activity: Activity) -> None:
    if activity.review_on is None:
        raise ValueError("Only a finished assessment is reviewed by a day.")
    set_deadline(
        kind=REVIEW,
        about_type=ABOUT,
        about_ref=activity.reference,
        path=activity.get_absolute_url(),
        owner=activity.councillor,
        due_at=end_of(activity.review_on),
        plan=REVIEW,
    )


def move(activity: Activity, name: str, **changes: Any) -> None:
    activity.state = MOVES[name].target
    for field, value in changes.items():
        setattr(activity, field, value)
    activity.save()
