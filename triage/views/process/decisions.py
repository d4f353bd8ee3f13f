"""Proposing a version, and deciding about it as the second person."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest
from triage.actions.process import approve_version, propose_version, refuse_version, take_back
from triage.forms.process import DecideForm, ProposeForm
from triage.models import ProcessVersion
from triage.process import read_process
from triage.process.words import differences
from triage.process_policies import check_second, check_step, latest_replay, why_not_proposed
from triage.processes import in_force
from triage.views.process.loading import on_version, posted


@require_http_methods(["GET", "POST"])
@on_version(Permission.PLAN_PROCESS)
def process_propose(request: SignedInRequest, version: ProcessVersion) -> HttpResponse:
    check_step(request.user, version, "propose")
    replay = latest_replay(version)
    missing = why_not_proposed(version, replay, in_force().digest)
    if missing or replay is None:
        raise ActionDenied(missing)
    tomorrow = timezone.localtime() + timedelta(days=1)
    form = ProposeForm(posted(request), replay=replay, initial={"day": tomorrow.date(), "time": "09:00"})
    if form.is_valid():
        accepted = form.cleaned_data.get("accepted", [])
        propose_version(by=request.user, version=version, effective_from=form.effective_from, accepted=accepted)
        messages.success(request, "It is proposed. Those who may approve it have been told.")
        return redirect(version)
    form.cancel_url = version.get_absolute_url()
    return render(request, "triage/process/propose.html", context_of(version) | {"form": form})


@require_POST
@on_version(Permission.PLAN_PROCESS)
def process_take_back(request: SignedInRequest, version: ProcessVersion) -> HttpResponse:
    take_back(by=request.user, version=version)
    messages.success(request, "It is a draft again.")
    return redirect(version)


@require_http_methods(["GET", "POST"])
@on_version(Permission.APPROVE_PROCESS)
def process_decide(request: SignedInRequest, version: ProcessVersion) -> HttpResponse:
    check_second(request.user, version, "approve")
    form = DecideForm(posted(request), initial={"seen": version.digest})
    if form.is_valid():
        said = decide(request, version, form)
        messages.success(request, said)
        return redirect(version)
    form.cancel_url = version.get_absolute_url()
    return render(request, "triage/process/decide.html", context_of(version) | {"form": form})


def decide(request: SignedInRequest, version: ProcessVersion, form: DecideForm) -> str:
    if form.cleaned_data["decision"] == "refuse":
        refuse_version(by=request.user, version=version, reason=form.cleaned_data["reason"])
        return "It is refused. Whoever drafted it has been told."
    approve_version(by=request.user, version=version, seen=form.cleaned_data["seen"])
    return "It is approved. Officers have been told from when it counts."


def context_of(version: ProcessVersion) -> dict[str, object]:
    current = in_force()
    return {
        "version": version,
        "current": current,
        "changes": differences(current, read_process(version.data)),
        "replay": latest_replay(version),
    }
