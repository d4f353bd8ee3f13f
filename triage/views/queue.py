"""The queue, and the views of it that officers keep."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty.reading import notes_for
from triage import actions
from triage.actions.views import check_own
from triage.forms.bulk import DeedForm
from triage.forms.queue import QueueForm
from triage.forms.views import ONLY_ME, TEAM, WHOLE, FirstViewForm, ViewForm
from triage.models import SavedView
from triage.queue import SORTS, filter_tags, queue_page, rows, sort_of, without
from triage.queue.saved import counts, first_view, views_for

ALL_OPEN = "?state=open"


@require(Permission.SEE_CASES)
def queue(request: SignedInRequest) -> HttpResponse:
    """Without any filter it opens with the reader's own choice of a view, if they made one."""
    if not request.GET and (first := first_view(request.user)):
        return redirect(f"{reverse('queue')}?{first.query}")
    form, now = QueueForm(request.GET), timezone.now()
    wanted = form.wanted
    page = queue_page(request.user, wanted, request.GET.get("cursor"), now)
    context = {
        "form": form,
        "page": page,
        "rows": rows(page, request.user, now, wanted.get("q", "")),
        "tags": filter_tags(request.GET, form.in_words()),
        "views": views(request, form, now),
        "deeds": DeedForm() if request.user.may(Permission.WORK_CASES) else None,
        "whole": ALL_OPEN,
        "is_whole": not form.in_words(),
        **order(request, wanted),
        "notes": notes_for(request.user, now),
    }
    return render(request, "triage/queue/queue.html", context)


def order(request: SignedInRequest, wanted: dict[str, Any]) -> dict[str, Any]:
    """The order in words, and the addresses of the others. Nothing falls due in closed cases."""
    sort, is_open = sort_of(wanted), wanted["state"] == "open"
    rest = without(request.GET, "sort")
    others = [(words, f"{rest}&sort={name}", name == sort) for name, words in SORTS.items() if is_open or name != "due"]
    return {"state": wanted["state"], "sorts": others, "sorted_by": SORTS[sort].lower()}


def views(request: SignedInRequest, form: QueueForm, now: datetime) -> list[dict[str, Any]]:
    """Each with its address and its count; the one that is shown now stands out."""
    shown = views_for(request.user)
    wanted = {view.key: QueueForm(QueryDict(view.query), owners=form.owners).wanted for view in shown}
    numbers = counts(wanted, request.user, now)
    return [
        {
            "view": view,
            "href": f"?{view.query}",
            "count": numbers.get(view.key),
            "is_now": wanted[view.key] == form.wanted,
        }
        for view in shown
    ]


# Keeping views ---------------------------------------------------------------------------------------------------


@require(Permission.SEE_CASES)
def all_views(request: SignedInRequest) -> HttpResponse:
    shown, first = views_for(request.user), first_view(request.user)
    form = FirstViewForm(request.POST or None, views=shown, initial={"first": first.key if first else WHOLE})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["first"]
        actions.choose_first_view(by=request.user, key="" if chosen == WHOLE else chosen)
        messages.success(request, "Saved. Your queue opens with it from now on.")
        return redirect("queue-views")
    return render(request, "triage/queue/views.html", {"form": form, "views": shown})


@require(Permission.SEE_CASES)
def add_view(request: SignedInRequest) -> HttpResponse:
    """The filters stand in the address, as they do in the queue's."""
    chosen = QueueForm(request.GET)
    words = chosen.in_words()
    form = ViewForm(request.POST if request.method == "POST" else None, owner=request.user)
    form.cancel_url = f"{reverse('queue')}?{chosen.chosen}"
    if form.is_valid() and words:
        view = actions.save_view(
            by=request.user, name=form.cleaned_data["name"], query=chosen.chosen, shared=form.shared
        )
        messages.success(request, f"“{view.name}” is saved.")
        return redirect(f"{reverse('queue')}?{view.query}")
    return render(request, "triage/queue/view_form.html", {"form": form, "words": words, "title": "Save this view"})


@require(Permission.SEE_CASES)
def change_view(request: SignedInRequest, reference: str) -> HttpResponse:
    view = mine_or_shared(request, reference)
    check_own(request.user, view)
    now = {"name": view.name, "who": TEAM if view.shared else ONLY_ME}
    form = ViewForm(
        request.POST if request.method == "POST" else None, owner=request.user, besides=view.pk, initial=now
    )
    form.cancel_url = reverse("queue-views")
    if form.is_valid():
        actions.change_view(by=request.user, view=view, name=form.cleaned_data["name"], shared=form.shared)
        messages.success(request, "The view is changed.")
        return redirect("queue-views")
    words = QueueForm(QueryDict(view.query)).in_words()
    return render(request, "triage/queue/view_form.html", {"form": form, "words": words, "title": "Change this view"})


@require_POST
@require(Permission.SEE_CASES)
def delete_view(request: SignedInRequest, reference: str) -> HttpResponse:
    view = mine_or_shared(request, reference)
    actions.delete_view(by=request.user, view=view)
    messages.success(request, f"“{view.name}” is deleted. The cases in it are not.")
    return redirect("queue-views")


def mine_or_shared(request: SignedInRequest, reference: str) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user).select_related("owner"), reference=reference)
