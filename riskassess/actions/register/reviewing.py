"""Keeping an entry or removing it: with evidence, a reason and a person behind it (P5, P7)."""

from django.db import transaction

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.actions.register.steps import REVIEW, begin, done, end, made, remind_of_review, restart
from riskassess.models import RegisterEntry, conflicted


def said(evidence: str, reason: str) -> str:
    return f"Evidence: {evidence}\n\nReason: {reason}"


@transaction.atomic
def keep(  # noqa: PLR0913  # keyword-only: all that a review decides
    *, by: User, entry: RegisterEntry, evidence: str, reason: str, advice: str, months: int | None = None
) -> RegisterEntry:
    entry = begin(by, entry, "keep")
    entry.advice = advice
    restart(entry, months)
    done(entry, REVIEW, by)
    remind_of_review(entry)
    return made(entry, "keep", by, said(evidence, reason))


@transaction.atomic
def remove(*, by: User, entry: RegisterEntry, evidence: str, reason: str) -> RegisterEntry:
    """The threat has gone. Its data go 6 months later: `deleting`."""
    entry = begin(by, entry, "remove")
    done(entry, REVIEW, by)
    end(entry, by, reason)
    return made(entry, "remove", by, said(evidence, reason))


@transaction.atomic
def hand_over(*, by: User, entry: RegisterEntry, to: User) -> RegisterEntry:
    entry = begin(by, entry, "hand-over")
    if not (to.is_active and to.may(Permission.DECIDE_REGISTER)) or to.pk in conflicted(entry):
        raise ActionDenied("They cannot have this review. Choose somebody else.")
    entry.review_owner = to
    remind_of_review(entry)
    return made(entry, "hand-over", by)
