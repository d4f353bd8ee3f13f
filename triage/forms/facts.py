"""Every fact of the vocabulary on one page. Left blank, a fact is not known."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.facts import FACTS, Fact, Facts, Kind, describe
from triage.actions.facts import FactsClashError, changes
from triage.models import Assessment
from triage.queue import TIERS

ASKED_FIRST = "Not known, and could raise the tier"
SECTIONS = {
    "What was done": (
        "conduct",
        "hate_strands",
        "targets",
        "audience",
        "channel",
        "physical_contact",
        "property_damage",
    ),
    "Threat and danger": (
        "happening_now",
        "threat",
        "threatened_harm",
        "specificity",
        "means",
        "due_within_hours",
        "call_to_action",
        "read_as_joke",
        "clarified",
    ),
    "Who, where and how often": (
        "source",
        "source_vulnerable",
        "on_register",
        "court_order",
        "asked_to_stop",
        "place",
        "occasions",
        "period_days",
        "distinct_sources",
        "distinct_victims",
        "escalating",
        "fixation",
        "surveillance",
        "address_exposed",
    ),
    "What it has done": ("impact", "because_of_role", "already_with_police"),
}
NONE_OF_THESE = "none"
TRUTHS = {True: "true", False: "false", None: "unknown"}
TRUTH_CHOICES = {"true": "Yes", "false": "No", "unknown": "Not known"}
MOST = 100_000  # more than any count of people, days or hours that means something


def field_for(fact: Fact) -> forms.Field:
    common: dict[str, Any] = {"label": fact.label, "required": False}
    match fact.kind:
        case Kind.CHOICE:
            return forms.ChoiceField(choices={"": "Not known", **fact.values}, **common)
        case Kind.SEVERAL:
            choices = {**fact.values, NONE_OF_THESE: "None of these"}
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        case Kind.TRUTH:
            return forms.ChoiceField(choices=TRUTH_CHOICES, widget=forms.RadioSelect, **common)
        case Kind.NUMBER:
            return forms.IntegerField(min_value=fact.least, max_value=MOST, **common)


def look_for(fact: Fact) -> Look:
    several = fact.kind is Kind.SEVERAL
    return Look(small=True, inline=fact.kind is Kind.TRUTH, width=5, exclusive=NONE_OF_THESE if several else "")


def to_form(fact: Fact, value: Any) -> Any:
    """A fact's value as the form's field has it."""
    if fact.kind is Kind.SEVERAL:
        return [NONE_OF_THESE] if value == [] else value or []
    return TRUTHS[value] if fact.kind is Kind.TRUTH else value


def from_form(fact: Fact, value: Any) -> Any:
    """What the form's field has as the fact's value: None where it is not known."""
    if fact.kind is Kind.SEVERAL:
        return [] if value == [NONE_OF_THESE] else value or None
    if fact.kind is Kind.TRUTH:
        return {words: truth for truth, words in TRUTHS.items()}.get(value)
    return None if value == "" else value


def all_to_form(facts: Facts) -> dict[str, Any]:
    return {name: to_form(fact, facts.get(name)) for name, fact in FACTS.items()}


class FactsForm(GovukForm):
    """One field a fact. `seen` is the assessment whose facts the officer sees: what they change is told apart by it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = LongTextField(
        label="How you know",
        help_text="Who told you, or what you saw. Needed when you record that the words meant something harmless.",
        max_length=2000,
        required=False,
    )
    submit_label = "Save and score again"
    looks = {name: look_for(fact) for name, fact in FACTS.items()}

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        initial = {**all_to_form(assessment.own_facts), "seen": assessment.pk}
        super().__init__(*args, initial=initial, **kwargs)
        self.asked = {question["fact"]: question["tier"] for question in assessment.questions}
        for name, tier in self.asked.items():
            self.fields[name].help_text = f"Could raise the tier to “{TIERS[tier]}”"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        clears_up = self.cleaned_data.get("clarified") == "true" and "clarified" in self.changed_data
        if clears_up and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Enter how you know that the words meant something harmless")
        return cleaned

    @property
    def facts(self) -> Facts:
        return {name: from_form(fact, self.cleaned_data[name]) for name, fact in FACTS.items()}

    @property
    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """What is asked first because it could raise the tier, then everything else by subject."""
        by_subject = {title: [name for name in names if name not in self.asked] for title, names in SECTIONS.items()}
        sections: dict[str, Iterable[str]] = {ASKED_FIRST: self.asked, **by_subject}
        return [(title, [self[name] for name in names]) for title, names in sections.items() if names]

    def asked_again(self, seen: Assessment, clash: FactsClashError) -> "FactsForm":
        """The form with what others changed filled in, and both answers at each fact where they differ."""
        mine = changes(self.facts, since=seen)
        data = {**all_to_form(clash.assessment.own_facts | mine), "seen": clash.assessment.pk}
        form = FactsForm({**data, "reason": self.cleaned_data["reason"]}, assessment=clash.assessment)
        for name, theirs in clash.theirs.items():
            form.add_error(name, both(FACTS[name], theirs, mine[name]))
        return form


FactsForm.base_fields = {name: field_for(fact) for name, fact in FACTS.items()} | FactsForm.base_fields


def both(fact: Fact, theirs: Any, mine: Any) -> str:
    return (
        f"{fact.label}: while you were working this was changed to “{describe(fact, theirs)}”. "
        f"You chose “{describe(fact, mine)}”. Select which is right"
    )
