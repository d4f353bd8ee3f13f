from django import forms

from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from riskassess.models import InterestKind


class ApplyForm(GovukForm):
    kind = forms.ChoiceField(
        label="Which kind of interest is it?",
        choices=InterestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which kind of interest it is"},
    )
    which = LongTextField(
        label="Which interest?",
        help_text="For example the address of your home. Only you and the monitoring officer see this.",
        max_length=1000,
        error_messages={"required": "Enter which interest it is"},
    )
    why = LongTextField(
        label="What could happen if it were published?",
        help_text="To you, or to somebody you live with. A report that you made can be the reason.",
        max_length=2000,
        error_messages={"required": "Enter what could happen if it were published"},
    )
    signed = forms.BooleanField(
        label="What I have written is true as far as I know",
        error_messages={"required": "Confirm that what you have written is true"},
    )
    signed_name = forms.CharField(
        label="Sign with your full name", max_length=120, error_messages={"required": "Enter your full name"}
    )
    submit_label = "Send to the monitoring officer"


class DecideForm(GovukForm):
    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    reason = LongTextField(
        label="Reason",
        help_text="The councillor reads this.",
        max_length=2000,
        error_messages={"required": "Enter the reason"},
    )
    review_on = DateInputField(
        label="Look at it again on", help_text="Leave this empty for a year from today.", required=False
    )
    submit_label = "Save"

    def __init__(self, *args: object, moves: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = moves  # type: ignore[attr-defined]  # a ChoiceField
