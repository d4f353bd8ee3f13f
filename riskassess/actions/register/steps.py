"""What every move of an entry has in common: the row's lock, its history, its audit event and its deadlines."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline, meet_deadline, set_deadline
from councilsafe.duty.audience import Audience
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due, end_of
from riskassess.dates import add_months
from riskassess.models import EntryStep, RegisterEntry
from riskassess.register.lifecycle import MOVES
from riskassess.register.people import ABOUT
from riskassess.register.policies import check_move

DECIDE, NOTICE, UNTOLD = "register.decide", "register.notice", "register.untold"
REVIEW, APPEAL_TIME, APPEAL = "register.review", "register.appeal-time", "register.appeal"
KINDS = (DECIDE, NOTICE, UNTOLD, REVIEW, APPEAL_TIME, APPEAL)


def held(entry: RegisterEntry) -> RegisterEntry:
    return RegisterEntry.objects.select_for_update(of=("self",)).select_related("person").get(pk=entry.pk)


def begin(by: User, entry: RegisterEntry, name: str) -> RegisterEntry:
    """The row, as it is by now, for a move that this person may make."""
    entry = held(entry)
    check_move(by, entry, name)
    return entry


def note(entry: RegisterEntry, event: str, by: User, text: str = "") -> None:
    """The reason stays with the entry, and goes with it: the audit is never emptied, so it holds none (P7)."""
    EntryStep.objects.create(entry=entry, event=event, by=by, text=text)
    record(by=by, verb=event, on=entry)


def made(entry: RegisterEntry, name: str, by: User, text: str = "") -> RegisterEntry:
    move = MOVES[name]
    if move.target:
        entry.state = move.target
    entry.save()
    note(entry, move.event, by, text)
    return entry


def working_days(days: int) -> date:
    return timezone.localdate(due(timezone.now(), Clock(days, Unit.WORKING_DAYS)))


def remind(  # noqa: PLR0913  # keyword-only: what, whom and by when
    entry: RegisterEntry, kind: str, *, owner: User | None, on: date, plan: str, but: Collection[int] = ()
) -> None:
    set_deadline(
        kind=kind,
        about_type=ABOUT,
        about_ref=entry.reference,
        path=entry.get_absolute_url(),
        owner=owner,
        due_at=end_of(on),
        plan=plan,
        audience=Audience.of(None, but),
    )


def done(entry: RegisterEntry, kind: str, by: User) -> None:
    meet_deadline(by=by, kind=kind, about_ref=entry.reference)


def restart(entry: RegisterEntry, months: int | None = None) -> None:
    """The period begins again (P5). The row is saved by whoever calls."""
    entry.review_from = timezone.localdate()
    entry.review_on = add_months(entry.review_from, months or settings.REGISTER_REVIEW_MONTHS)


def remind_of_review(entry: RegisterEntry) -> None:
    if entry.review_on:
        remind(entry, REVIEW, owner=entry.review_owner, on=entry.review_on, plan="register.review")


def end(entry: RegisterEntry, by: User, reason: str) -> None:
    """The row is saved by whoever calls. Nothing about it falls due any more."""
    entry.ended_at, entry.ended_by, entry.end_reason = timezone.now(), by, reason
    for kind in KINDS:
        drop_deadline(kind=kind, about_ref=entry.reference, reason="the entry has ended")
