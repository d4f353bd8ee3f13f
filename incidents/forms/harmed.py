"""Asked only when somebody reports for somebody else: who was harmed, and whether they know and agree (P16)."""

from typing import Any

from django import forms

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.forms.base import StepForm, answer
from incidents.models import Harmed

NOT_LISTED = "not-listed"
NOT_YET = ("", "Choose from the list")


class WhomForm(StepForm):
    harmed_as = answer(
        "Who did it happen to?",
        dict(Harmed.choices),
        error="Select who it happened to",
        unknown="",
    )


def councillors() -> list[tuple[str, str]]:
    """Every councillor with an account, by name. Their ward tells two of one name apart."""
    people = (
        User.objects.with_role(Role.COUNCILLOR)
        .order_by("name", "pk")
        .values_list("reference", "name", "councillor__ward")
    )
    listed = [(reference, f"{name} ({ward})" if ward else name) for reference, name, ward in people]
    return [NOT_YET, *listed, (NOT_LISTED, "They are not in this list")]


class PersonForm(StepForm):
    person = forms.ChoiceField(
        label="Which councillor?",
        help_text="In the list, type the first letters of their name.",
        choices=councillors,
        error_messages={"required": "Select which councillor"},
    )

    def told(self) -> dict[str, Any]:
        return {"councillor": User.objects.filter(reference=self.cleaned_data["person"]).first()}


class NameForm(StepForm):
    harmed_name = forms.CharField(
        label="What is their name?",
        max_length=120,
        error_messages={
            "required": "Enter their name",
            "max_length": "Their name must be %(limit_value)d characters or fewer",
        },
    )


KNOWS = {"agrees": (True, True), "against": (True, False), "knows": (True, None), "no": (False, None)}


class KnowsForm(StepForm):
    """Who is not sure must not have them told by us: not sure counts as no."""

    knows = answer(
        "Do they know that you are reporting this?",
        {
            "agrees": "Yes, and they agree",
            "against": "Yes, but they do not want it reported",
            "knows": "Yes, but I have not asked if they agree",
            "no": "No",
        },
        hint="If they have an account here, they can follow the report once they know about it.",
        error="Select if they know that you are reporting this",
    )

    def told(self) -> dict[str, Any]:
        knows, agrees = KNOWS.get(self.cleaned_data["knows"], KNOWS["no"])
        return {"harmed_knows": knows, "harmed_agrees": agrees}
