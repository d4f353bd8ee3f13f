"""What nobody sent is not kept (P23)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from councilsafe.audit.actions import record
from incidents.actions.evidence import drop_evidence
from incidents.models import Draft

SWEEP_SIZE = 500


def let_go_of_old_drafts(*, now: datetime) -> int:
    """Every draft that was left too long, each in its own transaction. Returns how many went."""
    before = now - timedelta(days=settings.DRAFT_RETENTION_DAYS)
    old = Draft.objects.left_since(before).order_by("changed_at").values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(let_go(draft_id=str(pk), before=before) for pk in old)


@transaction.atomic
def let_go(*, draft_id: str, before: datetime) -> bool:
    """With its files, unless its writer went on meanwhile. The audit keeps its number, and nothing of what it said."""
    left = Draft.objects.left_since(before).filter(pk=draft_id)
    draft = left.select_for_update(skip_locked=True).first()
    if draft is None:
        return False
    drop_evidence(by=None, draft=draft)
    record(by=None, verb="draft let go", on=draft)
    draft.delete()
    return True
