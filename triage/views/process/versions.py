"""All versions, one of them, a new draft, and the file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from incidents.evidence.uploads import receives
from triage.actions.process import BrokenRulesError, draft_version
from triage.forms.process import SECTIONS, ImportForm, NewForm
from triage.models import ProcessVersion
from triage.process import read_process, versions
from triage.process.checks import problems
from triage.process.export import as_toml
from triage.process.shipped import data_of
from triage.process.words import differences
from triage.process_files import ProcessFileHandler
from triage.process_lifecycle import Stage
from triage.process_pages import all_points, by_tier, thresholds
from triage.process_policies import latest_replay, steps_open_to, why_not_proposed
from triage.processes import in_force, named
from triage.views.process.loading import PEOPLE, load, may_read, posted


@require_safe
@may_read
def process_versions(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    rows = list(ProcessVersion.objects.select_related(*PEOPLE).order_by("-number"))
    current = in_force(now)
    approved = [row for row in rows if row.stage == Stage.APPROVED]
    coming = [row for row in approved if row.effective_from and row.effective_from > now]
    context = {
        "current": current,
        "current_row": next((row for row in approved if row.digest == current.digest), None),
        "coming": coming,
        "open": [row for row in rows if row.is_open],
        "earlier": [row for row in approved if row.digest != current.digest and row not in coming],
        "ended": [row for row in rows if row.stage in (Stage.REFUSED, Stage.DISCARDED)],
        "shipped": [name for name in versions() if name != current.version],
        "may_plan": request.user.may(Permission.PLAN_PROCESS),
    }
    return render(request, "triage/process/versions.html", context)


@require_safe
@may_read
def process_version(request: SignedInRequest, version: str) -> HttpResponse:
    if version in versions():
        return render(request, "triage/process/version.html", whole(named(version), None))
    row, current = load(version), in_force()
    process, replay = read_process(row.data), latest_replay(row)
    context = whole(process, row) | {
        "current": current,
        "changes": differences(current, process) if row.digest != current.digest else [],
        "steps": steps_open_to(request.user, row),
        "replay": replay,
        "missing": why_not_proposed(row, replay, current.digest) if row.stage == Stage.DRAFT else "",
        "problems": problems(row.data) if row.is_open else [],
        "sections": [(key, words) for key, (words, _) in SECTIONS.items()],
        "may_replay": request.user.may(Permission.PLAN_PROCESS),
    }
    return render(request, "triage/process/version.html", context)


def whole(process: Any, row: ProcessVersion | None) -> dict[str, Any]:
    """All rules of a version, in words."""
    return {
        "version": row,
        "process": process,
        "tiers": by_tier(process),
        "points": all_points(process),
        "thresholds": thresholds(process),
    }


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_PROCESS)
def process_new(request: SignedInRequest) -> HttpResponse:
    current, form = in_force(), NewForm(posted(request))
    if form.is_valid():
        version = draft_version(
            by=request.user, data=data_in_force(), drafted_from=current.version, why=form.cleaned_data["why"]
        )
        messages.success(request, "The draft is started. Nothing counts before a second person has approved it.")
        return redirect(version)
    return render(request, "triage/process/new.html", {"form": form, "current": current})


def data_in_force() -> dict[str, Any]:
    current = in_force()
    row = ProcessVersion.objects.approved().filter(digest=current.digest).first()
    return row.data if row else data_of(current.version)


@csrf_exempt  # receives looks for forgery
@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_PROCESS)
@receives(ProcessFileHandler)
def process_import(request: SignedInRequest) -> HttpResponse:
    """Nothing of a file that breaks a rule is kept: every rule that it breaks is named."""
    form = ImportForm(posted(request), request.FILES or None)
    broken: list[Any] = []
    if form.is_valid():
        data, why = form.cleaned_data["file"], form.cleaned_data["why"]
        try:
            version = draft_version(by=request.user, data=data, drafted_from="a file", why=why)
        except BrokenRulesError as refused:
            broken = refused.problems
            form.add_error("file", "The file breaks the rules that every version keeps. They are named below")
        else:
            messages.success(request, f"The file is now the draft {version.reference}.")
            return redirect(version)
    return render(request, "triage/process/import.html", {"form": form, "broken": broken})


@require_safe
@may_read
def process_export(request: SignedInRequest, version: str) -> HttpResponse:
    data = data_of(version) if version in versions() else load(version).data
    answer = HttpResponse(as_toml(data), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="threat-process-{data["version"]}.toml"'
    return answer


@require_safe
def how_we_decide(request: SignedInRequest) -> HttpResponse:
    """For whoever reports: the tiers, what leads to each, and by when somebody answers."""
    process = in_force()
    row = ProcessVersion.objects.approved().filter(digest=process.digest).first()
    coming = ProcessVersion.objects.coming(timezone.now()).first()
    return render(request, "triage/process/how_we_decide.html", {**whole(process, row), "coming": coming})
