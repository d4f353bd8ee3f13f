"""Names for views of the queue."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsafe.accounts.models import User
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from triage.queue.saved import View

ONLY_ME, TEAM = "me", "team"
WHOLE = "whole"


class ViewForm(GovukForm):
    """`query` holds the filters as they stand in the queue's address; `besides` is the view that is being changed."""

    name = forms.CharField(
        label="What you call this view",
        help_text="A few words, like “Late in my wards”.",
        max_length=60,
        error_messages={"required": "Enter a name for the view"},
    )
    who = forms.ChoiceField(
        label="Who sees it",
        choices={ONLY_ME: "Only me", TEAM: "Everybody in the team"},
        widget=forms.RadioSelect,
        initial=ONLY_ME,
        error_messages={"required": "Select who sees it"},
    )
    submit_label = "Save this view"
    looks = {"who": Look(hint="They see its name and its filters, and through it only cases that they may see anyway.")}

    def __init__(self, *args: Any, owner: User, besides: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = owner.saved_views.exclude(pk=besides)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.others.filter(name=name).exists():
            raise ValidationError("You have a view with this name already")
        return name

    @property
    def shared(self) -> bool:
        return bool(self.cleaned_data["who"] == TEAM)


class FirstViewForm(GovukForm):
    first = forms.ChoiceField(
        label="What your queue opens with",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what your queue opens with"},
    )
    submit_label = "Save"
    submit_classes = "govuk-button--secondary"

    def __init__(self, *args: Any, views: list[View], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {WHOLE: "All open cases, what falls due first"} | {view.key: view.name for view in views}
        self.fields["first"].choices = choices  # type: ignore[attr-defined]  # a list to choose from
