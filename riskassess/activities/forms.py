from typing import Any

from django import forms
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.govuk.fields import LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from riskassess.activities.kinds import ActivityKind
from riskassess.activities.matrix import LIKELIHOODS, SEVERITIES, score
from riskassess.models import Activity, Venue


def rating_field(label: str, names: dict[int, str], what: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(number, f"{number}. {name}") for number, name in names.items()],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), f"Select {what}"),
    )


class BeginForm(GovukForm):
    kind = forms.ChoiceField(
        label="What do you plan?",
        choices=ActivityKind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what you plan"),
    )
    what = forms.CharField(
        label="What exactly, and where?",
        help_text="For example, surgery on Fridays in the library.",
        max_length=200,
        error_messages={"required": "Enter what is planned, and where"},
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label="Is it at one of our venues?",
        to_field_name="reference",
        required=False,
        empty_label="No",
    )
    submit_label = "Save and continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = Venue.objects.approved(timezone.localdate()).order_by("name", "id")
        self.fields["venue"].queryset = approved  # type: ignore[attr-defined]


class BeginForForm(BeginForm):
    """By an officer, for a councillor."""

    councillor = forms.ModelChoiceField(
        User.objects.none(),
        label="For which councillor?",
        to_field_name="reference",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a councillor"),
    )
    field_order = ("councillor", "kind", "what", "venue")
    looks = {"kind": Look(label="What do they plan?")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.with_role(Role.COUNCILLOR).exclude(pk=user.pk).order_by("name", "id")
        self.fields["councillor"].queryset = others  # type: ignore[attr-defined]


class HazardsForm(GovukForm):
    applying = forms.MultipleChoiceField(
        label="What could go wrong?", required=False, widget=forms.CheckboxSelectMultiple
    )
    another = forms.CharField(label="Something else that could go wrong", max_length=200, required=False)
    threatened = forms.TypedChoiceField(
        label="Has somebody threatened you?",
        choices=[("yes", "Yes, somebody has threatened me"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select whether somebody has threatened you"),
    )
    submit_label = "Save and continue"

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applying"].help_text = "Take off what cannot happen there."
        rows = activity.hazards.values_list("reference", "title")
        self.fields["applying"].choices = list(rows)  # type: ignore[attr-defined]


class TheirHazardsForm(HazardsForm):
    """As an officer is asked."""

    looks = {"threatened": Look(label="Has somebody threatened the councillor?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["threatened"].choices = [  # type: ignore[attr-defined]
            ("yes", "Yes, somebody has threatened them"),
            ("no", "No"),
        ]


class OthersForm(GovukForm):
    others = LongTextField(
        label="Who else might be harmed?",
        help_text="For example your helper, somebody who waits, or those who live with you. Leave it empty if nobody.",
        max_length=2000,
        required=False,
    )
    page_heading = "others"
    submit_label = "Save and continue"


class RatingForm(GovukForm):
    who = forms.CharField(
        label="Who might be harmed by this?", max_length=300, error_messages={"required": "Enter who might be harmed"}
    )
    likelihood = rating_field("How likely is it, if nothing is done?", LIKELIHOODS, "how likely it is")
    severity = rating_field("How bad would it be?", SEVERITIES, "how bad it would be")
    controls = LongTextField(
        label="What do you do about it?",
        help_text="We have written down what usually helps. Change it to what you really do.",
        max_length=4000,
        error_messages={"required": "Enter what is done about it"},
    )
    likelihood_after = rating_field("How likely is it then?", LIKELIHOODS, "how likely it is then")
    severity_after = rating_field("How bad would it be then?", SEVERITIES, "how bad it would be then")
    reason = LongTextField(
        label="If it is worse than before: why?", max_length=1000, required=False, help_text="Leave it empty otherwise."
    )
    submit_label = "Save and continue"

    def clean(self) -> dict[str, Any]:
        super().clean()
        found = self.cleaned_data
        parts = [found.get(name) for name in ("likelihood", "severity", "likelihood_after", "severity_after")]
        if all(parts) and not found.get("reason") and score(*parts[2:]) > score(*parts[:2]):  # type: ignore[arg-type]
            self.add_error("reason", "Enter why it is worse after what you do than before")
        return found


class TheirRatingForm(RatingForm):
    """As an officer is asked."""

    looks = {
        "controls": Look(
            label="What do they do about it?",
            hint="We have written down what usually helps. Change it to what they really do.",
        )
    }


class HelpForm(GovukForm):
    asked_for = LongTextField(label="What do you want help with?", max_length=2000, required=False)
    submit_label = "Ask an officer to help"


class AdviceForm(GovukForm):
    advice = LongTextField(
        label="Your advice",
        help_text="The councillor reads this, and agrees before it counts.",
        max_length=4000,
        error_messages={"required": "Enter your advice"},
    )
    submit_label = "Advise and hand it back"


class AddTemplateForm(GovukForm):
    kind = forms.ChoiceField(
        label="What is it about?",
        choices=ActivityKind.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what it is about"),
    )
    title = forms.CharField(
        label="What can go wrong?",
        help_text="For example, somebody follows you to your car.",
        max_length=200,
        error_messages={"required": "Enter what can go wrong"},
    )
    who = forms.CharField(
        label="Who might be harmed by this?", max_length=300, error_messages={"required": "Enter who might be harmed"}
    )
    controls = LongTextField(
        label="What usually helps?", max_length=4000, error_messages={"required": "Enter what usually helps"}
    )
    submit_label = "Save"


class TemplateForm(AddTemplateForm):
    """What it is about stays."""

    kind = None  # type: ignore[assignment]  # Django's way to leave out an inherited field
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
