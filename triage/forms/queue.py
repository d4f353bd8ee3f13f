"""What the queue can be narrowed to. The answers stand in the address, where other pages may put them too."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.govuk.dates import day
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.facts import FACTS
from triage.queue import CLOCKS, ME, STATES, TIERS, UNKNOWN_KIND, WAITS

ANY = {"": "Any"}
YEARS = range(2000, 2200)
KINDS = {**FACTS["conduct"].values, UNKNOWN_KIND: "Not known yet"}


def one_of(label: str, choices: Mapping[str, str]) -> forms.ChoiceField:
    """A list in which nothing need be chosen. What is not in it is left out, and the page says so."""
    message = f"{label}: there is no such choice, so it was left out"
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages={"invalid_choice": message})


class QueueForm(GovukForm):
    state = one_of("State", STATES)
    tier = one_of("Tier", ANY | TIERS)
    clock = one_of("Clock", ANY | CLOCKS)
    waits_for = one_of("Waits for", ANY | WAITS)
    owner = one_of("Owner", {})
    kind = one_of("What was done", ANY | KINDS)
    week = forms.DateField(
        label="Reported in the week of",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        required=False,
        error_messages={"invalid": "Enter the day like 16/11/2026. It was left out"},
    )
    method = "get"
    submit_label = "Apply filters"
    submit_classes = "govuk-button--secondary"
    looks = {"week": Look(hint="Any day of that week, like 16/11/2026", width=10)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = User.objects.who_may(Permission.WORK_CASES).order_by("name", "id")
        owners = ANY | {ME: "Me"} | dict(officers.values_list("reference", "name"))
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]  # a list to choose from

    def clean_week(self) -> date | None:
        week = self.cleaned_data["week"]
        if week and week.year not in YEARS:
            raise ValidationError(self.fields["week"].error_messages["invalid"])
        return week

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen and makes sense. A choice that does not is an error at its field, and narrows nothing."""
        self.is_valid()
        return {"state": "open"} | {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> dict[str, str]:
        """Each filter that counts, as its tag says it. Open cases are what the queue shows anyway."""
        chosen = {name: value for name, value in self.wanted.items() if (name, value) != ("state", "open")}
        return {name: f"{self.fields[name].label}: {self._words(name, value)}" for name, value in chosen.items()}

    def _words(self, name: str, value: Any) -> str:
        if name == "week":
            return day(value)
        return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]  # a list to choose from
