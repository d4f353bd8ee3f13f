"""The case page, and one page for each thing that officers do with a case."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from councilsafe.accounts.models import User
from councilsafe.govuk.forms import GovukForm
from incidents.actions import mark_read, record_opening
from incidents.facts import FACTS
from triage import actions
from triage.actions.facts import FactsClashError, changes
from triage.casefile import case_file
from triage.countdown import countdown
from triage.forms.case import (
    AssignForm,
    CaseForm,
    CloseForm,
    DecideForm,
    OverrideForm,
    PlanForm,
    ReferForm,
    ReopenForm,
)
from triage.forms.facts import FactsForm
from triage.models import Assessment, Case, Override
from triage.policies import check_decide, check_move, check_work
from triage.presence import in_words, new_to, others_here
from triage.timeline import Story, latest_by_others

PEOPLE = (
    *("incident__reporter", "incident__councillor__councillor", "incident__confidant", "incident__draft"),
    *("owner", "owner_from", "acknowledged_by", "closed_by"),
)
WRITTEN = ("text", "note", "reason", "body", "police_reference")
Action = Callable[..., Any]
Done = Callable[[Any], str]
CaseView = Callable[[SignedInRequest, Case], HttpResponse]


def on_case(view: CaseView) -> Callable[[SignedInRequest, str], HttpResponse]:
    """Loads the case that the address names, if the reader may see it, and records that they opened it.

    What is no longer possible, because somebody was quicker, is answered with the reason and the way back.
    """

    @require(Permission.SEE_CASES)
    @wraps(view)
    def with_case(request: SignedInRequest, reference: str) -> HttpResponse:
        case = load(request, reference)
        if request.method != "POST":
            record_opening(by=request.user, incident=case.incident)
        try:
            return view(request, case)
        except ActionDenied as denied:
            context = {"case": case, "reason": denied, "typed": typed(request)}
            return render(request, "triage/case/denied.html", context, status=403)

    return with_case


def typed(request: SignedInRequest) -> list[str]:
    """What somebody wrote who comes too late: nobody should have to write it twice."""
    return [request.POST[name] for name in WRITTEN if request.POST.get(name)]


def load(request: SignedInRequest, reference: str) -> Case:
    """404 for whoever may not see it. Whoever reported it is shown the way to their own page of it."""
    cases = Case.objects.visible_to(request.user).select_related("assessment", *PEOPLE)
    case = cases.filter(incident__reference=reference).first()
    if case:
        return case
    get_object_or_404(Case.objects.own(request.user), incident__reference=reference)
    raise ActionDenied("You reported this, or it was done to you. A colleague has to deal with it. See My reports.")


def posted(request: SignedInRequest) -> QueryDict | None:
    """What a form is bound to: nothing while it is only looked at, and an empty answer once it is sent."""
    return request.POST if request.method == "POST" else None


def form_page(request: SignedInRequest, case: Case, form: GovukForm, name: str, **context: Any) -> HttpResponse:
    form.cancel_url = case.get_absolute_url()
    shown = {"case": case, "form": form, "here": still_here(request.user, case)}
    return render(request, f"triage/case/{name}.html", {**shown, **context})


def still_here(reader: User, case: Case) -> str:
    """They have the case open, be it on a page of its own for one thing. Who else has, in words."""
    actions.stay(by=reader, case=case)
    return in_words(others_here(case, reader, timezone.now()))


def save(request: SignedInRequest, form: CaseForm, name: str, action: Action, done: str | Done) -> HttpResponse:
    """Does what a valid form asks. Where others changed the case meanwhile nothing is done: it is asked again.

    Then what was typed stands beside what the case says now.
    """
    try:
        after = action(by=request.user, case=form.case, **form.cleaned_data)
    except actions.StaleError as stale:
        latest = latest_by_others(stale.case.reference, request.user)
        return form_page(request, stale.case, form.asked_again(stale.case), name, latest=latest, is_stale=True)
    return back_to(request, form.case, done if isinstance(done, str) else done(after))


def back_to(request: SignedInRequest, case: Case, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(case)


@require_safe
@on_case
def show(request: SignedInRequest, case: Case) -> HttpResponse:
    mark_read(by=request.user, incident=case.incident)
    since = actions.look_at(by=request.user, case=case)
    shown = case_file(case, request.user, whole_story=request.GET.get("timeline") == "all")
    return render(request, "triage/case/case.html", {**shown, **to_reader(case, request.user, shown["story"], since)})


def to_reader(case: Case, reader: User, told: Story, since: datetime | None) -> dict[str, Any]:
    """What is new to this reader since they looked, and who else is there."""
    here = in_words(others_here(case, reader, timezone.now()))
    return {"here": here, "since": since, "fresh": new_to(reader, told.entries, since)}


# At once ---------------------------------------------------------------------------------------------------------


@require_POST
@on_case
def acknowledge(request: SignedInRequest, case: Case) -> HttpResponse:
    case = actions.acknowledge(by=request.user, case=case)
    if case.acknowledged_by_id != request.user.pk:
        return back_to(request, case, f"{case.acknowledged_by} was quicker and has this case.")
    return back_to(request, case, f"You have this case. {countdown(case, timezone.now()).words}.")


@require_POST
@on_case
def take(request: SignedInRequest, case: Case) -> HttpResponse:
    seen = request.POST.get("owner", str(case.owner_id or ""))
    try:
        actions.take(by=request.user, case=case, seen_owner=int(seen) if seen.isdecimal() else None)
    except actions.TooLateError as late:
        return back_to(request, case, str(late))
    return back_to(request, case, "This case is yours.")


# After a question ------------------------------------------------------------------------------------------------


@on_case
def assign(request: SignedInRequest, case: Case) -> HttpResponse:
    check_work(request.user, case)
    form = AssignForm(posted(request), case=case)
    if form.is_valid():
        return save(request, form, "assign", actions.assign, lambda after: f"Handed over to {after.owner_name}.")
    return form_page(request, case, form, "assign")


@on_case
def facts(request: SignedInRequest, case: Case) -> HttpResponse:
    check_work(request.user, case)
    form = FactsForm(posted(request), assessment=case.assessment)
    if form.is_valid():
        seen = get_object_or_404(case.incident.assessments, pk=form.cleaned_data["seen"])
        said = {"facts": form.facts, "reason": form.cleaned_data["reason"]}
        try:
            after = actions.complete_facts(by=request.user, case=case, seen=seen, **said)
        except FactsClashError as clash:
            form = form.asked_again(seen, clash)
        else:
            return back_to(request, case, what_changed(form, seen, case, after))
    return form_page(request, case, form, "facts")


def what_changed(form: FactsForm, seen: Assessment, before: Case, after: Case) -> str:
    changed = [FACTS[name].label for name in changes(form.facts, since=seen)]
    if not changed:
        return "Nothing was changed."
    stands = f"The tier is still “{after.get_tier_display()}”."
    if after.tier != before.tier:
        stands = f"The tier is now “{after.get_tier_display()}”. It was “{before.get_tier_display()}”."
    return f"Saved: {', '.join(changed)}. {stands}"


@on_case
def override(request: SignedInRequest, case: Case) -> HttpResponse:
    check_work(request.user, case)
    form = OverrideForm(posted(request), case=case)
    if form.is_valid():
        return save(request, form, "override", actions.propose_override, proposed_in_words)
    return form_page(request, case, form, "override", waiting=case.overrides.waiting().first())


def proposed_in_words(proposed: Override) -> str:
    if proposed.needs_second:
        tier = proposed.get_to_tier_display()
        return f"A second officer is asked to agree to “{tier}”. Until then nothing changes."
    return f"The tier is now “{proposed.get_to_tier_display()}”."


@on_case
def override_decide(request: SignedInRequest, case: Case) -> HttpResponse:
    check_work(request.user, case)
    waiting = waiting_for(request.user, case)
    form = DecideForm(posted(request), initial={"override": waiting.pk})
    if form.is_valid():
        decided = decide(request, case, form)
        return back_to(request, case, f"Decided: {decided.get_decision_display().lower()}.")
    return form_page(request, case, form, "override_decide", waiting=waiting)


def waiting_for(reader: User, case: Case) -> Override:
    waiting = case.overrides.waiting().select_related("proposed_by").first()
    if waiting is None:
        raise ActionDenied("This has been decided already.")
    check_decide(reader, waiting)
    return waiting


def decide(request: SignedInRequest, case: Case, form: DecideForm) -> Override:
    """The proposal that was on the page, not one that took its place."""
    proposed = get_object_or_404(case.overrides, pk=form.cleaned_data["override"])
    agreed = form.cleaned_data["decision"] == Override.Decision.AGREED
    action = actions.agree_override if agreed else actions.refuse_override
    return action(by=request.user, override=proposed)


@on_case
def plan(request: SignedInRequest, case: Case) -> HttpResponse:
    check_move(request.user, case, "plan")
    form = PlanForm(posted(request), case=case, initial={"text": case.plan})
    if form.is_valid():
        return save(request, form, "plan", actions.plan, "The plan is recorded.")
    return form_page(request, case, form, "plan")


@on_case
def refer(request: SignedInRequest, case: Case) -> HttpResponse:
    check_move(request.user, case, "refer")
    form = ReferForm(posted(request), case=case, initial={"police_reference": case.police_reference})
    if form.is_valid():
        return save(request, form, "refer", actions.refer, "The police referral is recorded.")
    return form_page(request, case, form, "refer")


@on_case
def close(request: SignedInRequest, case: Case) -> HttpResponse:
    check_move(request.user, case, "close")
    form = CloseForm(posted(request), case=case)
    if form.is_valid():
        return save(request, form, "close", actions.close, "The case is closed. The reporter is told.")
    return form_page(request, case, form, "close", clock=countdown(case, timezone.now()))


@on_case
def reopen(request: SignedInRequest, case: Case) -> HttpResponse:
    check_move(request.user, case, "reopen")
    form = ReopenForm(posted(request), case=case)
    if form.is_valid():
        return save(request, form, "reopen", actions.reopen, "The case is open again.")
    return form_page(request, case, form, "reopen")
