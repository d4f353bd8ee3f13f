"""What every question of the report has in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from councilsafe.govuk import dates
from councilsafe.govuk.forms import GovukForm
from incidents.facts import FACTS, Facts, Kind

UNKNOWN = "not-sure"
NOT_GIVEN = "Not given"
NUL = "\x00"
OPTIONAL = " (optional)"
TOLD = ("description", "happened_on", "harmed_as", "harmed_name")

Posted = dict[str, list[str]]
"""A form's answers as a browser would send them again."""


@dataclass(frozen=True)
class Row:
    """One answer in words, for a summary list. `name` is its field's; `note` says where the answer is from."""

    key: str
    value: str
    change_url: str = ""
    name: str = ""
    note: str = ""


class StepForm(GovukForm):
    """One page of the report. A field named after a fact becomes that fact.

    A page with one question has it as its heading; a page with more says its own `heading`.
    """

    heading: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.heading:
            self.page_heading = next(iter(self.fields))

    @property
    def raises_alarm(self) -> bool:
        return False

    def forgets(self, before: "StepForm | None") -> list[str]:
        """Keys of pages whose saved answers no longer hold once this one is saved in place of the one before."""
        return []

    def posted(self) -> Posted:
        """What to keep in the draft: every part of every field, and nothing else that came along.

        Of a field that came twice only the last is looked at, so that here NUL is taken out of all: no JSON holds it.
        """
        keys = [key for key in self.data if key.split("-")[0] in self.fields and NUL not in key]
        return {key: [one.replace(NUL, "") for one in self.data.getlist(key)] for key in keys}  # type: ignore[attr-defined]  # only ever bound to a MultiValueDict

    def facts(self) -> Facts:
        """The facts of a valid form. None says *not known*, also against what an earlier page let suppose."""
        return {name: _known(name, value) for name, value in self.cleaned_data.items() if name in FACTS}

    def told(self) -> dict[str, Any]:
        """What a valid form tells that is no fact."""
        return {name: self.cleaned_data[name] for name in TOLD if name in self.cleaned_data}

    def rows(self) -> list[Row]:
        """The questions and answers of a valid form, to check before sending."""
        labels = {name: str(field.label).removesuffix(OPTIONAL) for name, field in self.fields.items()}
        return [Row(label, self.in_words(name), name=name) for name, label in labels.items()]

    def in_words(self, name: str) -> str:
        value = self.cleaned_data[name]
        if value in (None, "", []):
            return NOT_GIVEN
        choices = dict(getattr(self.fields[name], "choices", ()))
        if choices:
            return "\n".join(str(choices[one]) for one in (value if isinstance(value, list) else [value]))
        return dates.day(value) if isinstance(value, date) else str(value)


def answer(
    question: str, words: Mapping[str, str], *, error: str, hint: str = "", unknown: str = "I am not sure"
) -> forms.ChoiceField:
    """One of several answers as radios. `unknown` words the way not to answer; empty where there is none."""
    choices = [*words.items(), *([(UNKNOWN, unknown)] if unknown else [])]
    return forms.ChoiceField(
        label=question,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": error, "invalid_choice": error},
    )


def several(legend: str, words: Mapping[str, str], **options: Any) -> forms.MultipleChoiceField:
    """Any number of answers as checkboxes."""
    return forms.MultipleChoiceField(
        label=legend, choices=list(words.items()), widget=forms.CheckboxSelectMultiple, required=False, **options
    )


def _known(name: str, value: Any) -> Any:
    if value in (None, "") or value == UNKNOWN or (isinstance(value, list) and UNKNOWN in value):
        return None
    return value == "yes" if FACTS[name].kind is Kind.TRUTH else value
