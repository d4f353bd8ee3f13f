"""Waiting for the reporter or the police, with a reason and a limit: the clock for plan or referral stands still."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import pause_deadline
from councilsafe.notifications.actions import tell
from incidents.models import Incident
from triage.actions.clocks import set_next_due
from triage.actions.deadlines import ACT, keep_deadlines
from triage.actions.standstill import end_pause
from triage.actions.updates import owners, tell_reporter
from triage.actions.work import locked
from triage.models import Case, ClockPause, PausedFor
from triage.pauses import latest_end, limit_on
from triage.policies import check_latest, check_pause, check_resume, check_until

Ended = ClockPause.Ended


@transaction.atomic
def pause(  # noqa: PLR0913  # keyword-only: all that a pause is
    *, by: User, case: Case, waits_for: PausedFor, reason: str, until: date, seen: int | None = None
) -> Case:
    """Let the clock stand still until they answer, or until the end of a day. The reporter is told (P28)."""
    case, now = locked(case, seen), timezone.now()
    check_pause(by, case, now)
    limit = limit_on(until, check_latest(latest_end(case, waits_for, now)))
    check_until(limit, now)
    keep_deadlines(case)
    pause_deadline(by=by, kind=ACT, about_ref=case.reference, reason=waits_for.value, until=limit, at=now)
    case.pauses.create(waits_for=waits_for, reason=reason, paused_at=now, paused_by=by, until=limit)
    case.paused_for, case.paused_until = waits_for.value, limit
    tell_reporter(case, f"paused:{now.isoformat()}")
    set_next_due(case)
    case.save()
    keep_deadlines(case)
    record(by=by, verb="clock paused", on=case.incident, reason=reason, detail=waits_for.label.lower())
    return case


@transaction.atomic
def resume(*, by: User, case: Case) -> Case:
    """There is no need to wait any longer."""
    case = locked(case)
    check_resume(by, case)
    go_on(case, Ended.RESUMED, by=by)
    return case


@transaction.atomic
def resume_on_answer(*, incident: Incident) -> bool:
    """The reporter has written or sent something: what they were waited for may be in it."""
    waiting = Case.objects.filter(incident=incident, paused_for=PausedFor.REPORTER)
    case = waiting.select_related("incident", "owner").select_for_update(of=("self",)).first()
    return case is not None and go_on(case, Ended.ANSWERED)


def resume_due_pauses() -> int:
    """Every clock that has reached its limit, each in its own transaction. Returns how many went on."""
    due_now = Case.objects.filter(paused_until__lte=timezone.now()).order_by("paused_until", "id")
    return sum(resume_at_limit(case_id=pk) for pk in list(due_now.values_list("pk", flat=True)))


@transaction.atomic
def resume_at_limit(*, case_id: int) -> bool:
    """From the limit on, however late the sweep. Whoever has the case is told. One that is held waits its turn."""
    due_now = Case.objects.filter(pk=case_id, paused_until__lte=timezone.now())
    together = due_now.select_related("incident", "owner")
    case = together.select_for_update(of=("self",), skip_locked=True).first()
    if case is None or case.paused_until is None:
        return False
    limit = case.paused_until
    go_on(case, Ended.LIMIT, at=limit)
    for officer in owners(case):
        tell(
            to=officer,
            kind="pause.over",
            about_ref=case.reference,
            path=case.get_absolute_url(),
            key=f"pause.over:{case.reference}:{limit.isoformat()}:{officer.reference}",
            why="You are the owner.",
        )
    return True


def go_on(case: Case, because: ClockPause.Ended, *, by: User | None = None, at: datetime | None = None) -> bool:
    ended = end_pause(case, because, by=by, at=at)
    case.save()
    keep_deadlines(case, by=by)
    return ended
