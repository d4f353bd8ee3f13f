"""What surrounds the incident: who it was aimed at, who heard it, what else there are signs of."""

from typing import Any, cast

from django import forms

from councilsafe.govuk.looks import Look
from incidents.facts import Facts
from incidents.forms.base import UNKNOWN, StepForm, answer, several
from incidents.forms.happened import YES_NO

NONE_OF_THESE = "none"


class AudienceForm(StepForm):
    audience = answer(
        "Who was it said or shown to?",
        {
            "to_councillor": "To me",
            "to_others": "To other people, about me",
            "public": "To everybody, in public",
        },
        hint="If there were several, choose the last one in the list that is true.",
        error="Select who it was said or shown to",
    )


class JokeForm(StepForm):
    read_as_joke = answer(
        "Did those who saw it take it as a joke?",
        YES_NO,
        hint="Not what the sender says about it now.",
        error="Select yes if those who saw it took it as a joke",
    )


class OrderForm(StepForm):
    court_order = answer(
        "Is there a court order to keep them away from you?",
        {
            "criminal_order": "Yes, such as a restraining order or bail conditions",
            "civil_order": "Yes, such as an injunction",
            "none": "No",
        },
        error="Select if there is a court order",
    )


class TargetsForm(StepForm):
    targets = several(
        "Who was it aimed at?",
        {
            "councillor": "Me",
            "family": "My family",
            "colleague": "Another councillor",
            "staff": "People who work for the council",
            "council": "The council as a whole",
            "public": "Other people",
            "sender": "Themselves: they may harm themselves",
            UNKNOWN: "I am not sure",
        },
        help_text="Choose all that are true.",
    )
    looks = {"targets": Look(exclusive=UNKNOWN)}

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        if not cleaned.get("targets") and not self.errors:
            self.add_error("targets", "Select who it was aimed at")
        return cleaned


class VictimsForm(StepForm):
    distinct_victims = forms.IntegerField(
        label="How many different people was it done to?",
        help_text="Count yourself. Your best guess will do. Leave it empty if you do not know.",
        min_value=1,
        max_value=99_999,
        required=False,
        error_messages={
            "invalid": "How many people must be a number, like 4",
            "min_value": "How many people must be 1 or more",
            "max_value": "How many people must be 99999 or fewer",
        },
    )
    looks = {"distinct_victims": Look(width=5)}


class SignsForm(StepForm):
    """Many facts on one page that can be left as it is. What is not ticked is not known; "none of these" is no."""

    signs = several(
        "Is any of this true?",
        {
            "escalating": "It is getting worse, or happens more often",
            "fixation": "They seem to be obsessed with me",
            "address_exposed": "They know where I live, or have told others",
            "call_to_action": "They urge other people to do something, or to come",
            "because_of_role": "It is because I am a councillor or a candidate",
            "source_vulnerable": "They seem unwell, or may need help themselves",
            "already_with_police": "The police know about it already",
            NONE_OF_THESE: "None of these",
        },
        help_text="Choose all that are true. If you are not sure about any, leave them empty and continue.",
    )
    looks = {"signs": Look(exclusive=NONE_OF_THESE)}

    def facts(self) -> Facts:
        chosen = self.cleaned_data["signs"]
        if chosen == [NONE_OF_THESE]:
            return {value: False for value, _label in self.fields["signs"].choices if value != NONE_OF_THESE}  # type: ignore[attr-defined]  # a field of choices
        return dict.fromkeys(chosen, True)
