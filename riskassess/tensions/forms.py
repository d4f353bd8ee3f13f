from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import CouncillorDetails, User
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from incidents.evidence.forms import FilesField, FilesInput
from incidents.evidence.limits import MEGABYTE, MOST_FILE
from incidents.models import Incident
from riskassess.models import Tension, Venue
from riskassess.tensions.lifecycle import TensionState
from riskassess.tensions.owners import councillors

STAMP = "%Y-%m-%dT%H:%M:%S.%f%z"


def stamp(moment: datetime | None) -> str:
    return moment.strftime(STAMP) if moment else ""


def seen_field() -> forms.DateTimeField:
    """What its writer had before them."""
    return forms.DateTimeField(widget=forms.HiddenInput, required=False, input_formats=[STAMP])


class SeenForm(GovukForm):
    def show_again(self, reason: str, latest: datetime) -> None:
        """With what was typed, and as of what is shown now."""
        self.add_error(None, reason)
        typed: Any = self.data  # a QueryDict: some fields have many values
        again = typed.copy()
        again["seen"] = stamp(latest)
        self.data = again


class TopicsField(LongTextField):
    """Words, one on each line."""

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in (super().clean(value) or "").splitlines()]
        topics = list(dict.fromkeys(filter(None, lines)))
        if any(len(topic) > 60 for topic in topics):
            raise forms.ValidationError("Each word or phrase must be 60 characters or less")
        return topics


class TensionForm(SeenForm):
    title = forms.CharField(
        label="What do you call it?",
        help_text="Only officers see this. It is in no message.",
        max_length=120,
        error_messages={"required": "Enter what you call it"},
    )
    coming = LongTextField(
        label="What is coming?", max_length=4000, error_messages={"required": "Enter what is coming"}
    )
    starts_on = DateInputField(label="First day", required=False)
    ends_on = DateInputField(label="Last day", required=False)
    topics = TopicsField(
        label="Words that messages about it may hold",
        help_text="One word or phrase on each line. Reports that hold one of them are counted afterwards.",
        max_length=1000,
        required=False,
    )
    wards = forms.MultipleChoiceField(
        label="Wards whose members it concerns", widget=forms.CheckboxSelectMultiple, required=False
    )
    groups = forms.MultipleChoiceField(
        label="Groups whose members it concerns", widget=forms.CheckboxSelectMultiple, required=False
    )
    members = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Other members whom it concerns",
        widget=forms.CheckboxSelectMultiple,
        to_field_name="reference",
        required=False,
    )
    venues = forms.ModelMultipleChoiceField(
        Venue.objects.none(),
        label="Venues to be looked at again",
        widget=forms.CheckboxSelectMultiple,
        to_field_name="reference",
        required=False,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Who has it in hand?",
        to_field_name="reference",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select who has it in hand"),
    )
    seen = seen_field()
    submit_label = "Save"

    def __init__(self, *args: Any, user: User, tension: Tension | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tension = tension
        if tension is None:
            del self.fields["seen"]
        known: dict[str, Any] = self.fields  # the fields below have choices of their own
        places = list(CouncillorDetails.objects.filter(user__is_active=True).values_list("ward", "group"))
        wards = {ward for ward, _ in places} | set(tension.wards if tension else [])
        groups = {group for _, group in places if group} | set(tension.groups if tension else [])
        known["wards"].choices = [(one, one) for one in sorted(wards)]
        known["groups"].choices = [(one, one) for one in sorted(groups)]
        known["members"].queryset = councillors()
        known["venues"].queryset = Venue.objects.visible_to(user).in_use().order_by("name", "id")
        known["owner"].queryset = User.objects.who_may(Permission.KEEP_TENSIONS)
        for name in ("wards", "groups", "members", "venues"):
            if not known[name].choices:
                known[name].widget = forms.MultipleHiddenInput()  # a question without an answer is not asked

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if self.errors:
            return self.cleaned_data
        if bool(first) != bool(last):
            self.add_error("ends_on" if first else "starts_on", "Enter both days, or neither")
        elif first and last and last < first:
            self.add_error("ends_on", "The last day must not be before the first")
        elif not first and self.tension and self.tension.state != TensionState.DRAFT:
            self.add_error("starts_on", "Members have been told. Enter the first day")
        return self.cleaned_data


class BriefingForm(SeenForm):
    text = LongTextField(
        label="What members read",
        help_text="What may come, what to do, and whom to call. Plain words and short sentences.",
        max_length=8000,
        error_messages={"required": "Enter what members read"},
    )
    seen = seen_field()
    submit_label = "Save the briefing"


class BriefingFilesForm(GovukForm):
    attached = FilesField(
        label="Choose files",
        help_text=f"Pictures and PDFs, up to {MOST_FILE // MEGABYTE} MB each. A PDF goes out just as it is.",
        widget=FilesInput(attrs={"accept": "image/*,application/pdf"}),
    )
    submit_label = "Add the files"
    submit_classes = "govuk-button--secondary"


class CloseForm(GovukForm):
    lessons = LongTextField(
        label="What was learned?", max_length=4000, error_messages={"required": "Enter what was learned"}
    )
    submit_label = "Close it"

    def __init__(self, *args: Any, tension: Tension, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tension.state != TensionState.OVER:
            self.fields["lessons"].label = "Why does it not happen?"
            self.fields["lessons"].error_messages["required"] = "Enter why it does not happen"


class CountForm(GovukForm):
    tension = forms.ModelChoiceField(
        Tension.objects.none(),
        label="What did it follow from?",
        to_field_name="reference",
        empty_label="",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what it followed from"),
    )
    submit_label = "Save"

    def __init__(self, *args: Any, user: User, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Tension.objects.visible_to(user).counting_on(timezone.localdate(incident.reported_at))
        known: Any = self.fields["tension"]
        known.queryset = rows.order_by("-starts_on", "id")
        known.label_from_instance = lambda tension: tension.title

    @property
    def has_choices(self) -> bool:
        known: Any = self.fields["tension"]
        return bool(known.queryset.exists())
