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


@transaction.atomic
def add_absence(*, by: User, person: User, starts_at: datetime, ends_at: datetime, kind: str) -> Absence:
    """One's own, or anybody's for who plans the rota. Why is in no audit event."""
    check_whose(by, person)
    absence = Absence.objects.create(person=person, starts_at=starts_at, ends_at=ends_at, kind=kind)
    record(by=by, verb="absence added", on=absence, detail=person.reference)
    look_again(starts_at, ends_at)
    return absence


@transaction.atomic
def end_absence(*, by: User, absence: Absence) -> None:
    """Back already, or not away at all: what has passed of it stays as it was."""
    check_whose(by, absence.person)
    found, now = Absence.objects.select_for_update().filter(pk=absence.pk).first(), timezone.now()
    if found is None:
        raise ActionDenied("Somebody has just removed this.")
    if found.ends_at <= now:
        raise ActionDenied("This is over. It stays as it was, because it shows who was there.")
    record(by=by, verb="absence ended", on=found, detail=found.person.reference)
    look_until = found.ends_at
    if found.starts_at < now:
        found.ends_at = now
        found.save(update_fields=["ends_at"])
    else:
        found.delete()
    look_again(now, look_until)


def check_whose(by: User, person: User) -> None:
    if by.pk != person.pk and not by.may(Permission.PLAN_ROTA):
        raise ActionDenied("Only they themselves, or whoever plans the rota, can say when somebody is away.")
