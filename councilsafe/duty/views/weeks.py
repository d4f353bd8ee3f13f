"""Usual weeks, and planning many weeks at once. What would be planned is always shown before it is."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty import actions
from councilsafe.duty.calendar import bank_holidays
from councilsafe.duty.clocks import working_hours
from councilsafe.duty.forms.weeks import CopyForm, PlanForm, RemoveForm, SlotForm, WeekForm
from councilsafe.duty.models import RotaSlot, RotaWeek, Shift
from councilsafe.duty.preview import preview_of
from councilsafe.duty.views.frame import show
from councilsafe.duty.weeks import Slot, expand, monday_of, slot_of, slots_of_week, week_bounds


@require_safe
@require(Permission.PLAN_ROTA)
def weeks(request: SignedInRequest) -> HttpResponse:
    return show(request, "weeks", "duty-weeks", weeks=RotaWeek.objects.order_by("name"))


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def add(request: SignedInRequest) -> HttpResponse:
    form = WeekForm(request.POST or None)
    if form.is_valid():
        day = form.cleaned_data["like"]
        try:
            week = actions.add_week(by=request.user, name=form.cleaned_data["name"], slots=planned(day) if day else ())
        except actions.NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            return redirect("duty-week", week.reference)
    return show(request, "week_add", "duty-weeks", form=form)


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def week(request: SignedInRequest, reference: str) -> HttpResponse:
    one = get_object_or_404(RotaWeek, reference=reference)
    form = SlotForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_slot(by=request.user, week=one, slot=form.slot)
        except actions.SlotTaken as taken:
            form.add_error("weekday", str(taken))
        else:
            messages.success(request, "The shift is added to this week.")
            return redirect("duty-week", reference)
    slots = one.slots.select_related("first", "second")
    return show(request, "week", "duty-weeks", week=one, slots=slots, form=form)


@require_POST
@require(Permission.PLAN_ROTA)
def slot_remove(request: SignedInRequest, reference: str, slot_id: int) -> HttpResponse:
    slot = get_object_or_404(RotaSlot.objects.select_related("week"), week__reference=reference, pk=slot_id)
    actions.remove_slot(by=request.user, slot=slot)
    messages.success(request, "The shift is removed from this week.")
    return redirect("duty-week", reference)


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def remove(request: SignedInRequest, reference: str) -> HttpResponse:
    one = get_object_or_404(RotaWeek, reference=reference)
    if request.method == "POST":
        actions.remove_week(by=request.user, week=one)
        messages.success(request, "The usual week is removed. What was planned from it stays.")
        return redirect("duty-weeks")
    return show(request, "week_remove", "duty-weeks", week=one, form=RemoveForm())


# Planning from one -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def plan(request: SignedInRequest, reference: str) -> HttpResponse:
    one = get_object_or_404(RotaWeek, reference=reference)
    slots = [slot_of(kept) for kept in one.slots.select_related("first", "second")]
    return plan_from(request, PlanForm(request.POST or None), slots, f"Plan from “{one.name}”")


@require_http_methods(["GET", "POST"])
@require(Permission.PLAN_ROTA)
def copy(request: SignedInRequest) -> HttpResponse:
    form = CopyForm(request.POST or None)
    slots = planned(form.cleaned_data["like"]) if form.is_valid() else []
    return plan_from(request, form, slots, "Copy a week")


def plan_from(request: SignedInRequest, form: PlanForm, slots: Sequence[Slot], title: str) -> HttpResponse:
    """Twice the same page: first it shows what would be planned, then it plans what was shown."""
    if not form.is_valid():
        return show(request, "plan", "duty-weeks", form=form, title=title)
    proposals = expand(slots, form.monday, form.cleaned_data["weeks"], bank_holidays(), working_hours())
    preview = preview_of(proposals, timezone.now(), whole_weeks=True)
    if not preview.sifted.new or form.cleaned_data["seen"] != preview.sifted.mark:
        return show(request, "plan", "duty-weeks", form=form, title=title, preview=preview)
    shifts = actions.plan_shifts(by=request.user, proposals=proposals)
    messages.success(request, f"Planned: {counted(len(shifts))}.")
    return redirect("duty-rota")


def planned(day: date) -> list[Slot]:
    """The shifts that begin in a day's week, as a usual week has them."""
    monday = monday_of(day)
    shifts = Shift.objects.within(*week_bounds(monday)).select_related("first", "second")
    return slots_of_week(monday, shifts)


def counted(number: int) -> str:
    return f"{number} shift" if number == 1 else f"{number} shifts"
