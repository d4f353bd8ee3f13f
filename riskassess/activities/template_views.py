"""What an assessment begins with: what the council itself says can go wrong, and what usually helps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from riskassess.actions import activity_templates as actions
from riskassess.activities.forms import AddTemplateForm, TemplateForm
from riskassess.activities.kinds import ActivityKind
from riskassess.activities.suggestions import every, found
from riskassess.frame import posted, show
from riskassess.models import ActivityTemplate

KEEP = Permission.KEEP_ACTIVITIES
HERE = "activities"
WORDS = ("title", "who", "controls")


def load(key: str) -> ActivityTemplate:
    template = found(key)
    if template is None:
        raise Http404
    return template


@require_safe
@require(KEEP)
def templates(request: SignedInRequest) -> HttpResponse:
    kinds = [(ActivityKind(kind).label, rows) for kind, rows in every().items()]
    return show(request, "activities/templates", HERE, kinds=kinds)


@require_http_methods(["GET", "POST"])
@require(KEEP)
def add(request: SignedInRequest) -> HttpResponse:
    form = AddTemplateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.add_template(by=request.user, **form.cleaned_data)
        messages.success(request, "It is in every assessment that begins from now on.")
        return redirect("activity-templates")
    return page(request, form, "Add something that can go wrong")


@require_http_methods(["GET", "POST"])
@require(KEEP)
def change(request: SignedInRequest, key: str) -> HttpResponse:
    template = load(key)
    known = {name: getattr(template, name) for name in WORDS}
    form = TemplateForm(posted(request), initial={**known, "seen": template.seen})
    if request.method == "POST" and form.is_valid() and saved(request, template, form):
        messages.success(request, "Changed. What was begun before keeps the words that it had.")
        return redirect("activity-templates")
    theirs = template if form.non_field_errors() else None
    return page(request, form, template.title, shown=template, theirs=theirs)


def saved(request: SignedInRequest, template: ActivityTemplate, form: TemplateForm) -> bool:
    """What was typed stays. The form learns what its reader sees now, so that they can save over it knowingly."""
    try:
        actions.change_template(by=request.user, template=template, **form.cleaned_data)
    except actions.StaleTemplateError as changed:
        form.add_error(None, str(changed))
        data = request.POST.copy()
        data["seen"] = load(template.key).seen
        form.data = data
        return False
    return True


@require_POST
@require(KEEP)
def retire(request: SignedInRequest, key: str) -> HttpResponse:
    actions.retire_template(by=request.user, template=load(key))
    messages.success(request, "It is not offered any more. What was begun before keeps it.")
    return redirect("activity-templates")


@require_POST
@require(KEEP)
def offer(request: SignedInRequest, key: str) -> HttpResponse:
    actions.offer_template(by=request.user, template=load(key))
    messages.success(request, "It is offered again.")
    return redirect("activity-templates")


def page(request: SignedInRequest, form: AddTemplateForm, title: str, **context: Any) -> HttpResponse:
    back: dict[str, Any] = {"back": reverse("activity-templates"), "back_text": "What assessments begin with"}
    return show(request, "activities/template", HERE, form=form, title=title, **back, **context)
