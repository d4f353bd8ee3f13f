"""Officers' pages of the register."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.models import Incident, Involvement, PersonOfConcern
from incidents.people.match import Faces
from riskassess.actions import register as actions
from riskassess.frame import show
from riskassess.models import RegisterEntry
from riskassess.register.deeds import DEEDS, Deed, offered
from riskassess.register.forms import EntryForm, ProposeForm
from riskassess.register.lifecycle import ENDED, EntryState
from riskassess.register.policies import check_move, may_make

HERE = "register"
# What can be shown: its words, the field that orders it, and whether the newest comes first.
TABS = {
    "in-force": ("In force", "review_on", False),
    "provisional": ("Provisional", "proposed_at", False),
    "ended": ("Ended", "ended_at", True),
}


@require_safe
@require(Permission.SEE_REGISTER)
def register(request: SignedInRequest) -> HttpResponse:
    """Those in force by the day of their review, so that the late ones come first."""
    chosen = request.GET.get("show", "")
    tab = chosen if chosen in TABS else "in-force"
    states = ENDED if tab == "ended" else (EntryState(tab),)
    rows = RegisterEntry.objects.visible_to(request.user).filter(state__in=states).select_related("person")
    late = tab == "in-force" and request.GET.get("due") == "late"
    rows = rows.late(timezone.localdate()) if late else rows
    _, field, descending = TABS[tab]
    page = keyset_page(rows, field=field, descending=descending, cursor=request.GET.get("cursor"))
    tabs = [(key, words, key == tab) for key, (words, *_) in TABS.items()]
    return show(request, "register/register", HERE, page=page, tab=tab, tabs=tabs, late=late)


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_REGISTER)
def propose(request: SignedInRequest, reference: str) -> HttpResponse:
    incident = get_object_or_404(Incident.objects.team(request.user), reference=reference)
    people, entries = not_entered(incident, request.user)
    form = ProposeForm(request.POST if request.method == "POST" else None, people=people)
    form.cancel_url = reverse("case", args=[incident.reference]) + "#people"
    if form.is_valid():
        try:
            entry = actions.propose(by=request.user, incident=incident, **form.cleaned_data)
        except ActionDenied as denied:
            form.add_error(None, str(denied))
        else:
            messages.success(request, "The entry is proposed. Now write down what was considered about a disability.")
            return redirect(entry)
    return show(request, "register/propose", HERE, form=form, incident=incident, people=people, entries=entries)


def not_entered(incident: Incident, reader: User) -> tuple[list[PersonOfConcern], list[RegisterEntry]]:
    """Who is confirmed as behind it, and the entries of those who have one that the reader may see."""
    sure = Involvement.objects.filter(incident=incident, standing=Involvement.Standing.CONFIRMED)
    faces = Faces(sure.values_list("person", flat=True), reader)
    current = RegisterEntry.objects.visible_to(reader).current().filter(person__in=faces.roots)
    entries = list(current.select_related("person"))
    entered = {faces.roots[entry.person_id] for entry in entries}
    people = {face.pk: face for pk, face in faces.items() if faces.roots[pk] not in entered}
    return list(people.values()), entries


def found(request: SignedInRequest, reference: str) -> RegisterEntry:
    entries = RegisterEntry.objects.visible_to(request.user)
    people = ("person", "proposed_by", "considered_by", "decided_by", "review_owner", "untold_by", "untold_approved_by")
    return get_object_or_404(entries.select_related(*people, "ended_by"), reference=reference)


@require_safe
@require(Permission.SEE_REGISTER)
def entry(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = found(request, reference)
    actions.record_opening(by=request.user, entry=shown)
    return show(request, "register/entry", HERE, **entry_page(request.user, shown))


def entry_page(user: User, shown: RegisterEntry) -> dict[str, Any]:
    readable = set(
        Incident.objects.team(user).filter(pk__in=shown.incidents.values("incident")).values_list("pk", flat=True)
    )
    links = shown.incidents.select_related("incident")
    return {
        "entry": shown,
        "incidents": [(link.incident, link.incident_id in readable) for link in links],
        "appeals": shown.appeals.select_related("answered_by"),
        "votes": shown.votes.select_related("by") if shown.state == EntryState.PROVISIONAL else [],
        "deeds": offered(user, shown),
        "history": [as_line(step) for step in shown.steps.select_related("by")],
    }


def as_line(step: Any) -> dict[str, Any]:
    return {"title": step.event.capitalize(), "at": step.at, "by": step.by, "text": step.text}


@require_http_methods(["GET", "POST"])
@require(Permission.SEE_REGISTER)
def move(request: SignedInRequest, reference: str, deed: str) -> HttpResponse:
    shown, wanted = found(request, reference), DEEDS.get(deed)
    if wanted is None:
        raise Http404
    if not any(may_make(request.user, shown, name) for name in wanted.moves):
        check_move(request.user, shown, wanted.moves[0])
    given = request.POST if request.method == "POST" else None
    first = {"advice": shown.advice, "incident": request.GET.get("case", "")}
    form = wanted.form(given, entry=shown, by=request.user, initial=first)
    form.cancel_url = shown.get_absolute_url()
    if form.is_valid() and done(form, wanted):
        messages.success(request, wanted.said)
        return redirect("register" if deed == "step-aside" else shown)
    return show(request, "register/move", HERE, entry=shown, form=form, deed=wanted)


def done(form: EntryForm, deed: Deed) -> bool:
    """What the action does not allow stands above the form, which keeps what was typed."""
    try:
        deed.act(by=form.by, entry=form.entry, **form.cleaned_data)
    except ActionDenied as denied:
        form.add_error(None, str(denied))
    return not form.errors
