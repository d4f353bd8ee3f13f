"""What is seen to while nobody looks: who helps, whose it is, and that each is reminded of. Safe to run often."""

from django.db import transaction

from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline
from councilsafe.duty.models import Deadline
from riskassess.actions.activities import HELP, REVIEW, remind_helper, remind_of_review, tell_of
from riskassess.activities.owners import next_helper
from riskassess.models import Activity, ActivityQuerySet


def look_after_activities() -> None:
    for pk in Activity.objects.in_wrong_hands().values_list("pk", flat=True):
        hand_on(activity_id=pk)
    let_go()
    for pk in waiting_unreminded().values_list("pk", flat=True):
        begin_reminding(activity_id=pk)


@transaction.atomic
def hand_on(*, activity_id: int) -> bool:
    """Who finds the row locked leaves it. What the one before has written stays."""
    wrong = Activity.objects.in_wrong_hands().select_for_update(of=("self",), skip_locked=True)
    activity = wrong.filter(pk=activity_id).select_related("councillor").first()
    helper = next_helper(activity.councillor) if activity else None
    if activity is None or helper is None:
        return False
    activity.helper = helper
    activity.save(update_fields=["helper"])
    remind_helper(activity)
    tell_of(activity, helper, "activity_help.asked", activity.officers_url, "You are asked to help.")
    record(by=None, verb="activity handed on", on=activity, detail=helper.reference)
    return True


@transaction.atomic
def let_go() -> None:
    """Whoever is no councillor any more plans nothing, so nobody is late with it."""
    gone = Activity.objects.exclude(pk__in=Activity.objects.of_people_here().values("pk"))
    for deadline in Deadline.objects.open().filter(kind__in=(REVIEW, HELP), about_ref__in=gone.values("reference")):
        reason = "they are no councillor any more"
        drop_deadline(kind=deadline.kind, about_ref=deadline.about_ref, reason=reason)


def waiting_unreminded() -> ActivityQuerySet:
    """Back again, for example."""
    reminded = Deadline.objects.open().filter(kind=REVIEW).values("about_ref")
    return Activity.objects.in_force().of_people_here().exclude(reference__in=reminded)


@transaction.atomic
def begin_reminding(*, activity_id: int) -> None:
    held = waiting_unreminded().select_for_update(of=("self",), skip_locked=True)
    if activity := held.filter(pk=activity_id).select_related("councillor").first():
        remind_of_review(activity)
