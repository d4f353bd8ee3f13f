from datetime import date

import pytest
from django import forms

from councilsafe.govuk.fields import DateInputField, LongTextField, parts_of
from councilsafe.govuk.forms import GovukForm
from councilsafe.govuk.rendering import render_field


class DayForm(GovukForm):
    day = DateInputField(label="Date of the visit")


class PastForm(GovukForm):
    day = DateInputField(label="When did it happen?", past=True)


class FutureForm(GovukForm):
    day = DateInputField(label="Next review", future=True)


def typed(day, month, year):
    return {"day-day": day, "day-month": month, "day-year": year}


def first_error(form):
    return form.errors["day"][0]


@pytest.mark.parametrize(
    "boxes", [("3", "11", "2026"), ("03", "11", "2026"), ("3", "Nov", "2026"), (" 3", "november", "2026 ")]
)
def test_a_date_is_read_from_three_boxes(boxes):
    form = DayForm(typed(*boxes))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("boxes", "message", "wrong"),
    [
        (("", "", ""), "Enter the date of the visit", ["day", "month", "year"]),
        (("", "11", "2026"), "Date of the visit must include a day", ["day"]),
        (("3", "", "2026"), "Date of the visit must include a month", ["month"]),
        (("", "", "2026"), "Date of the visit must include a day and month", ["day", "month"]),
        (("3", "11", "26"), "Year must include 4 numbers", ["year"]),
        (("31", "2", "2026"), "Date of the visit must be a real date", ["day", "month", "year"]),
        (("x", "11", "2026"), "Date of the visit must be a real date", ["day", "month", "year"]),
        (("3", "maybe", "2026"), "Date of the visit must be a real date", ["day", "month", "year"]),
        (("3", "m", "2026"), "Date of the visit must be a real date", ["day", "month", "year"]),
        (("3", "13", "2026"), "Date of the visit must be a real date", ["day", "month", "year"]),
        (("3", "11", "0000"), "Date of the visit must be a real date", ["day", "month", "year"]),
    ],
)
def test_an_error_names_what_is_wrong_and_marks_those_boxes(boxes, message, wrong):
    form = DayForm(typed(*boxes))
    html = render_field(form["day"])

    assert first_error(form) == message
    for part in ("day", "month", "year"):
        classes = html.partition(f'" id="id_day-{part}"')[0].rpartition('class="')[2]
        assert ("govuk-input--error" in classes) == (part in wrong)


def test_what_was_typed_comes_back():
    assert 'value="31"' in render_field(DayForm(typed("31", "2", "2026"))["day"])


def test_nothing_at_all_is_fine_where_the_date_is_optional():
    field = DateInputField(required=False)

    assert field.clean(("", "", "")) is None
    assert field.clean(None) is None


def test_a_date_can_be_kept_to_the_past(time_machine):
    time_machine.move_to("2026-11-21T08:00:00Z")

    assert PastForm(typed("21", "11", "2026")).is_valid()
    assert first_error(PastForm(typed("22", "11", "2026"))) == "The date must be today or in the past"


def test_a_date_can_be_kept_to_the_future(time_machine):
    time_machine.move_to("2026-11-21T08:00:00Z")

    assert FutureForm(typed("21", "11", "2026")).is_valid()
    assert first_error(FutureForm(typed("20", "11", "2026"))) == "Next review must be today or in the future"


@pytest.mark.parametrize("value", [date(2026, 11, 3), "2026-11-03", ("3", "11", "2026")])
def test_the_boxes_are_filled_from_a_date_its_text_or_themselves(value):
    assert parts_of(value) == ("3", "11", "2026")


@pytest.mark.parametrize("value", [None, "", ("", "", "")])
def test_the_boxes_are_empty_for_nothing(value):
    assert parts_of(value) == ("", "", "")


def test_it_knows_whether_the_date_changed():
    unchanged = DayForm(typed("3", "11", "2026"), initial={"day": date(2026, 11, 3)})
    changed = DayForm(typed("4", "11", "2026"), initial={"day": date(2026, 11, 3)})

    assert not unchanged.has_changed()
    assert changed.has_changed()


def test_it_knows_whether_the_boxes_were_sent():
    widget = DateInputField().widget

    assert widget.value_omitted_from_data({}, {}, "day")
    assert not widget.value_omitted_from_data(typed("", "", ""), {}, "day")


def test_a_line_break_counts_once_as_in_the_counter():
    field = LongTextField(max_length=3)

    assert field.clean("a\r\nb") == "a\nb"
    with pytest.raises(forms.ValidationError):
        field.clean("a\r\nbc")
