"""The kinds of task that cases bring with them: the list, one kind with its history, and changing it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, View, require
from triage.actions.task_templates import CHANGED, add_template, change_template, switch_template
from triage.forms.tasks import KindForm, SwitchForm, TemplateForm
from triage.task_templates import Kind, about, history_of, in_short, kinds
from triage.views.case import posted

KindView = Callable[[SignedInRequest, Kind], HttpResponse]


def on_kind(permission: Permission) -> Callable[[KindView], View]:
    def decorate(view: KindView) -> View:
        @require(permission)
        @wraps(view)
        def with_kind(request: SignedInRequest, key: str) -> HttpResponse:
            kind = next((one for one in kinds() if one.key == key), None)
            if kind is None:
                raise Http404
            try:
                return view(request, kind)
            except ActionDenied as denied:
                return render(request, "triage/tasks/kind_denied.html", {"kind": kind, "reason": denied}, status=403)

        return with_kind

    return decorate


def check_seen(form: KindForm, kind: Kind) -> None:
    if form.is_stale(kind):
        raise ActionDenied(CHANGED)


@require_safe
@require(Permission.SEE_CASES)
def task_templates(request: SignedInRequest) -> HttpResponse:
    shown = [{"kind": kind, **in_short(kind.template)} for kind in kinds()]
    context = {"shown": shown, "may_change": request.user.may(Permission.KEEP_TASKS)}
    return render(request, "triage/tasks/kinds.html", context)


@require_safe
@on_kind(Permission.SEE_CASES)
def task_template(request: SignedInRequest, kind: Kind) -> HttpResponse:
    context = {"kind": kind, "about": about(kind.template), "may_change": request.user.may(Permission.KEEP_TASKS)}
    return render(request, "triage/tasks/kind.html", {**context, "history": history_of(kind.key)})


@require(Permission.KEEP_TASKS)
def add(request: SignedInRequest) -> HttpResponse:
    form = TemplateForm(posted(request))
    form.cancel_url = reverse("task-templates")
    if form.is_valid():
        form.cleaned_data.pop("seen")
        row = add_template(by=request.user, **form.cleaned_data)
        messages.success(request, "Added. Cases bring this task with them from now on.")
        return redirect("task-template", row.key)
    return render(request, "triage/tasks/kind_form.html", {"form": form})


@on_kind(Permission.KEEP_TASKS)
def change(request: SignedInRequest, kind: Kind) -> HttpResponse:
    form = TemplateForm(posted(request), kind=kind)
    form.cancel_url = reverse("task-template", args=[kind.key])
    if form.is_valid():
        check_seen(form, kind)
        change_template(by=request.user, kind=kind, **form.cleaned_data)
        messages.success(request, "Changed. Tasks that cases have already stay as they are.")
        return redirect("task-template", kind.key)
    return render(request, "triage/tasks/kind_form.html", {"form": form, "kind": kind})


@on_kind(Permission.KEEP_TASKS)
def switch(request: SignedInRequest, kind: Kind) -> HttpResponse:
    form = SwitchForm(posted(request), initial={"seen": kind.seen})
    form.cancel_url = reverse("task-template", args=[kind.key])
    form.submit_label = "Switch it off" if kind.is_on else "Switch it on"
    if form.is_valid():
        check_seen(form, kind)
        switch_template(by=request.user, kind=kind, on=not kind.is_on, reason=form.cleaned_data["reason"])
        messages.success(request, "Switched off." if kind.is_on else "Switched on.")
        return redirect("task-template", kind.key)
    return render(request, "triage/tasks/kind_switch.html", {"form": form, "kind": kind})
