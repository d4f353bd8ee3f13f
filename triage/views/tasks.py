"""One's own tasks, and one page for each thing that officers do with a task."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from incidents.actions import record_opening
from triage.actions import tasks as actions
from triage.forms.tasks import AddTaskForm, DropTaskForm, HandOverTaskForm, TakeUpTaskForm, TaskForm
from triage.models import Case, CaseTask
from triage.policies import check_work
from triage.task_lifecycle import TASK_MOVES
from triage.task_lists import grouped, my_tasks
from triage.task_policies import check_task, may_do
from triage.views.case import back_to, form_page, on_case, posted, still_here

PEOPLE = ("owner", "set_by", "done_by", "dropped_by")
TaskView = Callable[[SignedInRequest, CaseTask], HttpResponse]


def on_task(view: TaskView) -> Callable[[SignedInRequest, str], HttpResponse]:
    """Loads the task that the address names, if the reader may see its case. Too late: the reason, and the way back."""

    @require(Permission.SEE_CASES)
    @wraps(view)
    def with_task(request: SignedInRequest, reference: str) -> HttpResponse:
        together = CaseTask.objects.visible_to(request.user).select_related("case__incident", *PEOPLE)
        task = get_object_or_404(together, reference=reference)
        if request.method != "POST":
            record_opening(by=request.user, incident=task.case.incident)
        try:
            return view(request, task)
        except ActionDenied as denied:
            return render(request, "triage/tasks/denied.html", {"task": task, "reason": denied}, status=403)

    return with_task


@require_safe
@require(Permission.SEE_CASES)
def tasks(request: SignedInRequest) -> HttpResponse:
    page = my_tasks(request.user, request.GET.get("cursor"))
    context = {"page": page, "groups": grouped(page.rows, timezone.now())}
    return render(request, "triage/tasks/tasks.html", context)


@require_safe
@on_task
def task(request: SignedInRequest, task: CaseTask) -> HttpResponse:
    may = {name.replace(" ", "_"): may_do(request.user, task, name) for name in TASK_MOVES}
    return render(request, "triage/tasks/task.html", {"task": task, "may": may})


@on_case
def add(request: SignedInRequest, case: Case) -> HttpResponse:
    check_work(request.user, case)
    form = AddTaskForm(posted(request), case=case, initial={"owner": request.user.pk})
    if form.is_valid():
        actions.add_task(by=request.user, case=case, **form.cleaned_data)
        return back_to(request, case, "The task is added.")
    return form_page(request, case, form, "task_add")


@require_POST
@on_task
def done(request: SignedInRequest, task: CaseTask) -> HttpResponse:
    after = actions.do_task(by=request.user, task=task)
    if after.done_by != request.user:
        messages.success(request, f"{after.done_by} was quicker and has done this.")
    else:
        messages.success(request, f"Done: {after.title}")
    return redirect(f"{task.case.get_absolute_url()}#tasks")


@on_task
def hand_over(request: SignedInRequest, task: CaseTask) -> HttpResponse:
    check_task(request.user, task, "hand over")
    form = HandOverTaskForm(posted(request), task=task)
    return saved(request, form, "hand_over", actions.hand_over_task, "The task is handed over.")


@on_task
def drop(request: SignedInRequest, task: CaseTask) -> HttpResponse:
    check_task(request.user, task, "drop")
    form = DropTaskForm(posted(request), task=task)
    return saved(request, form, "drop", actions.drop_task, "The task is not needed any more.")


@on_task
def take_up(request: SignedInRequest, task: CaseTask) -> HttpResponse:
    check_task(request.user, task, "take up")
    form = TakeUpTaskForm(posted(request), task=task)
    return saved(request, form, "take_up", actions.take_up_task, "The task is to be done again.")


def saved(request: SignedInRequest, form: TaskForm, name: str, action: Callable[..., Any], said: str) -> HttpResponse:
    """Does what a valid form asks. Where others changed the task meanwhile nothing is done: it is asked again."""
    if not form.is_valid():
        return task_form(request, form, name)
    try:
        action(by=request.user, task=form.task, **form.cleaned_data)
    except actions.StaleTaskError as stale:
        return task_form(request, form.asked_again(stale.task), name, is_stale=True)
    messages.success(request, said)
    return redirect(f"{form.task.case.get_absolute_url()}#tasks")


def task_form(request: SignedInRequest, form: TaskForm, name: str, **context: Any) -> HttpResponse:
    form.cancel_url = form.task.get_absolute_url()
    case = form.task.case
    shown = {"task": form.task, "case": case, "form": form, "here": still_here(request.user, case)}
    return render(request, f"triage/tasks/{name}.html", {**shown, **context})
