"""The one base of all forms: GOV.UK's look, its error wording, and the helper that crispy-forms reads."""

from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.utils import pretty_name

from councilsafe.govuk.looks import Look
from councilsafe.govuk.wording import word_errors


class GovukFormMixin(forms.Form):
    """For a form that another library made: `class LoginForm(GovukFormMixin, allauth_forms.LoginForm)`.

    `page_heading` names the field whose label or legend is the page's only `<h1>`.
    `looks` says by field name what label, hint and widget do not: `{"reason": Look(width=10)}`.
    `submit_label` is the button's text; None leaves the button to the template. `cancel_url` puts a link beside it.
    """

    page_heading: str = ""
    looks: ClassVar[Mapping[str, Look]] = {}
    method: str = "post"
    action: str = ""
    submit_label: str | None = "Continue"
    submit_classes: str = ""
    cancel_url: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self._dress(field, name)
            word_errors(field)

    def look(self, name: str) -> Look:
        return self.looks.get(name, Look())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, look in self.looks.items():
            chosen = self.cleaned_data.get(name) or []
            if look.exclusive and look.exclusive in chosen and len(chosen) > 1:
                self.add_error(name, f"Select what applies, or “{self._choice(name, look.exclusive)}”, but not both")
        return cleaned

    @property
    def helper(self) -> FormHelper:
        """`novalidate`, because our own messages say more than the browser's."""
        helper = FormHelper()
        helper.form_method = self.method
        helper.form_action = self.action
        helper.attrs = {"novalidate": True}
        return helper

    def _dress(self, field: forms.Field, name: str) -> None:
        look = self.look(name)
        if look.label is not None or field.label is None:
            field.label = look.label or pretty_name(name)
        if look.hint is not None:
            field.help_text = look.hint

    def _choice(self, name: str, value: str) -> str:
        return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]  # only choices are exclusive


class GovukForm(GovukFormMixin):
    """A form in the GOV.UK look. `{% crispy form %}` renders all of it, `{{ form|crispy }}` the fields alone.

    class WardForm(GovukForm):
        ward = forms.ChoiceField(label="Which ward is it in?", choices=WARDS, widget=forms.RadioSelect)
        page_heading = "ward"
        looks = {"ward": Look(hints={"north": "North of the river"})}
    """
