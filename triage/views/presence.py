from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from triage import actions
from triage.presence import in_words, others_here
from triage.views.case import load


@require_POST
@require(Permission.SEE_CASES)
def here(request: SignedInRequest, reference: str) -> JsonResponse:
    """An open page says that it is open, and hears who else has it open."""
    case = load(request, reference)
    actions.stay(by=request.user, case=case)
    return JsonResponse({"words": in_words(others_here(case, request.user, timezone.now()))})
