"""Sending files, and getting at them: each comes as an attachment that no browser opens, and every look is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, View, require
from councilsafe.accounts.models import User
from incidents.actions import evidence as actions
from incidents.evidence.forms import DiscloseForm, FilesForm
from incidents.evidence.kinds import KINDS
from incidents.evidence.lists import Owner, custody_of, files_of
from incidents.evidence.store import store
from incidents.evidence.uploads import receives_files, refusals
from incidents.from_message import used
from incidents.models import Draft, Evidence, Incident

SEALED = "default-src 'none'; sandbox"

# Sending ---------------------------------------------------------------------------------------------------------


@require(Permission.REPORT)
@csrf_exempt  # receives_files looks for forgery, when it is known how much may be sent
def add_to_draft(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.visible_to(request.user).select_related("incident"), pk=draft_id)
    if draft.submitted_at and draft.incident:
        return redirect("evidence-add-mine", draft.incident.reference)
    return add(request, draft, "draft", reverse("report-resume", args=[draft.pk]))


@require(Permission.REPORT)
@csrf_exempt  # as above
def add_to_own(request: SignedInRequest, reference: str) -> HttpResponse:
    incident = get_object_or_404(Incident.objects.own(request.user), reference=reference)
    return add(request, incident, "own", reverse("my-report", args=[reference]))


@require(Permission.WORK_CASES)
@csrf_exempt  # as above
def add_to_case(request: SignedInRequest, reference: str) -> HttpResponse:
    incident = get_object_or_404(Incident.objects.team(request.user), reference=reference)
    return add(request, incident, "case", reverse("case", args=[reference]))


@receives_files
def add(request: SignedInRequest, owner: Owner, page: str, back: str) -> HttpResponse:
    """What is good is kept at once; what is not is named with why, and the page stays."""
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["attached"]
        of = {"draft": owner} if isinstance(owner, Draft) else {"incident": owner}
        kept = actions.receive(by=request.user, files=files, **of)
        if not refusals(files):
            messages.success(request, counted(len(kept)))
            return redirect(request.path)
        form.add_error("attached", refusals(files))
    context = {"form": form, "evidence": files_of(owner), "owner": owner, "back": back}
    if isinstance(owner, Draft):
        context["offered"] = offered(owner)
    return render(request, f"incidents/evidence/add_to_{page}.html", context)


def offered(draft: Draft) -> list[Evidence]:
    """Saved messages whose words could still become the report's."""
    return [one for one in files_of(draft).messages() if one.reference not in used(draft.answers)]


def counted(number: int) -> str:
    return f"{number} files were added." if number > 1 else "The file was added."


# Looking ---------------------------------------------------------------------------------------------------------


def on_evidence(view: Callable[[SignedInRequest, Evidence], HttpResponseBase]) -> View:
    """Loads what the address names, if the reader may see what it belongs to."""

    @require(Permission.REPORT)
    @wraps(view)
    def with_evidence(request: SignedInRequest, reference: str) -> Any:  # a page or a file
        rows = Evidence.objects.visible_to(request.user).select_related("incident", "draft", "uploaded_by")
        return view(request, get_object_or_404(rows.distinct(), reference=reference))

    return with_evidence


@require_safe
@on_evidence
def show(request: SignedInRequest, evidence: Evidence) -> HttpResponse:
    return page(request, evidence, DiscloseForm())


def page(request: SignedInRequest, evidence: Evidence, form: DiscloseForm) -> HttpResponse:
    """The chain of custody is the team's: a reporter sees the file and not who handled it."""
    works = may_work(request.user, evidence)
    custody = custody_of(evidence) if works else []
    form.action = reverse("evidence-disclose", args=[evidence.reference])
    context = {"one": evidence, "custody": custody, "works": works, "form": form, "back": back_from(evidence, works)}
    return render(request, "incidents/evidence/evidence.html", context)


def may_work(user: User, evidence: Evidence) -> bool:
    if evidence.incident is None or not user.may(Permission.WORK_CASES):
        return False
    return Incident.objects.team(user).filter(pk=evidence.incident.pk).exists()


def back_from(evidence: Evidence, works: bool) -> str:
    if evidence.incident is None:
        return reverse("evidence-add", args=[evidence.draft_id])
    return reverse("case" if works else "my-report", args=[evidence.incident.reference])


@require_safe
@on_evidence
def preview(request: SignedInRequest, evidence: Evidence) -> HttpResponseBase:
    check_open(evidence)
    if not evidence.preview_key:
        raise Http404
    actions.record_view(by=request.user, evidence=evidence)
    return sealed(evidence.preview_key, f"{evidence.reference}-preview.jpg", "image/jpeg")


@require_safe
@on_evidence
def download(request: SignedInRequest, evidence: Evidence) -> HttpResponseBase:
    """The bytes as they were received. Their name is ours, because a name can lie about what opens the file."""
    check_open(evidence)
    actions.record_download(by=request.user, evidence=evidence)
    response = sealed(evidence.key, f"{evidence.reference}.{KINDS[evidence.kind].suffix}", "application/octet-stream")
    response["Content-Length"] = str(evidence.size)
    return response


def check_open(evidence: Evidence) -> None:
    if evidence.state == Evidence.State.WAITING:
        raise ActionDenied("This file is still being checked. Try again in a few minutes.")
    if evidence.state == Evidence.State.INFECTED:
        raise ActionDenied("This file may harm your computer, so nobody can open it here.")


def sealed(key: str, name: str, kind: str) -> FileResponse:
    """A file that is only ever saved: whatever is in it, no browser runs it as a page of ours."""
    response = FileResponse(store.open(key), as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


# Doing -----------------------------------------------------------------------------------------------------------


@require_POST
@on_evidence
def remove(request: SignedInRequest, evidence: Evidence) -> HttpResponse:
    try:
        actions.remove_evidence(by=request.user, evidence=evidence)
    except Evidence.DoesNotExist as error:
        raise ActionDenied("The report is sent, and its files stay with it.") from error
    messages.success(request, "The file was removed.")
    return redirect("evidence-add", evidence.draft_id)


@require(Permission.WORK_CASES)
@on_evidence
def disclose(request: SignedInRequest, evidence: Evidence) -> HttpResponse:
    if not may_work(request.user, evidence):
        raise ActionDenied("Only the officers who work on the case can do that.")
    if request.method != "POST":
        return redirect("evidence", evidence.reference)
    form = DiscloseForm(request.POST)
    if form.is_valid():
        actions.disclose(by=request.user, evidence=evidence, **form.cleaned_data)
        messages.success(request, "It is recorded.")
        return redirect("evidence", evidence.reference)
    return page(request, evidence, form)
