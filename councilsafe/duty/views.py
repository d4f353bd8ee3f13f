from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty import actions
from councilsafe.duty.forms import RemoveShiftForm, ShiftForm
from councilsafe.duty.gaps import gaps
from councilsafe.duty.models import Shift
from councilsafe.duty.rota import on_duty

SHOWN = timedelta(weeks=4)


@require_safe
@require(Permission.SEE_ROTA)
def rota(request: SignedInRequest) -> HttpResponse:
    """Who is on duty now and in the next four weeks. Somebody always is: whoever may see this page can be called."""
    now = timezone.localtime()
    until = timezone.make_aware(datetime.combine(now + SHOWN, time.min))
    shifts = list(Shift.objects.within(now, until).select_related("first", "second"))
    shown = {
        "duty": on_duty(now),
        "shifts": shifts,
        "gaps": gaps(shifts, now, until),
        "may_plan": request.user.may(Permission.PLAN_ROTA),
    }
    return render(request, "duty/rota.html", shown)


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def shift_add(request: SignedInRequest) -> HttpResponse:
    form = ShiftForm(request.POST or None)
    if form.is_valid() and is_saved(form, partial(actions.plan_shift, by=request.user)):
        messages.success(request, "The shift is planned.")
        return redirect("duty-rota")
    return render(request, "duty/shift_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def shift_change(request: SignedInRequest, reference: str) -> HttpResponse:
    shift = get_object_or_404(Shift, reference=reference)
    form = ShiftForm(request.POST or None, shift=shift)
    if form.is_valid() and is_saved(form, partial(actions.change_shift, by=request.user, shift=shift)):
        messages.success(request, "The shift is changed.")
        return redirect("duty-rota")
    return render(request, "duty/shift_change.html", {"form": form, "shift": shift})


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def shift_remove(request: SignedInRequest, reference: str) -> HttpResponse:
    shift = get_object_or_404(Shift, reference=reference)
    if request.method == "POST":
        actions.remove_shift(by=request.user, shift=shift)
        messages.success(request, "The shift is removed.")
        return redirect("duty-rota")
    return render(request, "duty/shift_remove.html", {"form": RemoveShiftForm(), "shift": shift})


def is_saved(form: ShiftForm, save: Callable[..., Shift]) -> bool:
    """Whether the shift could be saved. The form says so when the time is another shift's."""
    try:
        save(**form.plan())
    except actions.ShiftTaken as taken:
        form.add_error("start_day", str(taken))
        return False
    return True
