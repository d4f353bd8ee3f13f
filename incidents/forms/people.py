"""How often, by whom, and what it did to the person."""

from typing import Any, cast

from django import forms

from councilsafe.govuk.looks import Look
from incidents.facts import Facts
from incidents.forms.base import NOT_GIVEN, Row, StepForm, answer, several

DAYS_IN = {"days": 1, "weeks": 7, "months": 30, "years": 365}


class RepeatForm(StepForm):
    repeat = answer(
        "Has it happened before?",
        {"first": "No, this was the first time", "before": "Yes"},
        hint="The same kind of thing, or the same person.",
        error="Select if it has happened before",
    )

    def facts(self) -> Facts:
        return {"occasions": 1} if self.cleaned_data["repeat"] == "first" else {}


class AgainForm(StepForm):
    """What was told the last time holds for this time too, but for what is ticked: that is asked anew."""

    heading = "What is the same as last time?"
    checked = forms.CharField(
        initial="yes",
        widget=forms.HiddenInput,
        error_messages={"required": "Select what is different, or continue"},
    )
    different = several(
        "What is different this time? (optional)",
        {
            "who": "Who did it",
            "way": "How it reached me",
            "place": "Where it happened",
            "asked": "Whether they have been asked to stop",
        },
        help_text="If nothing is different, continue.",
    )

    def forgets(self, before: StepForm | None) -> list[str]:
        said_before = before.cleaned_data["different"] if before and before.is_valid() else []
        return [key for key in self.cleaned_data["different"] if key not in said_before]

    def rows(self) -> list[Row]:
        return [Row("What is different from last time", self.in_words("different"))]


class TimesForm(StepForm):
    heading = "How often has it happened?"
    occasions = forms.IntegerField(
        label="How many times, with this one",
        help_text="Your best guess will do.",
        min_value=2,
        max_value=9999,
        error_messages={
            "required": "Enter how many times it has happened",
            "invalid": "How many times must be a number, like 4",
            "min_value": "How many times must be 2 or more, because this time counts too",
            "max_value": "How many times must be 9999 or fewer",
        },
    )
    length = forms.IntegerField(
        label="Over how long? (optional)",
        help_text="From the first time to the last, for example 3 weeks.",
        min_value=1,
        max_value=999,
        required=False,
        error_messages={
            "invalid": "Over how long must be a number, like 3",
            "min_value": "Over how long must be 1 or more",
            "max_value": "Over how long must be 999 or less",
        },
    )
    unit = forms.ChoiceField(
        label="Days, weeks, months or years",
        choices=[(unit, unit.capitalize()) for unit in DAYS_IN],
        widget=forms.RadioSelect,
        required=False,
    )
    looks = {"occasions": Look(width=4), "length": Look(width=3), "unit": Look(inline=True, small=True)}

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        if self.errors:
            return cleaned
        length, unit = cleaned["length"], cleaned["unit"]
        if length and not unit:
            self.add_error("unit", "Select if it was days, weeks, months or years")
        elif unit and not length:
            self.add_error("length", f"Enter how many {unit} it went on")
        elif length:
            cleaned["period_days"] = length * DAYS_IN[unit]
        return cleaned

    def rows(self) -> list[Row]:
        length, unit = self.cleaned_data["length"], self.cleaned_data["unit"]
        over = f"{length} {unit.removesuffix('s') if length == 1 else unit}" if length else NOT_GIVEN
        return [Row("How many times", self.in_words("occasions")), Row("Over how long", over)]


class AskedForm(StepForm):
    asked_to_stop = answer(
        "Have they been asked to stop?",
        {
            "in_writing_by_council": "Yes, by the council in writing",
            "by_councillor": "Yes, by me or somebody for me",
            "no": "No",
        },
        error="Select if they have been asked to stop",
    )


class SourceForm(StepForm):
    source = answer(
        "Who did it?",
        {
            "known_resident": "Somebody whose name I know",
            "stranger": "A stranger",
            "anonymous": "Somebody who hid who they are",
            "group": "Several people, or a group",
            "councillor": "Another councillor",
            "officer": "Somebody who works for the council",
            "other": "Somebody else",
        },
        error="Select who did it",
    )


class SendersForm(StepForm):
    distinct_sources = forms.IntegerField(
        label="How many different people did it?",
        help_text="Your best guess will do. Leave it empty if you do not know.",
        min_value=1,
        max_value=99_999,
        required=False,
        error_messages={
            "invalid": "How many people must be a number, like 4",
            "min_value": "How many people must be 1 or more",
            "max_value": "How many people must be 99999 or fewer",
        },
    )
    looks = {"distinct_sources": Look(width=5)}


class ImpactForm(StepForm):
    impact = answer(
        "How has it affected you?",
        {
            "none": "Not at all",
            "annoyed": "It annoyed me",
            "distressed": "It upset me",
            "changed_routine": "I have changed what I do or where I go",
            "frightened": "I am frightened",
            "injured": "I was injured",
        },
        hint="Choose the last one in the list that is true.",
        error="Select how it has affected you",
        unknown="I prefer not to say",
    )
