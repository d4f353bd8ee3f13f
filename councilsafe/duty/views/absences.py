"""When somebody is away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty import actions
from councilsafe.duty.forms.absences import AbsenceForm, ChangeAbsenceForm, EndAbsenceForm
from councilsafe.duty.models import Absence
from councilsafe.duty.views.frame import show
from councilsafe.govuk.paging import keyset_page


@require_safe
@require(Permission.SEE_ROTA)
def absences(request: SignedInRequest) -> HttpResponse:
    """What goes on and what is to come: one's own, or everybody's for who plans the rota."""
    found = Absence.objects.visible_to(request.user).filter(ends_at__gt=timezone.now()).select_related("person")
    page = keyset_page(found, field="starts_at", descending=False, cursor=request.GET.get("cursor"))
    rows = [(one, one.why_for(request.user)) for one in page.rows]
    return show(request, "absences", "duty-absences", page=page, rows=rows)


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_ROTA)
def add(request: SignedInRequest) -> HttpResponse:
    form = AbsenceForm(request.POST or None, by=request.user)
    if form.is_valid():
        actions.add_absence(by=request.user, **form.wanted)
        messages.success(request, "Saved. Shifts in this time are shown as gaps until somebody else is planned.")
        return redirect("duty-absences")
    return show(request, "absence_add", "duty-absences", form=form)


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_ROTA)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    """Where others changed it meanwhile nothing is done: it is asked again, with what was typed."""
    absence = load(request, reference)
    actions.check_not_over(absence)
    form, is_stale = ChangeAbsenceForm(request.POST or None, by=request.user, absence=absence), False
    if form.is_valid():
        try:
            actions.change_absence(by=request.user, absence=absence, **form.wanted)
        except actions.StaleAbsenceError as stale:
            form, is_stale = form.asked_again(stale.absence), True
        else:
            messages.success(request, "Changed. Shifts in this time are shown as gaps until somebody else is planned.")
            return redirect("duty-absences")
    form.cancel_url = reverse("duty-absences")
    return show(request, "absence_change", "duty-absences", form=form, absence=form.absence, is_stale=is_stale)


def load(request: SignedInRequest, reference: str) -> Absence:
    found = Absence.objects.visible_to(request.user).select_related("person")
    return get_object_or_404(found, reference=reference)


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_ROTA)
def end(request: SignedInRequest, reference: str) -> HttpResponse:
    absence = load(request, reference)
    if request.method == "POST":
        actions.end_absence(by=request.user, absence=absence)
        messages.success(request, "The absence has ended.")
        return redirect("duty-absences")
    why = absence.why_for(request.user)
    return show(request, "absence_end", "duty-absences", form=EndAbsenceForm(), absence=absence, why=why)
