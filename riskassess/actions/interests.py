"""Every change to applications to keep an interest out of the public register (P25)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import meet_deadline, set_deadline
from councilsafe.duty.clocks import end_of
from councilsafe.govuk.dates import day
from councilsafe.notifications.actions import tell
from riskassess.actions.mitigations import in_working_days
from riskassess.actions.section_32 import follow_interests
from riskassess.dates import add_months
from riskassess.interests.lifecycle import INTEREST_MOVES, OPEN_STATES, InterestState
from riskassess.interests.owners import ABOUT, next_decider
from riskassess.interests.policies import check_apply, check_interest_move
from riskassess.models import SensitiveInterest

DECIDE, REVIEW = "interest.decide", "interest.review"
LONGEST_MONTHS = 12


@transaction.atomic
def apply(  # noqa: PLR0913  # keyword-only: all that an application says
    *, by: User, kind: str, which: str, why: str, signed_name: str, about_ref: str = ""
) -> SensitiveInterest:
    """The same words sent twice are one application."""
    check_apply(by)
    User.objects.select_for_update().get(pk=by.pk)
    said = {"kind": kind, "which": which, "why": why, "about_ref": about_ref}
    if found := SensitiveInterest.objects.waiting().filter(councillor=by, **said).first():
        return found
    due_on = in_working_days(settings.INTEREST_DECISION_WORKING_DAYS)
    whole = {**said, "signed_name": signed_name, "due_on": due_on, "owner": next_decider(by)}
    interest = SensitiveInterest.objects.create(councillor=by, **whole)
    record(by=by, verb="interest applied for", on=interest, detail=f"due {due_on.isoformat()}")
    remind_of(interest)
    follow_interests(councillor=by, by=by)
    if interest.owner:
        tell_of(interest, "interest.new", to=interest.owner, path=interest.get_absolute_url())
    return interest


@transaction.atomic
def grant(*, by: User, interest: SensitiveInterest, reason: str, review_on: date | None = None) -> SensitiveInterest:
    """The details stay out of what is published, until it is looked at again: within a year."""
    return decide(interest, "grant", by=by, reason=reason, due_on=checked_review(review_on))


@transaction.atomic
def refuse(*, by: User, interest: SensitiveInterest, reason: str) -> SensitiveInterest:
    return decide(interest, "refuse", by=by, reason=reason)


@transaction.atomic
def keep(*, by: User, interest: SensitiveInterest, reason: str, review_on: date | None = None) -> SensitiveInterest:
    """Looked at again: it is still needed."""
    return decide(interest, "keep", by=by, reason=reason, due_on=checked_review(review_on))


@transaction.atomic
def withdraw(*, by: User, interest: SensitiveInterest, reason: str) -> SensitiveInterest:
    return finish(interest, "withdraw", by=by, reason=reason)


@transaction.atomic
def end(*, by: User, interest: SensitiveInterest, reason: str) -> SensitiveInterest:
    """By the councillor or by the monitoring officer. From now on the interest is published like any other."""
    return finish(interest, "end", by=by, reason=reason)


def decide(interest: SensitiveInterest, name: str, *, by: User, reason: str, **changes: Any) -> SensitiveInterest:
    interest = held(interest, by, name)
    decided = {"decided_at": timezone.now(), "decided_by": by, "reason": reason}
    return go(interest, name, by=by, **decided, **({"owner": by} | changes))


def finish(interest: SensitiveInterest, name: str, *, by: User, reason: str) -> SensitiveInterest:
    interest = held(interest, by, name)
    return go(interest, name, by=by, ended_at=timezone.now(), ended_by=by, end_reason=reason)


def held(interest: SensitiveInterest, by: User, name: str) -> SensitiveInterest:
    together = SensitiveInterest.objects.select_related("councillor")
    interest = together.select_for_update(of=("self",)).get(pk=interest.pk)
    check_interest_move(by, interest, name)
    return interest


def go(interest: SensitiveInterest, name: str, *, by: User, **changes: Any) -> SensitiveInterest:
    """The audit event says that it was decided, and not what was applied for."""
    move = INTEREST_MOVES[name]
    for field, value in {"state": move.target, **changes}.items():
        setattr(interest, field, value)
    interest.save()
    record(by=by, verb=move.event, on=interest)
    for kind in (DECIDE, REVIEW):
        meet_deadline(by=by, kind=kind, about_ref=interest.reference)
    remind_of(interest)
    follow_interests(councillor=interest.councillor, by=by)
    if by != interest.councillor:
        key = f"{move.event}:{interest.decided_at or interest.ended_at}"
        tell_of(interest, "interest.answer", to=interest.councillor, path=interest.own_url, key=key)
    return interest


def tell_of(interest: SensitiveInterest, kind: str, *, to: User, path: str, key: str = "") -> None:
    why = "You applied for it." if to == interest.councillor else "You decide about it."
    about = interest.reference
    tell(to=to, kind=kind, about_ref=about, path=path, key=f"{kind}:{about}:{key}", why=why)


def remind_of(interest: SensitiveInterest) -> None:
    if interest.state not in OPEN_STATES:
        return
    set_deadline(
        kind=DECIDE if interest.state == InterestState.APPLIED else REVIEW,
        about_type=ABOUT,
        about_ref=interest.reference,
        path=interest.get_absolute_url(),
        owner=interest.owner,
        due_at=end_of(interest.due_on),
        plan="interest",
    )


def checked_review(wanted: date | None) -> date:
    today = timezone.localdate()
    latest = add_months(today, LONGEST_MONTHS)
    if wanted and not today < wanted <= latest:
        raise ActionDenied(f"The next look must be after today and no later than {day(latest)}")
    return wanted or latest


def look_after_interests() -> None:
    """What waits with nobody, or with somebody who may not decide any more, gets somebody who may."""
    may = User.objects.who_may(Permission.DECIDE_INTERESTS)
    lost = SensitiveInterest.objects.filter(state__in=OPEN_STATES).exclude(owner__in=may)
    for pk in lost.values_list("pk", flat=True):
        hand_over(interest_id=pk)


@transaction.atomic
def hand_over(*, interest_id: int) -> bool:
    together = SensitiveInterest.objects.filter(pk=interest_id, state__in=OPEN_STATES).select_related("councillor")
    interest = together.select_for_update(of=("self",), skip_locked=True).first()
    owner = next_decider(interest.councillor) if interest else None
    if interest is None or owner is None or owner.pk == interest.owner_id:
        return False
    interest.owner = owner
    interest.save(update_fields=["owner"])
    record(by=None, verb="interest handed over", on=interest, detail=owner.reference)
    remind_of(interest)
    return True


@transaction.atomic
def record_opening(*, by: User, interest: SensitiveInterest) -> None:
    record(by=by, verb="opened", on=interest)
