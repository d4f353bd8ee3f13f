import pytest
from django import forms

from councilsafe.govuk.fields import DateInputField
from councilsafe.govuk.forms import GovukForm

CHOICES = [("north", "North"), ("south", "South")]


def errors_of(field, value=""):
    form_class = type("OneFieldForm", (GovukForm,), {"field": field})
    return form_class({"field": value}).errors["field"]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (forms.CharField(label="Full name"), "Enter the full name"),
        (forms.CharField(label="Your full name"), "Enter your full name"),
        (forms.CharField(label="PIN"), "Enter the PIN"),
        (forms.CharField(label="100% sure"), "Enter the 100% sure"),
        (forms.CharField(label="Where was it?"), "Answer “Where was it?”"),
        (forms.CharField(label="Tell us what happened"), "Tell us what happened"),
        (forms.CharField(label=""), "Enter an answer"),
        (forms.CharField(), "Enter the field"),
        (DateInputField(label="Date of the visit"), "Enter the date of the visit"),
        (forms.ChoiceField(label="Ward", choices=CHOICES), "Select the ward"),
        (forms.MultipleChoiceField(label="Which wards?", choices=CHOICES), "Answer “Which wards?”"),
        (forms.BooleanField(label="I agree"), "Tick the box to continue"),
        (forms.FileField(label="Photograph"), "Choose a file"),
    ],
)
def test_an_empty_field_is_asked_for_by_its_label(field, message):
    assert errors_of(field) == [message]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.CharField(label="Note", max_length=3), "four", "Note must be 3 characters or fewer"),
        (forms.CharField(label="100% sure?", max_length=3), "four", "Your answer must be 3 characters or fewer"),
        (forms.CharField(label="100% note", max_length=3), "four", "100% note must be 3 characters or fewer"),
        (forms.CharField(label="Tell us more", min_length=9), "short", "Your answer must be 9 characters or more"),
        (forms.IntegerField(label="Number of people", min_value=1), "0", "Number of people must be 1 or more"),
        (forms.IntegerField(label="Number of people", max_value=9), "10", "Number of people must be 9 or less"),
        (forms.IntegerField(label="Number of people"), "some", "Number of people must be a whole number"),
        (
            forms.EmailField(label="Email address"),
            "nobody",
            "Enter an email address in the correct format, like name@example.com",
        ),
        (forms.ChoiceField(label="Ward", choices=CHOICES), "east", "Select the ward"),
        (forms.ChoiceField(label="100% ward", choices=CHOICES), "east", "Select the 100% ward"),
    ],
)
def test_a_wrong_answer_is_told_what_would_be_right(field, value, message):
    assert errors_of(field, value) == [message]


def test_words_that_the_form_gives_stay():
    field = forms.CharField(label="Reason", error_messages={"required": "Say why you close the case"})

    assert errors_of(field) == ["Say why you close the case"]
