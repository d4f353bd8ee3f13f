"""Support, for those who want it and those who give it; and who else may know of a report."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from incidents.actions import consent, support
from incidents.facts import FACTS, describe
from incidents.models import Consent, Incident, Wellbeing
from incidents.support.forms import DoneForm, SharingForm, SupportForm
from incidents.support.policies import may_consent
from incidents.support.sharing import shared_with
from incidents.support.trends import wanted, year_before
from incidents.support.words import in_words
from incidents.typed import keeps_typed, typed_before

# For oneself -----------------------------------------------------------------------------------------------------


def by_reference(reference: str) -> QuerySet[Incident]:
    return Incident.objects.filter(reference=reference)


def own_report(user: User, reference: str) -> Incident:
    reports = Incident.objects.own(user).select_related("councillor", "reporter")
    return get_object_or_404(reports, reference=reference)


@keeps_typed(by_reference)
@require(Permission.REPORT)
def my_support(request: SignedInRequest, reference: str) -> HttpResponse:
    incident = own_report(request.user, reference)
    form = SupportForm(request.POST if request.method == "POST" else typed_before(request))
    if request.method == "POST" and form.is_valid():
        chosen = support.choose_wellbeing(by=request.user, incident=incident, **form.cleaned_data)
        messages.success(request, in_words(chosen))
        return redirect("my-support", reference)
    return render(request, "incidents/support/my_support.html", my_support_page(request.user, incident, form))


def my_support_page(user: User, incident: Incident, form: SupportForm) -> dict[str, Any]:
    chosen = Wellbeing.objects.filter(asked_by=user, incident=incident).select_related("goes_to")
    history = list(chosen.order_by("-at", "-id"))
    now = next((one for one in history if not one.done_at), None)
    return {
        "incident": incident,
        "form": form,
        "now": in_words(now) if now else "",
        "history": [{"title": one.title, "at": one.at} for one in history],
        "counselling": settings.COUNSELLING_DETAILS,
    }


@keeps_typed(by_reference)
@require(Permission.REPORT)
def my_sharing(request: SignedInRequest, reference: str) -> HttpResponse:
    incident = own_report(request.user, reference)
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = SharingForm(typed, answers=incident.consents.answers())
    if request.method == "POST" and form.is_valid():
        for purpose, given in form.answers().items():
            consent.set_consent(by=request.user, incident=incident, purpose=purpose, given=given)
        messages.success(request, "What you said is saved. You can change it at any time.")
        return redirect("my-sharing", reference)
    return render(request, "incidents/support/my_sharing.html", my_sharing_page(request.user, incident, form))


def my_sharing_page(user: User, incident: Incident, form: SharingForm) -> dict[str, Any]:
    answers = incident.consents.newest_first().select_related("by")
    return {
        "incident": incident,
        "form": form if may_consent(user, incident) else None,
        "history": [as_entry(one) for one in answers],
    }


def as_entry(answer: Consent) -> dict[str, Any]:
    """A line of the timeline."""
    title = f"{answer.get_purpose_display()}: {'yes' if answer.given else 'no'}"
    return {"title": title, "at": answer.at, "by": answer.by}


# For others ------------------------------------------------------------------------------------------------------


@require_safe
@require(Permission.SUPPORT)
def requests(request: SignedInRequest) -> HttpResponse:
    """What waits for this helper, the soonest first; and what is wanted, in numbers."""
    today = timezone.localdate()
    waiting = Wellbeing.objects.for_helper(request.user).select_related("asked_by")
    page = keyset_page(waiting, field="due_on", descending=False, cursor=request.GET.get("cursor"))
    shown = {"page": page, "today": today, "rows": wanted(today), "year": year_before(today)}
    may = {"may_see_shared": request.user.may(Permission.SEE_SHARED)}
    return render(request, "incidents/support/requests.html", shown | may)


def asked_of(user: User, reference: str) -> Wellbeing:
    asked = Wellbeing.objects.visible_to(user).filter(goes_to=user).select_related("asked_by", "incident", "follows")
    return get_object_or_404(asked, reference=reference)


def request_by_reference(reference: str) -> QuerySet[Wellbeing]:
    return Wellbeing.objects.open().filter(reference=reference)


@keeps_typed(request_by_reference)
@require(Permission.SUPPORT)
def support_request(request: SignedInRequest, reference: str) -> HttpResponse:
    asked = asked_of(request.user, reference)
    if request.method != "POST":
        support.record_request_opened(by=request.user, request=asked)
    form = DoneForm(request.POST if request.method == "POST" else typed_before(request))
    if request.method == "POST" and form.is_valid():
        support.finish(by=request.user, request=asked, note=form.cleaned_data["note"])
        messages.success(request, "Thank you. It is noted that you have been in touch.")
        return redirect("support")
    shown = {"asked": asked, "form": form, "today": timezone.localdate(), "own_note": own_note(request.user, asked)}
    return render(request, "incidents/support/request.html", shown)


def own_note(user: User, asked: Wellbeing) -> str:
    """What the helper noted when they did what this check-in follows. Not another helper's."""
    before = asked.follows
    return before.note if before and before.done_by_id == user.pk else ""


@require_safe
@require(Permission.SUPPORT)
def support_report(request: SignedInRequest, reference: str) -> HttpResponse:
    """What they wrote, for the helper whom they allowed to read it. To all others it is not there."""
    asked = asked_of(request.user, reference)
    if not asked.may_read:
        raise Http404
    support.record_report_read(by=request.user, request=asked)
    return render(request, "incidents/support/request_report.html", {"asked": asked, "incident": asked.incident})


@require_safe
@require(Permission.SEE_SHARED, Permission.SUPPORT_GROUP)
def shared(request: SignedInRequest) -> HttpResponse:
    reports = shared_with(request.user).select_related("councillor")
    page = keyset_page(reports, field="reported_at", descending=True, cursor=request.GET.get("cursor"))
    rows = [(incident, kind(incident)) for incident in page.rows]
    return render(request, "incidents/support/shared.html", {"page": page, "rows": rows})


@require_safe
@require(Permission.SEE_SHARED, Permission.SUPPORT_GROUP)
def shared_report(request: SignedInRequest, reference: str) -> HttpResponse:
    incident = get_object_or_404(shared_with(request.user).select_related("councillor"), reference=reference)
    consent.record_shared_opening(by=request.user, incident=incident)
    shown = {"incident": incident, "kind": kind(incident)}
    return render(request, "incidents/support/shared_report.html", shown)


def kind(incident: Incident) -> str:
    return describe(FACTS["conduct"], incident.conduct)
