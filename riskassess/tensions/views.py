"""Officers' pages about what is coming: all of it, one, and what changes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.models import Incident
from riskassess.actions import briefings
from riskassess.actions import tensions as actions
from riskassess.frame import posted, show
from riskassess.models import Briefing, BriefingCopy, Tension
from riskassess.tensions.following import followed
from riskassess.tensions.forms import BriefingForm, CloseForm, CountForm, TensionForm, stamp
from riskassess.tensions.lifecycle import COMING, TensionState
from riskassess.tensions.policies import StaleTensionError, check_may_change, check_may_keep
from riskassess.tensions.texts import START

HERE = "tensions"
KEEP = Permission.KEEP_TENSIONS
NOTHING_COMING = "Nothing is known that was coming in those days. Prepare for it first, under “What is coming”."


@require_safe
@require(KEEP)
def tensions(request: SignedInRequest) -> HttpResponse:
    rows = Tension.objects.visible_to(request.user).select_related("owner")
    page = keyset_page(rows, field="added_at", descending=True, cursor=request.GET.get("cursor"))
    return show(request, "tensions/tensions", HERE, page=page)


def load(request: SignedInRequest, reference: str) -> Tension:
    rows = Tension.objects.visible_to(request.user).select_related("owner", "closed_by")
    return get_object_or_404(rows, reference=reference)


@require_safe
@require(KEEP)
def tension(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    context: dict[str, Any] = {
        "tension": found,
        "venues": found.venues.order_by("name", "id"),
        "versions": list(found.briefings.select_related("sent_by").prefetch_related("files")),
        "members": members_of(found),
        "followed": followed(found, request.user, timezone.localdate()),
        "linked": linked_for(found, request.user),
        "may_change": found.state in COMING,
    }
    return show(request, "tensions/tension", HERE, **context)


def members_of(tension: Tension) -> list[tuple[User, BriefingCopy | None]]:
    """Each with the last version that they were sent."""
    newest = BriefingCopy.objects.newest().filter(briefing__tension=tension).select_related("briefing")
    copies = {copy.councillor_id: copy for copy in newest}
    members = tension.members.select_related("councillor__councillor").order_by("councillor__name", "id")
    return [(member.councillor, copies.get(member.councillor_id)) for member in members]


def linked_for(tension: Tension, user: User) -> list[Incident]:
    return list(Incident.objects.team(user).filter(tensions__tension=tension).order_by("-reported_at"))


def form_page(request: SignedInRequest, form: Any, title: str, back: str, **context: Any) -> HttpResponse:
    return show(request, "tensions/form_page", HERE, form=form, title=title, back=back, **context)


@require_http_methods(["GET", "POST"])
@require(KEEP)
def add(request: SignedInRequest) -> HttpResponse:
    form = TensionForm(posted(request), user=request.user, initial={"owner": request.user})
    if request.method == "POST" and form.is_valid():
        added = actions.add_tension(by=request.user, **form.cleaned_data)
        messages.success(request, "It is saved as a draft. Write the briefing next.")
        return redirect(added)
    return form_page(request, form, "Prepare for something that is coming", reverse("tensions"))


@require_http_methods(["GET", "POST"])
@require(KEEP)
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_change(request.user, found)
    form = TensionForm(posted(request), user=request.user, tension=found, initial=known_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_tension(by=request.user, tension=found, **form.cleaned_data)
            messages.success(request, "It is changed.")
            return redirect(found)
        except StaleTensionError as changed:
            form.show_again(str(changed), found.changed_at)
    return form_page(request, form, "Change what is coming", found.get_absolute_url(), told=found.state in actions.TOLD)


def known_of(tension: Tension) -> dict[str, Any]:
    plain = ("title", "coming", "starts_on", "ends_on", "wards", "groups", "owner")
    picked = tension.members.filter(picked=True).values("councillor")
    return {name: getattr(tension, name) for name in plain} | {
        "seen": stamp(tension.changed_at),
        "topics": "\n".join(tension.topics),
        "members": User.objects.filter(pk__in=picked),
        "venues": tension.venues.all(),
    }


@require_http_methods(["GET", "POST"])
@require(KEEP)
def briefing(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_change(request.user, found)
    last = found.briefings.first()
    said = {"text": last.text, "seen": stamp(last.written_at)} if last else {"text": START}
    form = BriefingForm(posted(request), initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            briefings.write_briefing(by=request.user, tension=found, **form.cleaned_data)
            messages.success(request, "The briefing is saved. It has not been sent yet.")
            return redirect(found)
        except StaleTensionError as changed:
            form.show_again(str(changed), last.written_at if last else timezone.now())
            return form_page(request, form, "Write the briefing", found.get_absolute_url(), theirs=last)
    return form_page(request, form, "Write the briefing", found.get_absolute_url())


@require_POST
@require(KEEP)
def send(request: SignedInRequest, reference: str) -> HttpResponse:
    rows = Briefing.objects.filter(tension__in=Tension.objects.visible_to(request.user)).select_related("tension")
    found = get_object_or_404(rows, reference=reference)
    actions.send_briefing(by=request.user, briefing=found)
    messages.success(request, "The briefing is sent. You see here who has opened it.")
    return redirect(found.tension)


@require_POST
@require(KEEP)
def announce(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    actions.announce(by=request.user, tension=found)
    messages.success(request, "It is announced. The reviews of its members and venues are open.")
    return redirect(found)


@require_http_methods(["GET", "POST"])
@require(KEEP)
def close(request: SignedInRequest, reference: str) -> HttpResponse:
    found = load(request, reference)
    check_may_keep(request.user, found)
    form = CloseForm(posted(request), tension=found)
    if request.method == "POST" and form.is_valid():
        actions.close(by=request.user, tension=found, **form.cleaned_data)
        messages.success(request, "It is closed.")
        return redirect(found)
    title = "Close it with what was learned" if found.state == TensionState.OVER else "It does not happen"
    return form_page(request, form, title, found.get_absolute_url())


@require_http_methods(["GET", "POST"])
@require(KEEP)
def count(request: SignedInRequest, reference: str) -> HttpResponse:
    """From a case: that it followed from something. Only for those who see the case."""
    incident = get_object_or_404(Incident.objects.team(request.user), reference=reference)
    form = CountForm(posted(request), user=request.user, incident=incident)
    if request.method == "POST" and form.is_valid():
        actions.count_incident(by=request.user, incident=incident, **form.cleaned_data)
        messages.success(request, "It is counted.")
        return redirect("case", incident.reference)
    back = reverse("case", args=[incident.reference])
    said = {"caption": f"Case {reference}", "nothing": "" if form.has_choices else NOTHING_COMING}
    return form_page(request, form, "It followed from something that was coming", back, **said)


@require_POST
@require(KEEP)
def uncount(request: SignedInRequest, reference: str, incident: str) -> HttpResponse:
    found = load(request, reference)
    one = get_object_or_404(Incident.objects.team(request.user), reference=incident)
    actions.uncount_incident(by=request.user, tension=found, incident=one)
    messages.success(request, "It is not counted by hand any more.")
    return redirect(found)
