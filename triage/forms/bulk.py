"""What is asked before one thing is done to many cases."""

from typing import Any
from uuid import uuid4

from django import forms

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from triage.actions.bulk import DEEDS
from triage.forms.case import LONGEST, reason, select


class DeedForm(GovukForm):
    """What to do with the cases that are ticked."""

    deed = forms.ChoiceField(
        label="With the cases you ticked",
        choices={"": "Select what to do"} | {name: deed.label for name, deed in DEEDS.items()},
        error_messages=select("what to do with the cases"),
    )


class BulkForm(GovukForm):
    """`key` is the page's own, so that sending it twice does it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    submit_label = None

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class AcknowledgeManyForm(BulkForm):
    pass


class AssignManyForm(BulkForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label="Who takes them over", error_messages=select("who takes them over")
    )
    note = reason("What they need to know", missing="Enter what they need to know")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.who_may(Permission.WORK_CASES).order_by("name", "id")
        self.fields["to"].queryset = workers  # type: ignore[attr-defined]  # a list to choose from


class PlanManyForm(BulkForm):
    text = LongTextField(
        label="What the council will do",
        help_text="It takes the place of the plan that a case may have.",
        max_length=LONGEST,
        error_messages={"required": "Enter what the council will do"},
    )
    follow_up_on = DateInputField(label="When you will look again", help_text="For example, 27 11 2026", future=True)


class CloseManyForm(BulkForm):
    reason = reason("Why they are closed", hint="The people who reported them can read this.")


FORMS = {"acknowledge": AcknowledgeManyForm, "assign": AssignManyForm, "plan": PlanManyForm, "close": CloseManyForm}
