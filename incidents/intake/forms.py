"""What an officer fills in while somebody is on the telephone, or with the messages of a pile-on before them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.facts import FACTS, Facts, Kind
from incidents.intake.gathered import Gathered, columns_of, facts_of, read
from incidents.intake.sheet import Sheet, SheetField
from incidents.models import Harmed

LONGEST = 20_000
LONGEST_PASTE = 1_000_000
MOST_PROBLEMS = 10
MOST = 100_000
NOT_ASKED = {"": "Not asked"}
KNOWS = {
    "no": "No, or not asked",
    "knows": "Yes",
    "agrees": "Yes, and they agree with it",
}
KNOWN = {"no": (False, None), "knows": (True, None), "agrees": (True, True)}
Sections = Mapping[str, Sequence[str]]


def words_of(text: str) -> list[str]:
    """However a browser ends its lines."""
    return text.split()


def fact_field(name: str) -> forms.Field:
    """Left alone, a fact stays not known."""
    fact = FACTS[name]
    common: dict[str, Any] = {"label": fact.label, "required": False}
    match fact.kind:
        case Kind.CHOICE:
            return forms.TypedChoiceField(choices={**NOT_ASKED, **fact.values}, empty_value=None, **common)
        case Kind.SEVERAL:
            return forms.MultipleChoiceField(choices=fact.values, widget=forms.CheckboxSelectMultiple, **common)
        case Kind.TRUTH:
            answers = {**NOT_ASKED, "yes": "Yes", "no": "No"}
            return forms.TypedChoiceField(
                choices=answers, coerce=lambda said: said == "yes", empty_value=None, **common
            )
        case Kind.NUMBER:
            return forms.IntegerField(min_value=fact.least, max_value=MOST, **common)


def people() -> list[tuple[str, str]]:
    """Everybody who can follow a report here, by name; councillors with their ward, which tells two of a name apart."""
    found = User.objects.who_may(Permission.REPORT).order_by("name", "id")
    listed = found.values_list("reference", "name", "councillor__ward")
    return [("", "Nobody in this list"), *((ref, f"{name} ({ward})" if ward else name) for ref, name, ward in listed)]


class PersonField(forms.TypedChoiceField):
    """Somebody with an account, or nobody. In the list one types the first letters of the name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=people, required=False, coerce=self._person, empty_value=None, **kwargs)

    @staticmethod
    def _person(reference: str) -> User:
        return User.objects.get(reference=reference)


class TakenForm(GovukForm):
    """What both have in common. `token` makes sending twice harmless. Fields named after facts become facts."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    councillor = PersonField(label="Their account", help_text="Type the first letters of their name.")
    harmed_name = forms.CharField(label="Their name, if they are not in the list", max_length=120, required=False)
    harmed_as = forms.ChoiceField(label="Who they are", choices=Harmed.choices, initial=Harmed.COUNCILLOR)
    knows = forms.ChoiceField(
        label="Do they know of this report?",
        help_text="If they do, and they have an account, they find it among their own reports.",
        choices=KNOWS,
        initial="no",
    )
    description = LongTextField(
        label="What happened",
        help_text="In their words, as far as you can. Write down the worst of what was said.",
        max_length=LONGEST,
        error_messages={"required": "Enter what happened"},
    )
    looks = {
        "conduct": Look(small=True),
        "hate_strands": Look(small=True),
        **{name: Look(width=5) for name, fact in FACTS.items() if fact.kind is Kind.NUMBER},
    }
    parts: Sections = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"token": uuid4()}, **kwargs)

    @property
    def sections(self) -> list[tuple[str, list[BoundField]]]:
        return [(legend, [self[name] for name in names]) for legend, names in self.parts.items()]

    @property
    def facts(self) -> Facts:
        known = {name: self.cleaned_data.get(name) for name in self.fields if name in FACTS}
        return {name: value for name, value in known.items() if value not in (None, [])}

    @property
    def told(self) -> dict[str, Any]:
        """What a valid form tells that is no fact."""
        knows, agrees = KNOWN[self.cleaned_data["knows"]]
        told = {name: self.cleaned_data[name] for name in ("councillor", "harmed_as", "description")}
        name = "" if told["councillor"] else self.cleaned_data["harmed_name"]
        return {**told, "harmed_name": name, "harmed_knows": knows, "harmed_agrees": agrees}


class TelephoneForm(TakenForm):
    caller = PersonField(label="Their account", help_text="Type the first letters of their name.")
    caller_name = forms.CharField(label="Their name, if they are not in the list", max_length=120, required=False)
    phone = forms.CharField(label="Their number", max_length=30, required=False)
    whereabouts = forms.CharField(label="Where they are", max_length=200, required=False)
    happened_on = DateInputField(label="When it happened", help_text="The last time.", past=True, required=False)
    submit_label = "Make the report"
    parts = {
        "Danger": ("happening_now", "whereabouts"),
        "Who is ringing": ("caller", "caller_name", "phone"),
        "Who it happened to": ("councillor", "harmed_name", "harmed_as", "knows"),
        "What happened": ("description", "happened_on", "channel", "place", "conduct"),
        "If there was a threat": ("threat", "threatened_harm", "due_within_hours", "means"),
        "Who did it, and how often": ("source", "occasions", "period_days", "asked_to_stop", "surveillance"),
        "What it has done": ("impact", "address_exposed", "already_with_police"),
    }

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        if not (cleaned.get("caller") or cleaned.get("caller_name")):
            self.add_error("caller", "Select who is ringing, or enter their name")
        if not (cleaned.get("councillor") or cleaned.get("harmed_name")):
            self._done_to_the_caller(cleaned)
        return cleaned

    def _done_to_the_caller(self, cleaned: dict[str, Any]) -> None:
        """Nobody else was named: it was done to whoever is ringing, who knows of it."""
        cleaned["councillor"], cleaned["harmed_name"] = cleaned.get("caller"), cleaned.get("caller_name", "")
        cleaned["knows"] = "agrees"

    @property
    def told(self) -> dict[str, Any]:
        told = super().told
        caller, description = self.cleaned_data["caller_name"], told["description"]
        if caller and caller != told["harmed_name"] and not self.cleaned_data["caller"]:
            told["description"] = f"Told on the telephone by {caller}.\n\n{description}"
        return told | {name: self.cleaned_data[name] for name in ("happened_on", "phone", "whereabouts")}


class PileOnForm(TakenForm):
    """`seen` is a mark of the messages that the officer has seen read: others are shown before they are sent.

    What is in a file comes into the box of the messages, so that it need not be chosen again to be sent.
    """

    messages = LongTextField(
        label="The messages",
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Paste the messages, or choose a file"},
    )
    sheet = SheetField(
        label="Or a CSV file",
        help_text="Its first line names the columns: who, where, when, what. Only “what” is needed. Up to 1 MB.",
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    submit_label = "Read the messages"
    parts = {
        "The messages": ("messages", "sheet"),
        "Who they are about": ("councillor", "harmed_name", "harmed_as", "knows"),
        "What you know": ("description", "conduct", "hate_strands", "threat", "threatened_harm", "call_to_action"),
        "What it has done": ("impact", "already_with_police"),
    }

    def __init__(self, data: QueryDict | None = None, files: Any = None) -> None:
        sheet = (files or {}).get("sheet")
        if data is not None and isinstance(sheet, Sheet) and not data.get("messages", "").strip():
            data = data.copy()
            data["messages"] = sheet.text
        super().__init__(data, files)

    def clean_messages(self) -> Sequence[Gathered]:
        reading = read(self.cleaned_data["messages"], timezone.now(), timezone.get_current_timezone())
        if reading.problems:
            more = len(reading.problems) - MOST_PROBLEMS
            rest = f" There are {more} more." if more > 0 else ""
            raise ValidationError(". ".join(reading.problems[:MOST_PROBLEMS]) + "." + rest)
        return reading.messages

    def clean(self) -> dict[str, Any]:
        cleaned = cast(dict[str, Any], super().clean())
        if not (cleaned.get("councillor") or cleaned.get("harmed_name")):
            self.add_error("councillor", "Select who they are about, or enter their name")
        self._check_sheet(cleaned.get("sheet"))
        return cleaned

    def _check_sheet(self, sheet: Sheet | None) -> None:
        """One or the other: which of two would count cannot be guessed. A file that was refused is said once."""
        if "sheet" in self.errors and not self.data.get("messages", "").strip():
            self.errors.pop("messages", None)
        if sheet and words_of(sheet.text) != words_of(self.data["messages"]):
            self.add_error("sheet", "Paste the messages or choose a file, but not both")
        elif sheet and columns_of(sheet.text.splitlines()) is None:
            self.add_error("sheet", "The first line of the file must name its columns: who, where, when, what")

    @property
    def counted(self) -> Facts:
        return facts_of(self.cleaned_data["messages"])

    @property
    def facts(self) -> Facts:
        return {**super().facts, **self.counted}

    @property
    def told(self) -> dict[str, Any]:
        """It happened when the last of them was written."""
        moments = [one.written_at for one in self.cleaned_data["messages"] if one.written_at]
        last = timezone.localdate(max(moments)) if moments else None
        return {**super().told, "happened_on": last}


for form in (TelephoneForm, PileOnForm):
    asked = [name for names in form.parts.values() for name in names if name in FACTS]
    form.base_fields = {**form.base_fields, **{name: fact_field(name) for name in asked}}
