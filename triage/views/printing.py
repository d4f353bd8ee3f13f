"""A case for a paper file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilsafe.accounts.guards import SignedInRequest
from triage.actions.printing import record_printing
from triage.casefile import case_file
from triage.models import Case
from triage.views.case import on_case


@require_safe
@on_case
def paper(request: SignedInRequest, case: Case) -> HttpResponse:
    """All that this reader may see, with the whole timeline. Internal notes only when they are asked for."""
    with_notes = request.GET.get("notes") == "yes"
    record_printing(by=request.user, case=case, with_notes=with_notes)
    shown = case_file(case, request.user, whole_story=True)
    if not with_notes:
        del shown["notes"]
    printed = {"printed_at": timezone.now(), "with_notes": with_notes}
    return render(request, "triage/case/print.html", {**shown, **printed})
