from django.http import HttpResponse

from councilsafe.accounts.guards import SignedInRequest
from triage import actions
from triage.forms.case import DuplicateForm
from triage.models import Case
from triage.policies import check_work
from triage.views.case import back_to, form_page, on_case, posted


@on_case
def mark(request: SignedInRequest, case: Case) -> HttpResponse:
    check_work(request.user, case)
    form = DuplicateForm(posted(request), case=case, reader=request.user)
    if form.is_valid():
        actions.close_as_duplicate(by=request.user, case=case, **form.cleaned_data)
        return back_to(request, case, f"This case is closed. It goes on as {form.cleaned_data['of']}.")
    return form_page(request, case, form, "duplicate")
