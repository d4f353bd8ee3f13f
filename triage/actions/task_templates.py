"""Changing which tasks a case brings with it. Every change is a new row; cases that are open keep what they have."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.references import new_reference
from triage.models import TaskTemplate
from triage.task_policies import check_keep_tasks
from triage.task_templates import Kind, fields_of

CHANGED = "Somebody else has changed this kind of task meanwhile. Look at it again, and then change it."


@transaction.atomic
def add_template(*, by: User, reason: str, **fields: Any) -> TaskTemplate:
    check_keep_tasks(by)
    return write(by, "task kind added", key=new_reference("TT"), reason=reason, **fields)


@transaction.atomic
def change_template(*, by: User, kind: Kind, reason: str, **fields: Any) -> TaskTemplate:
    check_keep_tasks(by)
    replace(kind)
    return write(by, "task kind changed", key=kind.key, reason=reason, is_on=kind.is_on, **fields)


@transaction.atomic
def switch_template(*, by: User, kind: Kind, on: bool, reason: str) -> TaskTemplate:
    """Off: no case brings it from now on. Tasks that are there stay."""
    check_keep_tasks(by)
    if kind.is_on == on:
        raise ActionDenied(CHANGED)
    replace(kind)
    verb = "task kind switched on" if on else "task kind switched off"
    return write(by, verb, key=kind.key, reason=reason, is_on=on, **fields_of(kind))


def replace(kind: Kind) -> None:
    """The row that its reader saw. Of two who change it at once the second is refused."""
    now = TaskTemplate.objects.select_for_update().filter(key=kind.key, replaced_at__isnull=True).first()
    if (now and now.pk) != (kind.row and kind.row.pk):
        raise ActionDenied(CHANGED)
    if now:
        now.replaced_at = timezone.now()
        now.save(update_fields=["replaced_at"])


def write(by: User, verb: str, **fields: Any) -> TaskTemplate:
    row = TaskTemplate.objects.create(made_by=by, **fields)
    record(by=by, verb=verb, on=row, reason=row.reason, detail=row.title)
    return row
