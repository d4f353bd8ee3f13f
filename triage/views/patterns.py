"""Patterns: the list, one pattern's page, and one page for each thing that officers say about it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, View, require
from councilsafe.audit.actions import record
from councilsafe.govuk.forms import GovukForm
from triage.actions import patterns as actions
from triage.forms.bulk import DeedForm
from triage.forms.patterns import AddForm, BeginForm, ConfirmForm, DismissForm, DissolveForm, RemoveForm
from triage.models import Pattern
from triage.pattern_lifecycle import PATTERN_MOVES
from triage.pattern_policies import check_change_pattern, check_pattern_move
from triage.patterns.reading import SHOW, SHOW_WORDS, pattern_file, pattern_page
from triage.views.case import posted

PatternView = Callable[[SignedInRequest, Pattern], HttpResponse]
Decide = Callable[..., Pattern]


def of_pattern(permission: Permission) -> Callable[[PatternView], View]:
    """Loads the pattern that the address names, if the reader may see any of its reports."""

    def decorate(view: PatternView) -> View:
        @require(permission)
        @wraps(view)
        def with_pattern(request: SignedInRequest, reference: str) -> HttpResponse:
            pattern = get_object_or_404(Pattern.objects.visible_to(request.user), reference=reference)
            try:
                return view(request, pattern)
            except ActionDenied as denied:
                context = {"pattern": pattern, "reason": denied}
                return render(request, "triage/patterns/denied.html", context, status=403)

        return with_pattern

    return decorate


def form_page(
    request: SignedInRequest, form: GovukForm, heading: str, *, pattern: Pattern | None = None, about: str = ""
) -> HttpResponse:
    form.cancel_url = pattern.get_absolute_url() if pattern else ""
    context = {"form": form, "pattern": pattern, "heading": heading, "about": about}
    return render(request, "triage/patterns/form_page.html", context)


def back_to(request: SignedInRequest, pattern: Pattern, done: str) -> HttpResponse:
    """Whoever has taken out the last report that they may see is sent to the list."""
    messages.success(request, done)
    seen = Pattern.objects.visible_to(request.user).filter(pk=pattern.pk).exists()
    return redirect(pattern) if seen else redirect("patterns")


# To look at ------------------------------------------------------------------------------------------------------


@require_safe
@require(Permission.SEE_CASES)
def patterns(request: SignedInRequest) -> HttpResponse:
    show = request.GET.get("show", "offered")
    show = show if show in SHOW else "offered"
    page = pattern_page(request.user, show, request.GET.get("cursor"))
    context = {"page": page, "rows": page.rows, "show": show, "choices": SHOW_WORDS}
    return render(request, "triage/patterns/patterns.html", context)


@require_safe
@of_pattern(Permission.SEE_CASES)
def pattern(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
    record(by=request.user, verb="opened", on=pattern)
    deeds = DeedForm() if request.user.may(Permission.WORK_CASES) else None
    return render(request, "triage/patterns/pattern.html", pattern_file(pattern, request.user) | {"deeds": deeds})


# To decide -------------------------------------------------------------------------------------------------------


@require(Permission.WORK_CASES)
def begin(request: SignedInRequest) -> HttpResponse:
    first = {"reports": request.GET.get("case", "")[:20]}
    form = BeginForm(posted(request), reader=request.user, initial=first)
    if form.is_valid():
        incidents, said = form.cleaned_data.pop("reports"), form.cleaned_data
        made = actions.begin_pattern(by=request.user, incidents=incidents, **said)
        return back_to(request, made, "They count together now.")
    return form_page(request, form, "Which reports belong together?")


def deciding(name: str, form_class: type[GovukForm], action: Decide, done: str) -> View:
    """One page for one move: a reason, and then it is done."""

    @of_pattern(Permission.WORK_CASES)
    def decide(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
        check_pattern_move(request.user, pattern, name)
        form = form_class(posted(request))
        if form.is_valid():
            return back_to(request, action(by=request.user, pattern=pattern, **form.cleaned_data), done)
        return form_page(request, form, PATTERN_MOVES[name].label, pattern=pattern, about=pattern.why)

    return decide


confirm = deciding("confirm", ConfirmForm, actions.confirm_pattern, "They count together now.")
dismiss = deciding("dismiss", DismissForm, actions.dismiss_pattern, "Noted: they do not belong together.")
dissolve = deciding("dissolve", DissolveForm, actions.dissolve_pattern, "They no longer count together.")


@of_pattern(Permission.WORK_CASES)
def add(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
    check_change_pattern(request.user, pattern)
    first = {"reports": request.GET.get("case", "")[:20]}
    form = AddForm(posted(request), reader=request.user, initial=first)
    if form.is_valid():
        said = form.cleaned_data
        for incident in said["reports"]:
            actions.add_to_pattern(by=request.user, pattern=pattern, incident=incident, reason=said["reason"])
        return back_to(request, pattern, "Added.")
    return form_page(request, form, "Add a report to the pattern", pattern=pattern)


@of_pattern(Permission.WORK_CASES)
def remove(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
    check_change_pattern(request.user, pattern)
    first = {"incident": request.GET.get("case", "")[:20]}
    form = RemoveForm(posted(request), pattern=pattern, reader=request.user, initial=first)
    if form.is_valid():
        actions.remove_from_pattern(by=request.user, pattern=pattern, **form.cleaned_data)
        return back_to(request, pattern, "Taken out.")
    return form_page(request, form, "Take a report out of the pattern", pattern=pattern)
