"""The person does not agree: 10 working days to say so, 10 to answer, by somebody who took no part (P6)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.govuk.dates import day
from riskassess.actions.register.steps import APPEAL, APPEAL_TIME, begin, done, end, made, remind
from riskassess.actions.register.telling import days_after
from riskassess.models import RegisterAppeal, RegisterEntry, conflicted
from riskassess.register.people import decider
from riskassess.register.policies import took_part

MOVE_OF = {
    RegisterAppeal.Outcome.KEPT: "dismiss",
    RegisterAppeal.Outcome.CHANGED: "change",
    RegisterAppeal.Outcome.REMOVED: "uphold",
}


@transaction.atomic
def lodge_appeal(*, by: User, entry: RegisterEntry, received_on: date, grounds: str) -> RegisterEntry:
    entry = begin(by, entry, "appeal")
    check_in_time(entry, received_on)
    answer_by = days_after(received_on, settings.REGISTER_ANSWER_WORKING_DAYS)
    about = {"received_on": received_on, "grounds": grounds, "answer_by": answer_by}
    RegisterAppeal.objects.create(entry=entry, recorded_by=by, **about)
    done(entry, APPEAL_TIME, by)
    but = took_part(entry) | conflicted(entry)
    remind(entry, APPEAL, owner=decider(but), on=answer_by, plan="register.decision", but=but)
    return made(entry, "appeal", by)


def check_in_time(entry: RegisterEntry, received_on: date) -> None:
    if received_on > timezone.localdate():
        raise ActionDenied("The day on which it came must be today or in the past.")
    if entry.told_on and received_on < entry.told_on:
        raise ActionDenied("The day on which it came must not be before that of the letter.")
    if entry.appeal_until and received_on > entry.appeal_until:
        raise ActionDenied(f"The time to appeal ended on {day(entry.appeal_until)}. Look at it as a review instead.")


@transaction.atomic
def answer_appeal(*, by: User, entry: RegisterEntry, outcome: str, reasons: str, advice: str = "") -> RegisterEntry:
    """`advice` is the new one, where that is the outcome."""
    name = MOVE_OF[RegisterAppeal.Outcome(outcome)]
    entry = begin(by, entry, name)
    appeal = entry.appeals.select_for_update().get(outcome="")
    appeal.outcome, appeal.reasons, appeal.answered_by, appeal.answered_at = outcome, reasons, by, timezone.now()
    appeal.save()
    done(entry, APPEAL, by)
    if name == "uphold":
        end(entry, by, reasons)
    elif name == "change":
        entry.advice = advice
    return made(entry, name, by, reasons)
