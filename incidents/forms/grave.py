"""Asked only when something grave was named: threats, weapons, touch, damage and hate."""

from typing import Any, cast

from councilsafe.govuk.looks import Look
from incidents.facts import Facts
from incidents.forms.base import UNKNOWN, StepForm, answer, several


class ThreatForm(StepForm):
    threat = answer(
        "How was it said?",
        {
            "direct": "Outright: it will be done",
            "conditional": "With a condition: unless something is done, or if it is",
            "veiled": "Hinted at, but I took it as a threat",
            "none": "It was not a threat",
        },
        error="Select how it was said",
    )


class HarmForm(StepForm):
    threatened_harm = answer(
        "What was the threat to do?",
        {
            "death_or_serious_harm": "Kill or seriously harm somebody",
            "sexual_violence": "Rape or sexual violence",
            "assault": "Hurt somebody",
            "property": "Damage property",
            "financial_ruin": "Ruin somebody’s money or work",
        },
        hint="If there were several, choose the worst.",
        error="Select what the threat was to do",
        unknown="Something else, or I am not sure",
    )


class DueForm(StepForm):
    due = answer(
        "Did they say when they would do it?",
        {
            "12": "Yes, today or tonight",
            "24": "Yes, within a day",
            "later": "Yes, later than that",
            "no": "No",
        },
        error="Select if they said when they would do it",
    )

    def facts(self) -> Facts:
        """A time that was named is some of the who, where, when and how; only the next day is counted in hours."""
        due = self.cleaned_data["due"]
        named = {} if due in ("no", UNKNOWN) else {"specificity": "some"}
        return named | ({"due_within_hours": int(due)} if due.isdecimal() else {})


class ExactForm(StepForm):
    specificity = answer(
        "Did they say who, where, when or how?",
        {"full": "Nearly all of it", "some": "Some of it", "none": "None of it"},
        error="Select if they said who, where, when or how",
    )

    def facts(self) -> Facts:
        """Not being sure does not take back that a time was named."""
        return {name: value for name, value in super().facts().items() if value is not None}


class MeansForm(StepForm):
    means = answer(
        "Was there a weapon?",
        {
            "mentioned": "It was talked or written about",
            "shown": "It was shown, or somebody had it with them",
            "used": "It was used",
            "none": "No",
        },
        error="Select if there was a weapon",
    )


class ContactForm(StepForm):
    physical_contact = answer(
        "Was anybody touched or hurt?",
        {
            "injury": "Somebody was injured",
            "contact": "Somebody was touched, pushed, spat at or struck, but not injured",
            "none": "Nobody was touched",
        },
        error="Select if anybody was touched or hurt",
        unknown="I am not sure, or prefer not to say",
    )


class DamageForm(StepForm):
    property_damage = answer(
        "How bad is the damage?",
        {"serious": "Serious, such as fire or a break-in", "minor": "Minor", "none": "Nothing was damaged after all"},
        error="Select how bad the damage is",
    )


class HateForm(StepForm):
    hate_strands = several(
        "What was the hate about?",
        {
            "race": "Race, colour or nationality",
            "religion": "Religion or belief",
            "disability": "Disability",
            "sexual_orientation": "Sexual orientation",
            "transgender": "Transgender identity",
            "sex_or_gender": "Sex or gender",
            "age": "Age",
            "other": "Something else about who somebody is",
            UNKNOWN: "I am not sure, or prefer not to say",
        },
        help_text="Choose all that you, or anybody else who saw it, think it was about.",
    )
    looks = {"hate_strands": Look(exclusive=UNKNOWN)}

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        if not cleaned.get("hate_strands") and not self.errors:
            self.add_error("hate_strands", "Select what the hate was about")
        return cleaned
