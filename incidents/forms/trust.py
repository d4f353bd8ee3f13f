"""Who may read the report and who else may be told. Each has an answer already, and can be changed from the check."""

from typing import Any

from django import forms

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.forms.base import Row, StepForm, answer, several
from incidents.forms.harmed import NOT_YET
from incidents.models import Consent

TEAM, MONITORING, NAMED = "team", "monitoring", "named"


class ReadersForm(StepForm):
    readers = answer(
        "Who may read this report?",
        {
            TEAM: "The officers who deal with reports",
            MONITORING: "Only the monitoring officer",
            NAMED: "Only one officer, whom I choose",
        },
        hint="If somebody could be in danger and nobody you choose answers, we tell the monitoring officer. "
        "If they cannot deal with it, we tell one officer on duty.",
        error="Select who may read this report",
        unknown="",
    )

    def told(self) -> dict[str, Any]:
        """Nothing for the team: what an alarm was kept from meanwhile stays so."""
        return {} if self.cleaned_data["readers"] == TEAM else {"confidant": None}


def officers() -> list[tuple[str, str]]:
    people = User.objects.who_may(Permission.WORK_CASES).order_by("name", "pk")
    return [NOT_YET, *people.values_list("reference", "name")]


class OfficerForm(StepForm):
    officer = forms.ChoiceField(
        label="Which officer may read this report?",
        help_text="Nobody else is told. If they do not answer in time, we ask you what to do.",
        choices=officers,
        error_messages={"required": "Select which officer may read this report"},
    )

    def told(self) -> dict[str, Any]:
        return {"confidant": User.objects.filter(reference=self.cleaned_data["officer"]).first()}


class SharingForm(StepForm):
    sharing = several(
        "Who else may be told about this report?",
        dict(Consent.Purpose.choices),
        help_text="You can change this at any time. If you leave it empty, nobody else is told.",
    )

    def rows(self) -> list[Row]:
        chosen = self.cleaned_data["sharing"]
        return [Row("Who else may be told", self.in_words("sharing") if chosen else "Nobody else")]

    def consents(self) -> dict[str, bool]:
        """An answer for every purpose: who was asked and ticked nothing has said no."""
        chosen: list[str] = self.cleaned_data["sharing"]
        return {purpose: purpose in chosen for purpose in Consent.Purpose.values}
