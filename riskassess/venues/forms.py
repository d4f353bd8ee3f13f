from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.evidence.forms import FilesField, FilesInput
from incidents.evidence.limits import MEGABYTE, MOST_AT_ONCE, MOST_FILE
from riskassess.actions.venue_assessments import checked_review
from riskassess.models import Outcome, Venue
from riskassess.venues.areas import Rating
from riskassess.venues.owners import people_for_controls

HINT = f"Pictures only, up to {MOST_FILE // MEGABYTE} MB each and {MOST_AT_ONCE} at a time. No faces, no number plates."


class VenueForm(GovukForm):
    name = forms.CharField(label="Name of the venue", max_length=120)
    address = forms.CharField(label="Address", max_length=300)
    ward = forms.CharField(label="Ward", max_length=120)
    used_for = forms.CharField(
        label="What is it used for?", help_text="For example, ward surgeries in the evening.", max_length=200
    )
    opening = forms.CharField(label="When is it open, and who opens it?", max_length=300, required=False)
    contact = forms.CharField(label="Whom to ask there", max_length=200, required=False)
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Who looks after its assessment?", to_field_name="reference"
    )
    submit_label = "Save the venue"

    def __init__(self, *args: Any, venue: Venue | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.who_may(Permission.ASSESS_VENUES)  # type: ignore[attr-defined]


class FindingForm(GovukForm):
    rating = forms.ChoiceField(
        label="How is it?",
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select how it is"),
    )
    evidence = LongTextField(
        label="What did you find?",
        help_text="Councillors read this. Say what is there, not what should be.",
        max_length=4000,
        required=False,
    )
    controls = LongTextField(
        label="What is done about it?",
        help_text="Leave this empty if nothing has to be done.",
        max_length=4000,
        required=False,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Who does it?", to_field_name="reference", required=False, empty_label="Nobody yet"
    )
    due_on = DateInputField(label="In place by", required=False)
    in_place = forms.BooleanField(label="It is in place already", required=False)
    looks = {
        "rating": Look(
            hints={
                Rating.CONTROLS: "It can be used as long as what you write below is done",
                Rating.BAD: "The venue cannot be approved until something against this is in place",
            }
        )
    }
    submit_label = "Save and continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_for_controls()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        found = self.cleaned_data
        if found.get("rating") not in {Rating.UNSEEN, None} and not found.get("evidence"):
            self.add_error("evidence", "Enter what you found")
        if found.get("rating") == Rating.CONTROLS and not found.get("controls"):
            self.add_error("controls", "Enter what is done about it")
        self.check_control(found)
        return found

    def check_control(self, found: dict[str, Any]) -> None:
        """Who does it and by when belong to what is done, and to nothing else."""
        if not found.get("controls"):
            found.update(owner=None, due_on=None, in_place=False)
            return
        if not found.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "Select who does it")
        if not found.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Enter the day by which it is in place")


class PhotosForm(GovukForm):
    caption = forms.CharField(label="What do they show?", help_text="For those who cannot see them.", max_length=200)
    attached = FilesField(label="Choose photographs", help_text=HINT, widget=FilesInput(attrs={"accept": "image/*"}))
    submit_label = "Add photographs"
    submit_classes = "govuk-button--secondary"


class VisitForm(GovukForm):
    visited_on = DateInputField(label="When did you visit it?", past=True)
    summary = LongTextField(
        label="What should councillors know?",
        help_text="They read this first. How to use the room safely, in a few sentences.",
        max_length=4000,
    )
    submit_label = "Save and continue"


class FinishForm(GovukForm):
    outcome = forms.ChoiceField(
        label="Can this venue be used?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select whether it can be used"),
    )
    review_on = DateInputField(
        label="Date of the next assessment", help_text="Leave this empty for the longest time allowed.", required=False
    )
    causes_seen = forms.IntegerField(widget=forms.HiddenInput)
    submit_label = "Finish the assessment"

    def clean_review_on(self) -> Any:
        wanted = self.cleaned_data["review_on"]
        try:
            checked_review(wanted)
        except ActionDenied as denied:
            raise ValidationError(str(denied)) from denied
        return wanted

    def show_again(self, reason: str, *, causes_seen: int) -> None:
        """With what was chosen, and as of what is shown now."""
        self.add_error(None, reason)
        self.data = dict(self.data.items()) | {"causes_seen": causes_seen}


class WithdrawForm(GovukForm):
    reason = forms.CharField(label="Why is it not used any more?", max_length=500)
    submit_label = "Take it off the list"
    submit_classes = "govuk-button--warning"


class HappenedForm(GovukForm):
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label="Which of our venues was it?", to_field_name="reference", empty_label=""
    )
    submit_label = "Save"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Venue.objects.visible_to(user).in_use().order_by("name", "id")
        self.fields["venue"].queryset = known  # type: ignore[attr-defined]
