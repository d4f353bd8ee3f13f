"""Who has a case before them. Nothing here changes a case, so nothing is recorded beyond its opening."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from triage.models import Case, CaseVisit


@transaction.atomic
def look_at(*, by: User, case: Case) -> datetime | None:
    """They see the case as it is now. Returns when they had looked before; None the first time."""
    before = CaseVisit.objects.filter(case=case, user=by).values_list("seen_at", flat=True).first()
    now = timezone.now()
    CaseVisit.objects.bulk_create(
        [CaseVisit(case=case, user=by, revision=case.revision, seen_at=now, here_at=now)],
        update_conflicts=True,
        unique_fields=["case", "user"],
        update_fields=["revision", "seen_at", "here_at"],
    )
    return before


@transaction.atomic
def stay(*, by: User, case: Case) -> None:
    """They still have it open. What they saw is what was drawn, not what has come since.

    Who came straight to a form of the case is there as well, and has seen it as it is now.
    """
    now = timezone.now()
    CaseVisit.objects.bulk_create(
        [CaseVisit(case=case, user=by, revision=case.revision, seen_at=now, here_at=now)],
        update_conflicts=True,
        unique_fields=["case", "user"],
        update_fields=["here_at"],
    )
