"""Hand-over notes."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty import actions
from councilsafe.duty.forms.notes import NoteForm
from councilsafe.duty.models import HandOver, NoteRead
from councilsafe.duty.views.frame import show
from councilsafe.govuk.paging import keyset_page


@require_safe
@require(Permission.SEE_ROTA)
def notes(request: SignedInRequest) -> HttpResponse:
    """All of them, the newest first."""
    read = NoteRead.objects.filter(note=OuterRef("pk"), reader=request.user)
    found = HandOver.objects.select_related("written_by").annotate(is_read=Exists(read))
    page = keyset_page(found, field="written_at", descending=True, size=10, cursor=request.GET.get("cursor"))
    return show(request, "notes", "duty-notes", page=page)


@require_http_methods(["GET", "POST"])
@require(Permission.WORK_CASES)
def add(request: SignedInRequest) -> HttpResponse:
    form = NoteForm(request.POST or None)
    if form.is_valid():
        actions.write_note(by=request.user, text=form.cleaned_data["text"])
        messages.success(request, "The note is left. Whoever is on duty next is told.")
        return redirect("duty-notes")
    return show(request, "note_add", "duty-notes", form=form)


@require_POST
@require(Permission.SEE_ROTA)
def read(request: SignedInRequest, reference: str) -> HttpResponse:
    note = get_object_or_404(HandOver, reference=reference)
    actions.read_note(by=request.user, note=note)
    messages.success(request, "Marked as read. You find it among the hand-over notes.")
    return redirect("duty-rota")
