from django.http import JsonResponse
from django.views.decorators.http import require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from triage.views.case import load, still_here


@require_POST
@require(Permission.SEE_CASES)
def here(request: SignedInRequest, reference: str) -> JsonResponse:
    """An open page says that it is open, and hears who else has it open."""
    case = load(request, reference)
    return JsonResponse({"words": still_here(request.user, case)})
