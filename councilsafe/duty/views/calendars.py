"""The rota as a calendar file, and planning from one."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.duty import actions
from councilsafe.duty.forms.calendars import ImportForm
from councilsafe.duty.ical.lines import NoCalendarError
from councilsafe.duty.ical.read import Reading, read
from councilsafe.duty.ical.write import write
from councilsafe.duty.models import Shift
from councilsafe.duty.preview import preview_of
from councilsafe.duty.upload import receives_text
from councilsafe.duty.views.frame import show

BACK = timedelta(weeks=4)


@require_safe
@require(Permission.SEE_ROTA)
def calendar(request: SignedInRequest) -> HttpResponse:
    return show(request, "calendar", "duty-calendar")


@require_safe
@require(Permission.SEE_ROTA)
def own_file(request: SignedInRequest) -> HttpResponse:
    own = Shift.objects.filter(Q(first=request.user) | Q(second=request.user))
    return as_file(own, "my-shifts.ics")


@require_safe
@require(Permission.SEE_ROTA)
def whole_file(request: SignedInRequest) -> HttpResponse:
    return as_file(Shift.objects.all(), "duty-rota.ics")


def as_file(shifts: "QuerySet[Shift]", name: str) -> HttpResponse:
    now = timezone.now()
    shown = shifts.filter(ends_at__gt=now - BACK).order_by("starts_at").select_related("first", "second")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(shown, now), content_type="text/calendar; charset=utf-8", headers=headers)


@csrf_exempt  # receives_text looks for forgery
@require(Permission.PLAN_ROTA)
@receives_text
def take_over(request: SignedInRequest) -> HttpResponse:
    """Twice the same page: first it shows what the file says, then it plans what was shown."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    reading = reading_of(form) if form.is_valid() else None
    if reading is None:
        return show(request, "calendar_import", "duty-calendar", form=form)
    preview = preview_of(reading.proposals, timezone.now(), unread=reading.refused)
    if not preview.sifted.new or form.cleaned_data["seen"] != preview.sifted.mark:
        context = {"form": form, "preview": preview, "words": form.words}
        return show(request, "calendar_import", "duty-calendar", **context)
    shifts = actions.plan_shifts(by=request.user, proposals=reading.proposals)
    messages.success(request, f"Planned: {len(shifts)} shift{'' if len(shifts) == 1 else 's'}.")
    return redirect("duty-rota")


def reading_of(form: ImportForm) -> Reading | None:
    """The form says so when the file is no calendar."""
    try:
        return read(form.words, User.objects.who_may(Permission.WORK_CASES), timezone.now())
    except NoCalendarError as error:
        form.add_error("file", str(error))
        return None
