from typing import ClassVar

from django import forms

from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from councilsafe.notifications.phone import mobile


class MobileForm(GovukForm):
    mobile = forms.CharField(
        label="Mobile number",
        help_text="For example, 07700 900 982. From another country, begin with + and its code.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    looks: ClassVar = {"mobile": Look(width=20)}
    submit_label = "Send me a code"

    def clean_mobile(self) -> str:
        number = mobile(self.cleaned_data["mobile"])
        if not number:
            raise forms.ValidationError("Enter a mobile number, like 07700 900 982")
        return number


class CodeForm(GovukForm):
    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    looks: ClassVar = {"code": Look(width=10)}

    def clean_code(self) -> str:
        """However it was typed: `123 456`."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdecimal() and sign.isascii())
