"""The rota, week by week, and planning a shift."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty import actions, reading
from councilsafe.duty.forms.shifts import RemoveShiftForm, ShiftForm
from councilsafe.duty.models import Shift
from councilsafe.duty.rota import on_duty
from councilsafe.duty.views.frame import show
from councilsafe.duty.weeks import monday_of

NEXT = 20  # of one's own shifts; the others are in the calendar file


@require_safe
@require(Permission.SEE_ROTA)
def rota(request: SignedInRequest) -> HttpResponse:
    """Who is on duty now and in one week. Somebody always is: whoever may see this page can be called."""
    now, monday = timezone.now(), reading.chosen_monday(request.GET.get("week"))
    shown = {
        "duty": on_duty(now),
        "now": now,
        "days": reading.week(monday),
        "missing": reading.missing(now),
        "notes": reading.notes_for(request.user, now),
        "covers": reading.waiting_covers(request.user, now),
        **reading.around(monday),
    }
    return show(request, "rota", "duty-rota", **shown)


@require_safe
@require(Permission.SEE_ROTA)
def mine(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    shown = {
        "shifts": reading.own_shifts(request.user, now)[:NEXT],
        "covers": reading.waiting_covers(request.user, now),
        "now": now,
    }
    return show(request, "mine", "duty-mine", **shown)


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def shift_add(request: SignedInRequest) -> HttpResponse:
    form = ShiftForm(request.POST or None)
    if form.is_valid() and (shift := saved(form, partial(actions.plan_shift, by=request.user))):
        messages.success(request, "The shift is planned.")
        return back_to_week(shift)
    return render(request, "duty/shift_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def shift_change(request: SignedInRequest, reference: str) -> HttpResponse:
    shift = get_object_or_404(Shift.objects.select_related("first", "second"), reference=reference)
    form = ShiftForm(request.POST or None, shift=shift)
    change = partial(actions.change_shift, by=request.user, shift=shift)
    if form.is_valid() and (changed := saved(form, change)):
        messages.success(request, "The shift is changed.")
        return back_to_week(changed)
    return render(request, "duty/shift_change.html", {"form": form, "shift": shift})


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def shift_remove(request: SignedInRequest, reference: str) -> HttpResponse:
    shift = get_object_or_404(Shift.objects.select_related("first", "second"), reference=reference)
    if request.method == "POST":
        actions.remove_shift(by=request.user, shift=shift)
        messages.success(request, "The shift is removed.")
        return redirect("duty-rota")
    return render(request, "duty/shift_remove.html", {"form": RemoveShiftForm(), "shift": shift})


def saved(form: ShiftForm, save: Callable[..., Shift]) -> Shift | None:
    """The form says so when the time is another shift's."""
    try:
        return save(**form.plan())
    except actions.ShiftTaken as taken:
        form.add_error("start_day", str(taken))
        return None


def back_to_week(shift: Shift) -> HttpResponseRedirect:
    monday = monday_of(timezone.localdate(shift.starts_at))
    return HttpResponseRedirect(f"{reverse('duty-rota')}?week={monday.isoformat()}")
