"""Letting a case's clock stand still, and letting it go on."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from councilsafe.accounts.guards import SignedInRequest
from triage import actions
from triage.forms.case import PauseForm
from triage.models import Case, PausedFor
from triage.pauses import latest_end
from triage.policies import check_pause
from triage.views.case import back_to, form_page, on_case, posted, save


@on_case
def pause(request: SignedInRequest, case: Case) -> HttpResponse:
    now = timezone.now()
    check_pause(request.user, case, now)
    form = PauseForm(posted(request), case=case)
    if form.is_valid():
        return save(request, form, "pause", actions.pause, "The clock is paused. The reporter is told.")
    latest = {one.label: latest_end(case, one, now) for one in PausedFor}
    return form_page(request, case, form, "pause", latest=latest)


@require_POST
@on_case
def resume(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.resume(by=request.user, case=case)
    return back_to(request, case, "The clock runs again.")
