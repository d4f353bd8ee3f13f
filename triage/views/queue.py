from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from triage.forms.queue import QueueForm
from triage.queue import filter_tags, queue_page, rows


@require(Permission.SEE_CASES)
def queue(request: SignedInRequest) -> HttpResponse:
    form, now = QueueForm(request.GET), timezone.now()
    wanted = form.wanted
    page = queue_page(request.user, wanted, request.GET.get("cursor"), now)
    context = {
        "form": form,
        "state": wanted["state"],
        "page": page,
        "rows": rows(page, now),
        "tags": filter_tags(request.GET, form.in_words()),
    }
    return render(request, "triage/queue/queue.html", context)
