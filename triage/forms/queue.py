"""What the queue can be narrowed to. The answers stand in the address, where other pages may put them too."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.govuk.dates import day
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.facts import FACTS
from triage.queue import CLOCKS, ME, NEEDS, NOBODY, SORTS, STATES, TIERS, UNKNOWN_KIND, WAITS

ANY = {"": "Any"}
APART = ("q", "sort")
YEARS = range(2000, 2200)
KINDS = {**FACTS["conduct"].values, UNKNOWN_KIND: "Not known yet"}


def one_of(label: str, choices: Mapping[str, str]) -> forms.ChoiceField:
    """A list in which nothing need be chosen. What is not in it is left out, and the page says so."""
    message = f"{label}: there is no such choice, so it was left out"
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages={"invalid_choice": message})


def owner_choices() -> dict[str, str]:
    officers = User.objects.who_may(Permission.WORK_CASES).order_by("name", "id")
    return ANY | {ME: "Me", NOBODY: "Nobody"} | dict(officers.values_list("reference", "name"))


class QueueForm(GovukForm):
    """`owners` spares the query where many views are read at once."""

    q = forms.CharField(
        label="Search",
        max_length=200,
        required=False,
        error_messages={"max_length": "Search for something shorter. It was left out"},
    )
    sort = forms.ChoiceField(choices=SORTS, required=False, widget=forms.HiddenInput)
    state = one_of("State", {"": "Open; when you search, closed too"} | STATES)
    tier = one_of("Tier", ANY | TIERS)
    clock = one_of("Clock", ANY | CLOCKS)
    waits_for = one_of("Waits for", ANY | WAITS)
    owner = one_of("Owner", {})
    needs = one_of("Needs", ANY | NEEDS)
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
    looks = {
        "q": Look(hint="A reference, words of the report, a name, an email address or an account"),
        "week": Look(hint="Any day of that week, like 16/11/2026", width=10),
    }

    def __init__(self, *args: Any, owners: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners or owner_choices()
        self.fields["owner"].choices = self.owners  # type: ignore[attr-defined]  # a list to choose from

    def clean_week(self) -> date | None:
        week = self.cleaned_data["week"]
        if week and week.year not in YEARS:
            raise ValidationError(self.fields["week"].error_messages["invalid"])
        return week

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen and makes sense. A choice that does not is an error at its field, and narrows nothing."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return {"state": "all" if "q" in chosen else "open"} | chosen

    @property
    def narrowing(self) -> list[BoundField]:
        """All but the search and the order, which stand apart."""
        return [field for field in self if field.name not in APART]

    @property
    def chosen(self) -> str:
        """What counts, as it stands in an address: what a saved view keeps."""
        return urlencode(
            {name: self.data[name] for name in self.cleaned_data if self.wanted.get(name) and name in self.data}
        )

    def in_words(self) -> dict[str, str]:
        """Each filter that counts, as its tag says it. What the queue shows anyway needs no tag."""
        wanted = self.wanted
        anyway = {("state", "all" if "q" in wanted else "open")}
        chosen = {name: value for name, value in wanted.items() if name != "sort" and (name, value) not in anyway}
        return {name: f"{self.fields[name].label}: {self._words(name, value)}" for name, value in chosen.items()}

    def _words(self, name: str, value: Any) -> str:
        if name == "q":
            return f"“{value}”"
        if name == "week":
            return day(value)
        return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]  # a list to choose from
