"""Words that were seen in a report, and the words that are looked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, View, require
from councilsafe.govuk.forms import GovukForm
from triage.actions.reading import decide_words, propose_words, retire_words
from triage.actions.signs import answer_signs
from triage.forms.reading import DecideWordForm, RetireWordForm, SignsForm, WordForm
from triage.models import Case, SignAnswer, WordEntry
from triage.policies import check_decide_word, check_retire_word, check_work, may_decide_word
from triage.views.case import back_to, form_page, on_case, posted
from triage.words import HEAD, history_of, in_table, shipped, shown_words, sign_label, warnings_about, words_page

WordView = Callable[[SignedInRequest, WordEntry], HttpResponse]


@on_case
def signs(request: SignedInRequest, case: Case) -> HttpResponse:
    """What each sign means. Where it means something, the next page is that of the facts, at the fact it is about."""
    check_work(request.user, case)
    form = SignsForm(posted(request), assessment=case.assessment)
    if form.is_valid():
        seen = get_object_or_404(case.incident.assessments, pk=form.cleaned_data["seen"])
        made = answer_signs(by=request.user, case=case, seen=seen, answers=form.answers)
        return after_answers(request, case, form, made)
    return form_page(request, case, form, "signs_form")


def after_answers(request: SignedInRequest, case: Case, form: SignsForm, made: list[SignAnswer]) -> HttpResponse:
    if not made:
        return back_to(request, case, "A colleague was quicker and has answered this.")
    telling = {one.sign for one in made if one.verdict == SignAnswer.Verdict.MEANS}
    asked = [fact for prompt in form.prompts if prompt.key in telling for fact in prompt.facts]
    if not asked:
        return back_to(request, case, "Your answer is recorded. The tier stays as it is until an officer sets another.")
    messages.success(request, "Your answer is recorded. Now set the facts that it is about.")
    return redirect(f"{reverse('case-facts', args=[case.reference])}#id_{asked[0]}")


# The words that are looked for -------------------------------------------------------------------------------------


def of_word(permission: Permission) -> Callable[[WordView], View]:
    def decorate(view: WordView) -> View:
        @require(permission)
        @wraps(view)
        def with_word(request: SignedInRequest, reference: str) -> HttpResponse:
            entries = WordEntry.objects.select_related("proposed_by", "decided_by", "retired_by")
            return view(request, get_object_or_404(entries, reference=reference))

        return with_word

    return decorate


def word_page(request: SignedInRequest, entry: WordEntry, template: str, **context: Any) -> HttpResponse:
    about = {
        "entry": entry,
        "words": shown_words(entry),
        "sign": sign_label(entry.sign),
        "warnings": warnings_about(entry),
    }
    return render(request, f"triage/reading/{template}.html", {**about, **context})


def word_form(request: SignedInRequest, entry: WordEntry, form: GovukForm, template: str) -> HttpResponse:
    form.cancel_url = entry.get_absolute_url()
    return word_page(request, entry, template, form=form)


@require_safe
@require(Permission.SEE_CASES)
def words(request: SignedInRequest) -> HttpResponse:
    page = words_page(request.GET.get("cursor"))
    table = {"page": page, "head": HEAD, "rows": [in_table(one) for one in page.rows]}
    context = {**table, "shipped": shipped(), "may_add": request.user.may(Permission.KEEP_WORDS)}
    return render(request, "triage/reading/words.html", context)


@require(Permission.KEEP_WORDS)
def word_add(request: SignedInRequest) -> HttpResponse:
    form = WordForm(posted(request))
    form.cancel_url = reverse("words")
    if form.is_valid():
        entry = propose_words(by=request.user, **form.cleaned_data)
        messages.success(request, "Proposed. They count once a second person has agreed.")
        return redirect(entry)
    return render(request, "triage/reading/add.html", {"form": form})


@require_safe
@of_word(Permission.SEE_CASES)
def word(request: SignedInRequest, entry: WordEntry) -> HttpResponse:
    may_retire = entry.state == WordEntry.State.ACTIVE and request.user.may(Permission.KEEP_WORDS)
    may = {"may_decide": may_decide_word(request.user, entry), "may_retire": may_retire}
    return word_page(request, entry, "word", history=history_of(entry), **may)


@of_word(Permission.WORK_CASES)
def word_decide(request: SignedInRequest, entry: WordEntry) -> HttpResponse:
    check_decide_word(request.user, entry)
    form = DecideWordForm(posted(request))
    if form.is_valid():
        said = {"decision": WordEntry.State(form.cleaned_data["decision"]), "reason": form.cleaned_data["reason"]}
        entry = decide_words(by=request.user, entry=entry, **said)
        messages.success(request, f"Decided: {entry.get_state_display().lower()}.")
        return redirect(entry)
    return word_form(request, entry, form, "decide")


@of_word(Permission.KEEP_WORDS)
def word_retire(request: SignedInRequest, entry: WordEntry) -> HttpResponse:
    check_retire_word(request.user, entry)
    form = RetireWordForm(posted(request))
    if form.is_valid():
        retire_words(by=request.user, entry=entry, **form.cleaned_data)
        messages.success(request, "They are no longer looked for.")
        return redirect(entry)
    return word_form(request, entry, form, "retire")
