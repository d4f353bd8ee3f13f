"""Drafting the threat process: one form a section. Each gives the whole data that the draft would then have."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from councilsafe.duty.calendar import Unit
from councilsafe.duty.forms import TIME_ERRORS, TIME_FORMATS, moment
from councilsafe.govuk.fields import DateInputField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from triage.forms.case import reason, select
from triage.models import ProcessVersion, Replay
from triage.process import Tier
from triage.process.conditions import read_all
from triage.process.edits import Data, Rule, rules_of, with_clocks, with_gates, with_points
from triage.process.musts import MUST_BE_GATES
from triage.process.problems import Problem, tier_words
from triage.process.words import looks_for, without_numbers
from triage.process_files import ProcessFileField

SHORT = 150  # signs under a tick, on a phone
MOST_POINTS = 100
UNITS = {unit.value: unit.value.replace("_", " ").capitalize() for unit in Unit}
WORDS = {"acknowledge": "Somebody answers within", "act": "Acted on within"}


class SectionForm(GovukForm):
    """`seen` is the revision that was read: what somebody else changed meanwhile is never overwritten unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    submit_label = "Save"
    clash: list[tuple[str, str, str]] = []

    def __init__(self, *args: Any, version: ProcessVersion, **kwargs: Any) -> None:
        self.version, self.now, self.origin = version, version.data, origin_of(version)
        super().__init__(*args, initial={"seen": version.revision}, **kwargs)
        self.build()
        for name, field in self.fields.items():
            self._dress(field, name)

    def look(self, name: str) -> Look:
        """Numbers are short."""
        return Look(width=4) if isinstance(self.fields[name], forms.IntegerField) else Look()

    def build(self) -> None:
        raise NotImplementedError

    def data_with(self) -> Data:
        """The draft's data as it would be with these answers."""
        raise NotImplementedError

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Each at its field, where it is in this section."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)

    def show_clash(self) -> None:
        """Somebody else saved meanwhile: what they say now stands beside what was typed, which is kept."""
        self.version.refresh_from_db()
        before = type(self)(version=self.version)
        self.clash = [
            (str(field.label), shown(before.fields[name].initial), shown(self.cleaned_data[name]))
            for name, field in self.fields.items()
            if name in before.fields and name != "seen" and before.fields[name].initial != self.cleaned_data[name]
        ]
        self.data = {**self.data.dict(), "seen": str(self.version.revision)}  # type: ignore[attr-defined]  # as it was sent
        self.add_error(None, "Somebody else changed this draft meanwhile. Compare, then save again if yours is right")


def shown(value: Any) -> str:
    return {True: "Counts", False: "Does not count"}[value] if isinstance(value, bool) else str(value)


def origin_of(version: ProcessVersion) -> Data:
    origin: Data = json.loads(version.origin)
    return origin


class NameForm(SectionForm):
    def build(self) -> None:
        self.fields["title"] = forms.CharField(
            label="What it is called",
            max_length=200,
            initial=self.now["title"],
            error_messages={"required": "Enter what it is called"},
        )

    def data_with(self) -> Data:
        return {**self.now, "title": self.cleaned_data["title"]}


class GatesForm(SectionForm):
    """A tick for each gate. Those that must be say so, and are refused when they are switched off."""

    def build(self) -> None:
        on = {rule["name"] for rule in self.now["gates"]}
        self.rules = rules_of("gates", self.origin)
        for rule in self.rules:
            must = MUST_BE_GATES.get(rule["name"])
            self.fields[f"gates-{rule['name']}"] = forms.BooleanField(
                label=without_numbers(rule["sentence"]),
                help_text=in_short(self.origin, rule) + (f" This must stay a gate. The rule: {must}." if must else ""),
                required=False,
                initial=rule["name"] in on,
            )

    def data_with(self) -> Data:
        on = {rule["name"] for rule in self.rules if self.cleaned_data[f"gates-{rule['name']}"]}
        return with_gates(self.now, self.origin, on)

    @property
    def by_tier(self) -> list[tuple[str, list[BoundField]]]:
        return [
            (tier_words(tier), [self[f"gates-{rule['name']}"] for rule in self.rules if rule["tier"] == tier.key])
            for tier in sorted(Tier, reverse=True)
        ]


class PointsForm(SectionForm):
    def build(self) -> None:
        now = {rule["name"]: rule["points"] for rule in self.now["points"]}
        for tier in (Tier.COUNCIL, Tier.POLICE):
            self.fields[f"points-threshold_{tier.key}"] = whole(
                f"Points that reach “{tier_words(tier)}”", self.now["thresholds"][tier.key], least=1, most=1000
            )
        self.rules = rules_of("points", self.origin)
        for rule in self.rules:
            self.fields[f"points-{rule['name']}"] = whole(
                without_numbers(rule["sentence"]), now.get(rule["name"], 0), hint=needs(self.origin, rule)
            )

    def data_with(self) -> Data:
        points = {rule["name"]: self.cleaned_data[f"points-{rule['name']}"] for rule in self.rules}
        thresholds = {key: self.cleaned_data[f"points-threshold_{key}"] for key in ("council", "police")}
        return with_points(self.now, self.origin, points, thresholds)


class ClocksForm(SectionForm):
    def build(self) -> None:
        for tier in sorted(Tier, reverse=True):
            for name in self.now["clocks"][tier.key]:
                self.clock(tier, name)

    def clock(self, tier: Tier, name: str) -> None:
        clock, label = self.now["clocks"][tier.key][name], f"{tier_words(tier)}: {WORDS[name].lower()}"
        self.fields[f"clocks-{tier.key}_{name}"] = whole(label, clock["amount"], least=1, most=10_000)
        self.fields[f"clocks-{tier.key}_{name}_unit"] = forms.ChoiceField(
            label=f"{tier_words(tier)}: {WORDS[name].lower()}, in",
            choices=UNITS,
            initial=clock["unit"],
            error_messages=select("minutes, hours, working hours or working days"),
        )

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        """How much, and of what."""
        names = [name for name in self.fields if f"{name}_unit" in self.fields]
        return [(self[name], self[f"{name}_unit"]) for name in names]

    def data_with(self) -> Data:
        clocks = {
            key: {
                name: {
                    "amount": self.cleaned_data[f"clocks-{key}_{name}"],
                    "unit": self.cleaned_data[f"clocks-{key}_{name}_unit"],
                }
                for name in pair
            }
            for key, pair in self.now["clocks"].items()
        }
        return with_clocks(self.now, clocks)


SECTIONS: Mapping[str, tuple[str, type[SectionForm]]] = {
    "gates": ("Gates", GatesForm),
    "points": ("Points", PointsForm),
    "clocks": ("Clocks", ClocksForm),
    "name": ("Name", NameForm),
}


def whole(label: str, now: int, *, least: int = 0, most: int = MOST_POINTS, hint: str = "") -> forms.IntegerField:
    message = f"Enter a whole number from {least} to {most}"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        initial=now,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
    )


def in_short(origin: Data, rule: Rule) -> str:
    """A gate's conditions where they are few; all of them stand on the page of the version."""
    whole = needs(origin, rule)
    return whole if len(whole) <= SHORT else "Looks for several things together."


def needs(origin: Data, rule: Rule) -> str:
    """What it looks for, in words: all of it has to be so."""
    found = looks_for(read_all(rule["when"], origin.get("sets", {})))
    if len(found) == 1:
        return f"Looks for: {found[0]}."
    return "Looks for all of these. " + " ".join(f"({number}) {one}." for number, one in enumerate(found, start=1))


class NewForm(GovukForm):
    why = reason("Why another version is needed", hint="It is kept with the version.")
    submit_label = "Start the draft"


class ImportForm(GovukForm):
    why = reason("Why this version is drafted", hint="It is kept with the version.")
    file = ProcessFileField(
        label="The file", help_text="A version of the process as it is exported here, of at most 1 MB."
    )
    submit_label = "Check it and start a draft"


class ProposeForm(GovukForm):
    day = DateInputField(label="Day from which it counts", help_text="For example, 27 11 2026", future=True)
    time = forms.TimeField(
        label="Time from which it counts",
        help_text="For example, 9:00 or 5pm",
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M"),
        error_messages=TIME_ERRORS,
    )
    looks = {"time": Look(width=10)}
    submit_label = "Propose it to a second person"

    def __init__(self, *args: Any, replay: Replay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lowered := replay.lowered_cases:
            tiers = {tier.value: tier_words(tier) for tier in Tier}
            self.fields["accepted"] = forms.MultipleChoiceField(
                label="These worked cases would go lower. Tick each that may.",
                choices={
                    case["id"]: f"{case['id']}: {case['text']} From “{tiers[case['from_tier']]}” to "
                    f"“{tiers[case['to_tier']]}”."
                    for case in lowered
                },
                widget=forms.CheckboxSelectMultiple,
                error_messages=select("every worked case that may go lower"),
            )

    def clean_accepted(self) -> list[str]:
        accepted = self.cleaned_data["accepted"]
        if left := [name for name in self.fields["accepted"].choices if name[0] not in accepted]:  # type: ignore[attr-defined]  # a list to choose from
            raise ValidationError(f"Tick every case that may go lower, or change the draft. Not ticked: {left[0][0]}")
        return list(accepted)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("time") and self.effective_from < timezone.now():
            self.add_error("day", "The time from which it counts must be in the future")
        return cleaned

    @property
    def effective_from(self) -> datetime:
        return moment(self.cleaned_data["day"], self.cleaned_data["time"])


class DecideForm(GovukForm):
    """`seen` is what the second person has read, so that nothing else is approved unseen."""

    seen = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Do you approve it?",
        choices={"approve": "Yes, I approve it", "refuse": "No, I refuse it"},
        widget=forms.RadioSelect,
        error_messages=select("whether you approve it"),
    )
    reason = reason("Why you refuse it", hint="Only if you refuse it. Whoever drafted it can read this.")
    submit_label = "Decide"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", "Enter why you refuse it")
        return cleaned


class DiscardForm(GovukForm):
    reason = reason("Why it is not needed any more")
    submit_label = "Discard it"
    submit_classes = "govuk-button--warning"
