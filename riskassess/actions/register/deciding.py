"""A second person, or a panel, decides about a proposal (P2, P3)."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from riskassess.actions.register.steps import (
    DECIDE,
    NOTICE,
    begin,
    done,
    end,
    made,
    note,
    remind,
    remind_of_review,
    restart,
    working_days,
)
from riskassess.actions.reviews import reopen
from riskassess.models import Cause, EntryConflict, RegisterEntry, RegisterVote
from riskassess.register.lifecycle import MOVES


@transaction.atomic
def consider(*, by: User, entry: RegisterEntry, text: str) -> RegisterEntry:
    """P3: whether a disability plays a part, and what adjustments would be reasonable."""
    entry = begin(by, entry, "consider")
    entry.considered, entry.considered_by, entry.considered_at = text, by, timezone.now()
    return made(entry, "consider", by, text)


@transaction.atomic
def decide(*, by: User, entry: RegisterEntry, approves: bool, reason: str) -> RegisterEntry:
    """One person's decision. It counts alone, or as a vote where the council has a panel."""
    name = "approve" if approves else "refuse"
    entry = begin(by, entry, name)
    RegisterVote.objects.create(entry=entry, by=by, approves=approves, reason=reason)
    outcome = outcome_of(list(entry.votes.values_list("approves", flat=True)))
    if outcome is None:
        note(entry, f"voted: {MOVES[name].event}", by, reason)
        return entry
    return enter(by, entry, reason) if outcome else refuse(by, entry, reason)


def outcome_of(votes: list[bool]) -> bool | None:
    """None: too few yet, or as many for it as against it."""
    if len(votes) < max(1, settings.REGISTER_PANEL_QUORUM):
        return None
    balance = 2 * sum(votes) - len(votes)
    return balance > 0 if balance else None


def enter(by: User, entry: RegisterEntry, reason: str) -> RegisterEntry:
    """Whoever decided last looks after its review. Councillors to whom it was done are looked at again (P31)."""
    entry.decided_by, entry.decided_at, entry.review_owner = by, timezone.now(), by
    restart(entry)
    made(entry, "approve", by, reason)
    done(entry, DECIDE, by)
    day = working_days(settings.REGISTER_NOTICE_WORKING_DAYS)
    remind(entry, NOTICE, owner=entry.proposed_by, on=day, plan="register.notice")
    remind_of_review(entry)
    for link in entry.incidents.filter(incident__restricted=False).select_related("incident__councillor"):
        if councillor := link.incident.councillor:
            reopen(councillor=councillor, cause=Cause.REGISTER, about_ref=entry.reference)
    return entry


def refuse(by: User, entry: RegisterEntry, reason: str) -> RegisterEntry:
    done(entry, DECIDE, by)
    end(entry, by, reason)
    return made(entry, "refuse", by, reason)


@transaction.atomic
def withdraw(*, by: User, entry: RegisterEntry, reason: str) -> RegisterEntry:
    entry = begin(by, entry, "withdraw")
    end(entry, by, reason)
    return made(entry, "withdraw", by, reason)


@transaction.atomic
def step_aside(*, by: User, entry: RegisterEntry, reason: str) -> RegisterEntry:
    """Whoever declares a conflict sees the entry no more, and a vote of theirs that has not decided does not count."""
    entry = begin(by, entry, "step-aside")
    if entry.decided_at is None:
        entry.votes.filter(by=by).delete()
    EntryConflict.objects.create(entry=entry, user=by, reason=reason)
    return made(entry, "step-aside", by)
