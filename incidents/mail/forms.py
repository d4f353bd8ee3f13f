"""What officers are asked about held mail."""

from typing import Any

from django import forms

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from incidents.evidence.forms import FilesField, FilesInput
from incidents.evidence.kinds import MAIL, OUTLOOK
from incidents.mail.prefill import LONGEST_DESCRIPTION, prefill_held
from incidents.models import Harmed, HeldMail

NOT_MAIL = "it is not a saved email"
NOT_NAMED = "Select the councillor, or enter the name of somebody else"
TWO_NAMED = "Select a councillor or enter a name, but not both"
OTHERS = [(value, label) for value, label in Harmed.choices if value != Harmed.COUNCILLOR]


class HoldForm(GovukForm):
    mails = FilesField(
        label="Add mail that was held back",
        help_text="Saved emails (.eml or .msg). You can choose several.",
        widget=FilesInput(attrs={"accept": f".eml,.msg,{MAIL},{OUTLOOK}"}),
    )
    submit_label = "Add"

    def clean_mails(self) -> list[Any]:
        for file in self.cleaned_data["mails"]:
            if file.kind not in {MAIL, OUTLOOK}:
                file.refused = NOT_MAIL
        return self.cleaned_data["mails"]


class ReportMailForm(GovukForm):
    councillor = forms.ModelChoiceField(
        User.objects.none(),
        label="Which councillor was it sent to, or about?",
        empty_label="Somebody else",
        required=False,
    )
    harmed_name = forms.CharField(
        label="Or somebody else: their name",
        help_text="Only where it was not a councillor.",
        max_length=120,
        required=False,
    )
    harmed_as = forms.ChoiceField(label="Who they are", choices=[("", "Select"), *OTHERS], required=False)
    harmed_knows = forms.TypedChoiceField(
        label="Do they know about this mail?",
        help_text="While they do not, they are not told of the report.",
        choices={"yes": "Yes", "no": "No, or not sure"},
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they know about it"},
    )
    happened_on = DateInputField(label="When it was sent", past=True)
    description = LongTextField(
        label="What it says",
        help_text="The whole mail stays with the case as evidence.",
        max_length=LONGEST_DESCRIPTION,
        error_messages={"required": "Enter what it says"},
    )
    submit_label = "Make it a report"
    looks = {"harmed_name": Look(width=20)}

    def __init__(self, *args: Any, mail: HeldMail, **kwargs: Any) -> None:
        councillors = User.objects.with_role(Role.COUNCILLOR).order_by("name", "id")
        to = councillors.filter(email__iexact=mail.to).first() if mail.to else None
        initial = {"councillor": to, **prefill_held(mail).told}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["councillor"].queryset = councillors  # type: ignore[attr-defined]  # a list to choose from

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("councillor") and said.get("harmed_name"):
            self.add_error("harmed_name", TWO_NAMED)
        elif said.get("harmed_name") and not said.get("harmed_as"):
            self.add_error("harmed_as", "Select who they are")
        elif not said.get("harmed_name") and not said.get("councillor"):
            self.add_error("councillor", NOT_NAMED)
        if said.get("councillor"):
            said["harmed_as"] = Harmed.COUNCILLOR.value
        return said


class SetAsideForm(GovukForm):
    reason = LongTextField(
        label="Why there is nothing to do",
        help_text="For example, that it is advertising.",
        max_length=LONGEST_DESCRIPTION,
        error_messages={"required": "Enter why there is nothing to do"},
    )
    submit_label = "There is nothing to do"
