"""What officers are asked about people of concern."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from councilsafe.accounts.models import User
from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.actions.people import Told
from incidents.models import Identifier, Incident, Involvement, PersonOfConcern
from incidents.people.normalise import BY_KIND, PLATFORMS, Given, normalise, platform_of

LONGEST = 200
LONGEST_KEPT = 300  # of the form that is compared
UNUSABLE = {
    "name": "Enter a name with letters in it",
    "email": "Enter an email address in the correct format, like name@example.com",
    "handle": "Enter the account’s name, or the address of its page",
    "phone": "Enter a telephone number, like 01632 960 001 or 07700 900 982",
    "address": "Enter an address with a street or a postcode",
    "vehicle": "Enter a number plate, or the make and colour",
}


def optional(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=f"{label} (optional)", help_text=hint, max_length=LONGEST, required=False)


def reason(label: str) -> LongTextField:
    return LongTextField(label=label, max_length=1000, error_messages={"required": "Enter the reason"})


def in_words(known: Identifier) -> str:
    return f"{known.get_kind_display()}: {known.value}"


def person_kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How well are they known?",
        choices=PersonOfConcern.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how well they are known"},
    )


def person_label() -> forms.CharField:
    hint = "Their name, or a few words such as “man with the grey van”."
    missing = {"required": "Enter what you call them"}
    return forms.CharField(label="What you call them", help_text=hint, max_length=120, error_messages=missing)


class KnownByForm(GovukForm):
    """One box for each kind of identifier, all of which may stay empty."""

    name = optional("Name", "As it was given. Order and titles do not matter.")
    email = optional("Email address")
    handle = optional("Account on a platform", "The account’s name, or the address of its page.")
    platform = forms.ChoiceField(
        label="Which platform (optional)", choices=[("", ""), *PLATFORMS.items()], required=False
    )
    phone = optional("Telephone number")
    address = optional("Postal address", "On one line, with the postcode if you have it.")
    vehicle = optional("Vehicle", "A number plate, or the make and colour.")
    looks = {"phone": Look(width=20)}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for kind in BY_KIND:
            form = normalise(kind, self.cleaned_data.get(kind, ""))
            if self.cleaned_data.get(kind) and not 0 < len(form) <= LONGEST_KEPT:
                self.add_error(kind, UNUSABLE[kind])
        return cleaned

    @property
    def known_by(self) -> list[Given]:
        given = {kind: self.cleaned_data[kind] for kind in BY_KIND if self.cleaned_data[kind]}
        return [Given(kind, value, self._platform(value) if kind == "handle" else "") for kind, value in given.items()]

    def _platform(self, value: str) -> str:
        return platform_of(value) or self.cleaned_data["platform"]


class AddPersonForm(KnownByForm):
    kind = person_kind()
    label = person_label()
    standing = forms.ChoiceField(
        label="Are they behind this report?",
        choices=[(Involvement.Standing.CONFIRMED, "Yes"), (Involvement.Standing.POSSIBLE, "Possibly")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they are behind this report"},
    )
    why = forms.CharField(label="How you know (optional)", max_length=300, required=False)
    field_order = ["kind", "label", "standing", "why"]
    submit_label = "Add this person"

    @property
    def known_by(self) -> list[Given]:
        """Somebody known by name is known by what they are called."""
        known = super().known_by
        if self.cleaned_data["kind"] == PersonOfConcern.Kind.KNOWN and not self.cleaned_data["name"]:
            return [Given("name", self.cleaned_data["label"]), *known]
        return known

    @property
    def told(self) -> Told:
        said = {name: self.cleaned_data[name] for name in ("kind", "label", "standing", "why")}
        return Told(known_by=self.known_by, **said)


class IdentifiersForm(KnownByForm):
    incident = forms.ModelChoiceField(
        Incident.objects.none(),
        label="Which report this is from",
        help_text="Who may see that report will see this. Without one, everybody who sees this person will.",
        to_field_name="reference",
        required=False,
        empty_label="Not from a report",
    )
    submit_label = "Save"

    def __init__(self, *args: Any, incidents: QuerySet[Incident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = incidents  # type: ignore[attr-defined]  # a list to choose from

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.known_by:
            self.add_error(None, "Enter at least one thing they are known by")
        return cleaned


class RemoveForm(GovukForm):
    identifier = forms.ModelChoiceField(
        Identifier.objects.none(),
        label="What is wrong?",
        error_messages={"required": "Select what is wrong", "invalid_choice": "Select what is wrong"},
    )
    reason = reason("Why it is wrong")
    submit_label = "Remove it"
    submit_classes = "govuk-button--warning"

    def __init__(self, *args: Any, identifiers: QuerySet[Identifier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["identifier"]
        field.queryset = identifiers  # type: ignore[attr-defined]  # a list to choose from
        field.label_from_instance = in_words  # type: ignore[attr-defined]  # Django's way to name choices


class ChangePersonForm(GovukForm):
    kind = person_kind()
    label = person_label()
    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("name", "id"),
        label="Their account here",
        help_text="For a councillor or somebody of the council. They lose sight of every case that they are on.",
        to_field_name="reference",
        required=False,
        empty_label="They have none",
    )
    submit_label = "Save"


class MergeForm(GovukForm):
    into = forms.CharField(
        label="The other person’s reference",
        help_text="For example, P-7F3KQ-9XMTB. The page of that person will show both.",
        max_length=20,
        error_messages={"required": "Enter the other person’s reference"},
    )
    reason = reason("Why they are one person")
    submit_label = "Merge them"
    looks = {"into": Look(width=20)}

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_into(self) -> PersonOfConcern:
        people = PersonOfConcern.objects.visible_to(self.reader)
        other = people.filter(reference__iexact=self.cleaned_data["into"].strip()).first()
        if other is None:
            raise forms.ValidationError("Enter the reference of a person whose page you can open")
        return other


class UnmergeForm(GovukForm):
    reason = reason("Why they are two people")
    submit_label = "Part them"


class StandingForm(forms.Form):
    """A button: nobody types this."""

    standing = forms.ChoiceField(choices=Involvement.Standing.choices)


class SearchForm(GovukForm):
    q = forms.CharField(
        label="Name, email address, account, telephone number, address, vehicle or reference",
        max_length=LONGEST,
        required=False,
    )
    submit_label = "Search"
