"""Taking a case along on paper: who did, and when, is kept."""

from django.db import transaction

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from triage.models import Case


@transaction.atomic
def record_printing(*, by: User, case: Case, with_notes: bool) -> None:
    detail = "with internal notes" if with_notes else "without internal notes"
    record(by=by, verb="printed", on=case.incident, detail=detail)
