"""Changing a draft a section at a time, and letting it go."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest
from triage.actions.process import BrokenRulesError, DraftChangedError, change_draft, discard_version
from triage.forms.process import SECTIONS, DiscardForm, SectionForm
from triage.models import ProcessVersion
from triage.process_policies import check_step
from triage.views.process.loading import on_version, posted


@require_http_methods(["GET", "POST"])
@on_version(Permission.PLAN_PROCESS)
def process_change(request: SignedInRequest, version: ProcessVersion, section: str) -> HttpResponse:
    if section not in SECTIONS:
        raise Http404
    check_step(request.user, version, "change")
    words, kind = SECTIONS[section]
    form = kind(posted(request), version=version)
    if form.is_valid() and is_saved(request, form):
        messages.success(request, f"{words}: saved. Replay the draft again before you propose it.")
        return redirect(version)
    context = {"version": form.version, "form": form, "section": section, "heading": words}
    return render(request, f"triage/process/change_{section}.html", context)


def is_saved(request: SignedInRequest, form: SectionForm) -> bool:
    """Whether the draft took it. If not, the form says why, and keeps what was typed."""
    try:
        change_draft(by=request.user, version=form.version, seen=form.cleaned_data["seen"], data=form.data_with())
    except BrokenRulesError as refused:
        form.add_problems(refused.problems)
        return False
    except DraftChangedError:
        form.show_clash()
        return False
    return True


@require_http_methods(["GET", "POST"])
@on_version(Permission.PLAN_PROCESS)
def process_discard(request: SignedInRequest, version: ProcessVersion) -> HttpResponse:
    check_step(request.user, version, "discard")
    form = DiscardForm(posted(request))
    if form.is_valid():
        discard_version(by=request.user, version=version, **form.cleaned_data)
        messages.success(request, f"{version.reference} is discarded. It stays in the list.")
        return redirect("process-versions")
    form.cancel_url = version.get_absolute_url()
    return render(request, "triage/process/discard.html", {"version": version, "form": form})
