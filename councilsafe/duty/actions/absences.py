"""Who is away, and when. The rota stays as it is planned: what is missing then is a gap."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions.gaps import look_again
from councilsafe.duty.models import Absence


class StaleAbsenceError(Exception):
    """Others changed it since the page was drawn from which this comes. `absence` is as it is now."""

    def __init__(self, absence: Absence) -> None:
        super().__init__(absence.reference)
        self.absence = absence


@transaction.atomic
def add_absence(*, by: User, person: User, starts_at: datetime, ends_at: datetime, kind: str) -> Absence:
    """One's own, or anybody's for who plans the rota. Why is in no audit event."""
    check_whose(by, person)
    absence = Absence.objects.create(person=person, starts_at=starts_at, ends_at=ends_at, kind=kind)
    record(by=by, verb="absence added", on=absence, detail=person.reference)
    look_again(starts_at, ends_at)
    return absence


@transaction.atomic
def change_absence(  # noqa: PLR0913  # keyword-only: the absence as it shall be
    *, by: User, absence: Absence, starts_at: datetime, ends_at: datetime, kind: str, seen: str
) -> Absence:
    """Longer, shorter or at another time. `seen` says how it was when the page was drawn from which this comes.

    Raises StaleAbsenceError when others have changed it since. What has passed of it stays as it was.
    """
    found = held(absence, by)
    if found.drawn != seen:
        raise StaleAbsenceError(found)
    check_change(found, by, starts_at, ends_at, kind)
    look_from, look_until = min(starts_at, found.starts_at), max(ends_at, found.ends_at)
    if (starts_at, ends_at, kind) != (found.starts_at, found.ends_at, found.kind):
        found.starts_at, found.ends_at, found.kind = starts_at, ends_at, kind
        found.save(update_fields=["starts_at", "ends_at", "kind"])
        record(by=by, verb="absence changed", on=found, detail=found.person.reference)
        look_again(look_from, look_until)
    return found


@transaction.atomic
def end_absence(*, by: User, absence: Absence) -> None:
    """Back already, or not away at all: what has passed of it stays as it was."""
    found, now = held(absence, by), timezone.now()
    record(by=by, verb="absence ended", on=found, detail=found.person.reference)
    look_until = found.ends_at
    if found.starts_at < now:
        found.ends_at = now
        found.save(update_fields=["ends_at"])
    else:
        found.delete()
    look_again(now, look_until)


def held(absence: Absence, by: User) -> Absence:
    """As it is now, which nobody else changes until this transaction is through."""
    check_whose(by, absence.person)
    found = Absence.objects.select_for_update(of=("self",)).select_related("person").filter(pk=absence.pk).first()
    if found is None:
        raise ActionDenied("Somebody has just removed this.")
    check_not_over(found)
    return found


def check_not_over(absence: Absence) -> None:
    if absence.ends_at <= timezone.now():
        raise ActionDenied("This is over. It stays as it was, because it shows who was there.")


def check_change(absence: Absence, by: User, starts_at: datetime, ends_at: datetime, kind: str) -> None:
    now = timezone.now()
    if absence.has_begun(now) and starts_at != absence.starts_at:
        raise ActionDenied("It has begun already, so when it began stays as it was.")
    if ends_at <= now:
        raise ActionDenied("It would be over already. If they are back, end it instead.")
    if kind != absence.kind and by.pk != absence.person_id:
        raise ActionDenied("Only they themselves can say why they are away.")


def check_whose(by: User, person: User) -> None:
    if by.pk != person.pk and not by.may(Permission.PLAN_ROTA):
        raise ActionDenied("Only they themselves, or whoever plans the rota, can say when somebody is away.")
