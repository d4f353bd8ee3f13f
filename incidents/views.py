"""The report, from the first question to sending it. Its confirmation says who has it, and is triage's."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, View, require
from incidents import actions
from incidents.evidence import lists
from incidents.evidence.crypt import UnreadableError
from incidents.evidence.store import store
from incidents.forms.base import StepForm
from incidents.forms.happened import WhereForm, WhereTheyAreForm
from incidents.mail.parse import parse
from incidents.mail.prefill import prefill as read_from
from incidents.models import Draft, Incident
from incidents.steps import CARRIED_QUESTIONS, CHOICES, KEYS, QUESTIONS, Journey, Stage
from incidents.typed import keeps_typed, typed_before

CHANGING = "change"
SHOWN_DRAFTS = 5
USED = "We took over what the message says. You can change it before you send the report."
NOTHING_NEW = "There is nothing in this message that your report does not say already. It is kept with the report."
NOT_NOW = "We cannot read this message just now. It is kept with the report. Try again in a few minutes."


def by_draft(draft_id: UUID, **kwargs: Any) -> QuerySet[Draft]:
    return Draft.objects.filter(pk=draft_id)


def of_draft(view: Callable[..., HttpResponse]) -> View:
    """A page of one's own unsent draft. Once it is sent, every way back leads to its confirmation."""

    @keeps_typed(by_draft)
    @require(Permission.REPORT)
    @wraps(view)
    def loaded(request: SignedInRequest, draft_id: UUID, **kwargs: Any) -> HttpResponse:
        drafts = Draft.objects.visible_to(request.user).select_related("incident")
        draft = get_object_or_404(drafts, pk=draft_id)
        if draft.submitted_at and draft.incident:
            return redirect("report-sent", draft.incident.reference)
        return view(request, draft, **kwargs)

    return loaded


@require(Permission.REPORT)
def report_start(request: SignedInRequest) -> HttpResponse:
    """For oneself, or by the second button for somebody else."""
    if request.method == "POST":
        draft = actions.start_draft(
            by=request.user, answers={"whom": {}} if "for_somebody_else" in request.POST else {}
        )
        return redirect("report-step", draft.pk, KEYS[0])
    unfinished = Draft.objects.visible_to(request.user).unfinished()[:SHOWN_DRAFTS]
    return render(request, "incidents/report_start.html", {"drafts": unfinished})


@require_safe
@of_draft
def report_resume(request: SignedInRequest, draft: Draft) -> HttpResponse:
    return to_stage(draft, Journey(draft.answers).first_open)


@of_draft
def report_step(request: SignedInRequest, draft: Draft, key: str) -> HttpResponse:
    """One question: the same view for all of them. Danger raises the alarm before anything else is done."""
    if key not in KEYS:
        raise Http404
    stage = Journey(draft.answers).stage(key)
    if stage is None:
        return redirect("report-resume", draft.pk)
    if request.method != "POST":
        return show(request, draft, stage, prefilled(request, stage))
    form = stage.step.form(request.POST)
    if not form.is_valid():
        return show(request, draft, stage, form)
    if form.raises_alarm:
        actions.raise_alarm(by=request.user, draft=draft)
    kept, forgotten = form.posted(), form.forgets(stage.form)
    draft = actions.save_answers(by=request.user, draft=draft, step=key, answers=kept, forgetting=forgotten)
    return redirect("report-danger-now", draft.pk) if form.raises_alarm else onward(request, draft, key)


@of_draft
def report_danger_now(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """999, that the alarm has gone out, and where to find the person. Every part of it can be left out."""
    incident = draft.incident
    if incident is None:
        return redirect("report-step", draft.pk, KEYS[0])
    form_class = WhereTheyAreForm if draft.is_for_somebody_else else WhereForm
    given = {"whereabouts": incident.whereabouts, "phone": incident.phone}
    form = form_class(request.POST if request.method == "POST" else typed_before(request), initial=given)
    if request.method == "POST" and form.is_valid():
        actions.say_where(by=request.user, incident=incident, **form.cleaned_data)
        messages.success(request, "The officer on duty can see this now.")
        return redirect("report-danger-now", draft.pk)
    return render(request, "incidents/report_danger_now.html", {"draft": draft, "incident": incident, "form": form})


@of_draft
def report_check(request: SignedInRequest, draft: Draft) -> HttpResponse:
    journey = Journey(draft.answers)
    if journey.first_open:
        messages.info(request, "You can send the report when you have answered this question.")
        return to_stage(draft, journey.first_open)
    if request.method == "POST" and (incident := sent(request, draft, journey)):
        return redirect("report-sent", incident.reference)
    context = {
        "draft": draft,
        "rows": journey.rows(change_url(draft), of=QUESTIONS),
        "choices": journey.rows(change_url(draft), of=CHOICES),
        "evidence": lists.of_draft(draft),
    }
    return render(request, "incidents/report_check.html", context)


@of_draft
def report_use_message(request: SignedInRequest, draft: Draft, reference: str) -> HttpResponse:
    """The button beside a saved message: it answers what nobody has answered yet, and leads on to what is open."""
    if request.method != "POST":
        return redirect("evidence-add", draft.pk)
    evidence = get_object_or_404(lists.of_draft(draft).messages(), reference=reference)
    try:
        with store.open(evidence.key) as plain:
            said = read_from(parse(plain))
    except (UnreadableError, OSError):
        messages.error(request, NOT_NOW)
        return redirect("evidence-add", draft.pk)
    if not actions.use_message(by=request.user, draft=draft, evidence=evidence, said=said):
        messages.info(request, NOTHING_NEW)
        return redirect("evidence-add", draft.pk)
    messages.success(request, USED)
    return redirect("report-resume", draft.pk)


def sent(request: SignedInRequest, draft: Draft, journey: Journey) -> Incident | None:
    """The incident; or nothing, with the reason on the page, when an answer cannot be followed."""
    told, trust = journey.told(), journey.trust()
    try:
        return actions.submit_report(by=request.user, draft=draft, facts=journey.facts(), told=told, trust=trust)
    except ActionDenied as denied:
        messages.error(request, str(denied))
        return None


def prefilled(request: SignedInRequest, stage: Stage) -> StepForm:
    """With what was typed while signed out, else with what was saved, else empty."""
    typed = typed_before(request)
    if typed:
        return stage.step.form(typed)
    return stage.form if stage.form and stage.is_answered else stage.step.form()


def show(request: SignedInRequest, draft: Draft, stage: Stage, form: StepForm) -> HttpResponse:
    journey = Journey(draft.answers)
    before = journey.before(stage.key)
    if CHANGING in request.GET and journey.first_open is None:
        back = reverse("report-check", args=[draft.pk])
    else:
        back = reverse("report-step", args=[draft.pk, before.key]) if before else reverse("report-start")
    context = {"draft": draft, "form": form, "number": stage.number, "back": back, "key": stage.key}
    context["from_message"] = stage.key in journey.from_message
    if stage.key == "again":
        context["rows"] = journey.rows(of=CARRIED_QUESTIONS)
    return render(request, "incidents/report_step.html", context)


def change_url(draft: Draft) -> Callable[[str], str]:
    return lambda key: f"{reverse('report-step', args=[draft.pk, key])}?{CHANGING}=1"


def onward(request: SignedInRequest, draft: Draft, key: str) -> HttpResponse:
    """The next question; after a change, back to the check unless the change brought new questions with it."""
    journey = Journey(draft.answers)
    if CHANGING in request.GET:
        return to_stage(draft, journey.first_open, query=f"?{CHANGING}=1")
    return to_stage(draft, journey.after(key))


def to_stage(draft: Draft, stage: Stage | None, query: str = "") -> HttpResponse:
    if stage is None:
        return redirect("report-check", draft.pk)
    return redirect(reverse("report-step", args=[draft.pk, stage.key]) + query)
