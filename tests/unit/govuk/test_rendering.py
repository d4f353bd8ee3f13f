import pytest
from django import forms

from councilsafe.govuk.fields import DateInputField, LongTextField
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.looks import Look
from councilsafe.govuk.rendering import error_summary, render_field

HOSTILE = "\"'><script>alert(1)</script>"
WARDS = [("", "---------"), ("north", "North"), ("south", "South")]


def form_of(field, data=None, *, look=None, **kwargs):
    attributes = {"field": field, "looks": {"field": look} if look else {}}
    return type("OneFieldForm", (GovukForm,), attributes)(data, **kwargs)


def rendered(field, data=None, **kwargs):
    return render_field(form_of(field, data, **kwargs)["field"])


def test_an_input_has_its_label_hint_and_error_tied_to_it():
    html = rendered(forms.CharField(label="Name", help_text="As printed"), {"field": ""})

    assert 'for="id_field"' in html
    assert 'aria-describedby="id_field-hint id_field-error"' in html
    assert "govuk-input--error" in html
    assert "Enter the name" in html


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (forms.EmailField(), ['type="email"', 'autocomplete="email"', 'spellcheck="false"']),
        (forms.IntegerField(), ['type="text"', 'inputmode="numeric"']),
        (forms.DecimalField(), ['type="text"', 'inputmode="decimal"']),
        (forms.CharField(widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})), ['type="tel"']),
        (forms.CharField(widget=forms.PasswordInput), ['type="password"', "govuk-password-input"]),
        (forms.CharField(widget=forms.Textarea(attrs={"rows": 3})), ["<textarea", 'rows="3"']),
        (LongTextField(max_length=40), ['data-maxlength="40"', "up to 40 characters"]),
        (forms.FileField(), ['type="file"']),
        (forms.CharField(widget=forms.HiddenInput), ['type="hidden"']),
        (forms.CharField(disabled=True), [" disabled"]),
    ],
)
def test_each_widget_has_its_component(field, expected):
    html = rendered(field)

    assert all(part in html for part in expected), html


def test_what_hinders_people_is_left_out():
    attrs = {"placeholder": "Name", "class": "theirs", "data-mine": "yes"}
    html = rendered(forms.CharField(max_length=5, widget=forms.TextInput(attrs=attrs)))

    assert "placeholder" not in html
    assert "theirs" not in html
    assert "maxlength" not in html
    assert 'data-mine="yes"' in html


def test_width_prefix_and_suffix():
    html = rendered(forms.IntegerField(), look=Look(width=3, prefix="£", suffix="a year"))

    assert "govuk-input--width-3" in html
    assert "govuk-input__prefix" in html
    assert "a year" in html


def test_a_select_says_what_to_do_and_keeps_the_choice():
    field = forms.ChoiceField(choices=WARDS)

    assert "Choose from the list" in rendered(field)
    assert '<option value="south" selected>' in rendered(field, {"field": "south"})
    assert '<option value="north" selected>' in rendered(field, initial={"field": "north"})


def test_radios_leave_out_the_empty_choice_and_keep_the_chosen():
    html = rendered(forms.ChoiceField(choices=WARDS, widget=forms.RadioSelect), {"field": "south"})

    assert html.count('type="radio"') == 2
    assert 'value="south" checked' in html


def test_radios_choose_by_the_words_of_a_value_that_is_no_text():
    field = forms.TypedChoiceField(
        choices=[(True, "Yes"), (False, "No")], coerce=lambda value: value == "True", widget=forms.RadioSelect
    )

    assert 'value="False" checked' in rendered(field, initial={"field": False})


def test_radios_can_be_inline_small_and_hinted():
    field = forms.ChoiceField(choices=WARDS, widget=forms.RadioSelect)
    html = rendered(field, look=Look(inline=True, small=True, hints={"north": "Of the river"}))

    assert "govuk-radios--inline" in html
    assert "govuk-radios--small" in html
    assert "Of the river" in html


def test_checkboxes_keep_all_that_were_ticked():
    field = forms.MultipleChoiceField(choices=WARDS[1:], widget=forms.CheckboxSelectMultiple)

    assert rendered(field, {"field": ["north", "south"]}).count(" checked") == 2


def test_the_exclusive_checkbox_stands_after_or():
    field = forms.MultipleChoiceField(choices=WARDS[1:], widget=forms.CheckboxSelectMultiple)
    html = rendered(field, look=Look(exclusive="south"))

    assert 'data-behaviour="exclusive"' in html
    assert '<div class="govuk-checkboxes__divider">or</div>' in html


def test_a_divider_can_have_its_own_words():
    field = forms.ChoiceField(choices=WARDS, widget=forms.RadioSelect)

    assert ">or else<" in rendered(field, look=Look(dividers={"south": "or else"}))


def test_a_single_checkbox_has_its_label_beside_it():
    field = forms.BooleanField(label="I agree", help_text="You can change your mind")
    html = rendered(field, {"field": "true"})

    assert " checked" in html
    assert "<fieldset" not in html
    assert "govuk-checkboxes__hint" in html


def test_a_widget_without_a_component_is_an_error_that_names_it():
    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        rendered(forms.SplitDateTimeField(widget=forms.SplitDateTimeWidget))
    with pytest.raises(TypeError, match="CheckboxSelectMultiple"):
        rendered(forms.MultipleChoiceField())


@pytest.mark.parametrize(
    "field",
    [
        forms.CharField(label=HOSTILE, help_text=HOSTILE, max_length=2),
        forms.CharField(label=HOSTILE, help_text=HOSTILE, widget=forms.Textarea, max_length=2),
        forms.ChoiceField(label=HOSTILE, help_text=HOSTILE, choices=[(HOSTILE, HOSTILE)]),
        forms.ChoiceField(label=HOSTILE, help_text=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect),
        forms.MultipleChoiceField(
            label=HOSTILE, help_text=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.CheckboxSelectMultiple
        ),
        forms.BooleanField(label=HOSTILE, help_text=HOSTILE),
        forms.FileField(label=HOSTILE, help_text=HOSTILE),
        DateInputField(label=HOSTILE, help_text=HOSTILE),
    ],
)
def test_hostile_words_are_never_markup(field):
    look = Look(hints={HOSTILE: HOSTILE}, dividers={HOSTILE: HOSTILE}, prefix=HOSTILE)
    data = {"field": HOSTILE, "field-day": HOSTILE, "field-month": HOSTILE, "field-year": HOSTILE}
    form = form_of(field, data, look=look)
    form.add_error("field", HOSTILE)
    html = render_field(form["field"]) + error_summary(form)

    assert "<script" not in html
    assert "alert(1)" in html


def test_the_summary_leads_to_each_field():
    form = form_of(forms.CharField(label="Name"), {"field": ""})

    assert '<a href="#id_field">Enter the name</a>' in error_summary(form)


def test_the_summary_leads_to_the_wrong_box_of_a_date():
    form = form_of(DateInputField(), {"field-day": "3", "field-month": "", "field-year": "2026"})

    assert 'href="#id_field-month"' in error_summary(form)


def test_the_summary_leads_to_the_start_for_errors_of_the_whole_form():
    form = form_of(forms.CharField(), {"field": "x"})
    form.add_error(None, "These do not belong together")

    assert '<a href="#id_field">These do not belong together</a>' in error_summary(form)


def test_the_summary_tells_of_hidden_fields_without_a_link():
    form = form_of(forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Start again"}), {})
    html = error_summary(form)

    assert "Start again" in html
    assert "href" not in html


def test_there_is_no_summary_without_errors():
    assert error_summary(form_of(forms.CharField())) == ""
    assert error_summary(form_of(forms.CharField(), {"field": "x"})) == ""
