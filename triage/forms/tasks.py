"""What is asked about a task on a case, and about the kinds of task that cases bring with them."""

from typing import Any

from django import forms

from councilsafe.accounts.models import User
from councilsafe.govuk.fields import DateInputField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.facts import FACTS
from triage.casework import Who
from triage.forms.case import reason, select
from triage.models import LONGEST_TITLE, TIER_CHOICES, UNITS, Case, CaseTask
from triage.policies import possible_owners
from triage.task_templates import Kind, fields_of, routes

MOST = 1000


def title_field() -> forms.CharField:
    return forms.CharField(
        label="What is to be done",
        help_text="In a few words. Leave out names: it stands in lists.",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Enter what is to be done"},
    )


def due_field() -> DateInputField:
    return DateInputField(
        label="By when",
        help_text="Until the end of that day. For example, 27 11 2026",
        future=True,
        error_messages={"required": "Enter by when it is to be done"},
    )


class AddTaskForm(GovukForm):
    title = title_field()
    owner = forms.ModelChoiceField(User.objects.none(), label="Who does it", error_messages=select("who does it"))
    due_on = due_field()
    submit_label = "Add the task"

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = possible_owners(case).order_by("name", "id")  # type: ignore[attr-defined]  # a list to choose from


class TaskForm(GovukForm):
    """About a task as it was when the page was drawn: `seen` is that revision of it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, task: CaseTask, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": task.revision}, **kwargs)
        self.task = task

    def asked_again(self, task: CaseTask) -> "TaskForm":
        """With what was typed, for the task as it is now."""
        return type(self)({**dict(self.data.items()), "seen": task.revision}, task=task)


class HandOverTaskForm(TaskForm):
    to = forms.ModelChoiceField(User.objects.none(), label="Who does it now", error_messages=select("who does it now"))
    submit_label = "Hand over"

    def __init__(self, *args: Any, task: CaseTask, **kwargs: Any) -> None:
        super().__init__(*args, task=task, **kwargs)
        others = possible_owners(task.case).exclude(pk=task.owner_id or 0)
        self.fields["to"].queryset = others.order_by("name", "id")  # type: ignore[attr-defined]  # a list to choose from


class DropTaskForm(TaskForm):
    reason = reason("Why it is not needed", missing="Enter why it is not needed")
    submit_label = "It is not needed"


class TakeUpTaskForm(TaskForm):
    due_on = due_field()
    submit_label = "Take it up again"


class KindForm(GovukForm):
    """About a kind of task as it was when the page was drawn: `seen` is the council's newest word about it then."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def is_stale(self, kind: Kind) -> bool:
        return bool(self.cleaned_data.pop("seen") != kind.seen)


class TemplateForm(KindForm):
    title = title_field()
    least_tier = forms.TypedChoiceField(
        label="From which tier",
        choices=TIER_CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=select("a tier"),
    )
    conduct = forms.MultipleChoiceField(
        label="Only where one of these was done",
        help_text="Tick none for any.",
        choices=list(FACTS["conduct"].values.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    routes = forms.MultipleChoiceField(
        label="Or where the process says",
        help_text="Tick none if it does not matter.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    amount = forms.IntegerField(
        label="How much time there is for it",
        min_value=1,
        max_value=MOST,
        error_messages={"required": "Enter how much time there is for it"},
    )
    unit = forms.ChoiceField(
        label="Of what", choices=UNITS, widget=forms.RadioSelect, error_messages=select("what the time is counted in")
    )
    who = forms.ChoiceField(
        label="Who does it",
        help_text="Where nobody of those may see the case, it is its owner’s.",
        choices=Who.choices(),
        widget=forms.RadioSelect,
        error_messages=select("who does it"),
    )
    reason = reason("Why", hint="It stays in the history of this kind of task.")
    submit_label = "Save"
    looks = {"conduct": Look(small=True), "routes": Look(small=True), "amount": Look(width=4)}

    def __init__(self, *args: Any, kind: Kind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={**fields_of(kind), "seen": kind.seen} if kind else None, **kwargs)
        known = routes()
        kept = {name: name for name in (sorted(kind.template.routes) if kind else ()) if name not in known}
        self.fields["routes"].choices = [*known.items(), *kept.items()]  # type: ignore[attr-defined]  # a list to choose from


class SwitchForm(KindForm):
    reason = reason("Why")
