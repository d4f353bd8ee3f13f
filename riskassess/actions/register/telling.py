"""The person is told by letter, or two people have written down why not (P4)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due, end_of
from riskassess.actions.register.steps import APPEAL_TIME, NOTICE, UNTOLD, begin, done, made, remind
from riskassess.dates import add_months
from riskassess.models import RegisterEntry, conflicted
from riskassess.register.people import decider


@transaction.atomic
def tell_person(*, by: User, entry: RegisterEntry, told_on: date) -> RegisterEntry:
    """From the letter's day they have 10 working days to appeal (P6)."""
    entry = begin(by, entry, "tell")
    if told_on > timezone.localdate() or (entry.decided_at and told_on < timezone.localdate(entry.decided_at)):
        raise ActionDenied("The date of the letter must be after the approval, and not in the future.")
    entry.told_on, entry.appeal_until = told_on, days_after(told_on, settings.REGISTER_APPEAL_WORKING_DAYS)
    for kind in (NOTICE, UNTOLD):
        done(entry, kind, by)
    if entry.appeal_until >= timezone.localdate():
        remind(entry, APPEAL_TIME, owner=by, on=entry.appeal_until, plan="register.appeal-time")
    return made(entry, "tell", by)


def days_after(day: date, working_days: int) -> date:
    return timezone.localdate(due(end_of(day), Clock(working_days, Unit.WORKING_DAYS)))


@transaction.atomic
def propose_not_to_tell(*, by: User, entry: RegisterEntry, reason: str) -> RegisterEntry:
    """It would make things more dangerous. Somebody else has to agree; until then telling them is still due."""
    entry = begin(by, entry, "not-tell")
    entry.untold_reason, entry.untold_by = reason, by
    entry.untold_approved_by = entry.untold_on = entry.untold_review_on = None
    return made(entry, "not-tell", by, reason)


@transaction.atomic
def agree_not_to_tell(*, by: User, entry: RegisterEntry, reason: str) -> RegisterEntry:
    """For 3 months at most. Agreed again at its review, or else the person is told."""
    entry = begin(by, entry, "agree-not-tell")
    entry.untold_approved_by, entry.untold_on = by, timezone.localdate()
    entry.untold_review_on = add_months(entry.untold_on, settings.REGISTER_UNTOLD_MONTHS)
    done(entry, NOTICE, by)
    but = {key for key in (entry.untold_by_id, *conflicted(entry)) if key}
    owner = by if by.pk not in but else decider(but)
    remind(entry, UNTOLD, owner=owner, on=entry.untold_review_on, plan="register.review", but=but)
    return made(entry, "agree-not-tell", by, reason)
