from datetime import date
from typing import Any, ClassVar

from django import forms

from councilsafe.duty.forms.shifts import HINT_DAY, OfficerField, TimeField
from councilsafe.duty.models import Weekday
from councilsafe.duty.weeks import Slot, monday_of
from councilsafe.govuk.fields import DateInputField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look

MOST_WEEKS = 26


class WeekForm(GovukForm):
    """A usual week, empty or with what is planned in a week now."""

    name = forms.CharField(label="What shall it be called?", help_text="For example, Winter", max_length=80)
    like = DateInputField(
        label="Begin with the shifts of a week (optional)",
        help_text="Enter any day of that week, or leave it empty to begin with nothing",
        required=False,
    )
    submit_label = "Add it"


class SlotForm(GovukForm):
    weekday = forms.TypedChoiceField(label="Starts on", choices=Weekday.choices, coerce=int)
    starts = TimeField(label="Time it starts")
    end_weekday = forms.TypedChoiceField(label="Ends on", choices=Weekday.choices, coerce=int)
    ends = TimeField(label="Time it ends")
    first = OfficerField(label="First officer")
    second = OfficerField(label="Second officer (optional)", empty_label="Any other officer", required=False)
    looks: ClassVar = {"starts": Look(width=10), "ends": Look(width=10)}
    submit_label = "Add this shift"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and self.cleaned_data["second"] == self.cleaned_data["first"]:
            self.add_error("second", "The second officer must be somebody else than the first")
        return cleaned

    @property
    def slot(self) -> Slot:
        """Whoever names the same day and no later time means a week."""
        answers = self.cleaned_data
        days = (answers["end_weekday"] - answers["weekday"]) % 7
        if not days and answers["ends"] <= answers["starts"]:
            days = 7
        people = answers["first"], answers["second"]
        return Slot(answers["weekday"], answers["starts"], answers["ends"], days, *people)


class PlanForm(GovukForm):
    """`seen` is the mark of what was shown: only that is planned."""

    from_day = DateInputField(label="First week", help_text=f"Any day of it. {HINT_DAY}", future=True)
    weeks = forms.IntegerField(label="For how many weeks?", min_value=1, max_value=MOST_WEEKS, initial=1)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    looks: ClassVar = {"weeks": Look(width=2)}
    submit_label = "Show what would be planned"

    @property
    def monday(self) -> date:
        return monday_of(self.cleaned_data["from_day"])


class CopyForm(PlanForm):
    like = DateInputField(label="Which week do you want to copy?", help_text=f"Any day of it. {HINT_DAY}")
    field_order = ("like", "from_day", "weeks", "seen")


class RemoveForm(GovukForm):
    submit_label = "Remove"
    submit_classes = "govuk-button--warning"
