"""What has ended goes, and leaves a line in the audit without personal data (P7)."""

from datetime import datetime, time

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.audit.actions import record
from councilsafe.duty.calendar import at_wall_time
from riskassess.dates import add_months
from riskassess.models import LookUp, RegisterEntry

HISTORY = "riskassess.RegisterEntryEvent:append_only"
SWEEP_SIZE = 200


def look_after_register(*, now: datetime) -> int:
    """Safe to run as often as one likes. Returns how many entries and look-ups have gone."""
    ended = RegisterEntry.objects.to_delete(months_before(now, settings.REGISTER_DELETE_MONTHS))
    old = LookUp.objects.filter(answered_at__lte=months_before(now, settings.LOOK_UP_MONTHS))
    entries = sum(delete_entry(entry_id=pk, now=now) for pk in list(ended.values_list("pk", flat=True)[:SWEEP_SIZE]))
    return entries + sum(delete_look_up(pk=pk) for pk in list(old.values_list("pk", flat=True)[:SWEEP_SIZE]))


def months_before(now: datetime, months: int) -> datetime:
    """The last moment of the day so many months ago: what ended on that day has been kept for them all."""
    return at_wall_time(add_months(timezone.localdate(now), -months), time(0))


@transaction.atomic
def delete_entry(*, entry_id: int, now: datetime) -> bool:
    """With all that hangs on it, and its history. The only place where history goes."""
    due = RegisterEntry.objects.to_delete(months_before(now, settings.REGISTER_DELETE_MONTHS))
    entry = due.filter(pk=entry_id).select_for_update(of=("self",), skip_locked=True).first()
    if entry is None:
        return False
    record(by=None, verb="entry deleted", on=entry)
    with pgtrigger.ignore(HISTORY):
        apps.get_model("riskassess", "RegisterEntryEvent").objects.filter(pgh_obj_id=entry.pk).delete()
    entry.delete()
    return True


@transaction.atomic
def delete_look_up(*, pk: int) -> bool:
    found = LookUp.objects.filter(pk=pk).select_for_update(skip_locked=True).first()
    if found:
        record(by=None, verb="look-up deleted", on=found)
        found.delete()
    return found is not None
