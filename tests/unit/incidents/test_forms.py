from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.forms import ChoiceField
from django.utils.datastructures import MultiValueDict

from incidents.facts import FACTS, Facts, Kind
from incidents.forms.base import UNKNOWN, Row, StepForm
from incidents.forms.grave import DueForm, HateForm, ThreatForm
from incidents.forms.happened import ChannelForm, ConductForm, DangerForm, PlaceForm, WatchingForm, WordsForm
from incidents.forms.people import RepeatForm, SendersForm, SourceForm, TimesForm
from incidents.steps import STEPS
from tests.unit.incidents.answers import posted

NOVEMBER_21 = datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("Europe/London"))


def sent(form: type[StepForm], **data: Any) -> StepForm:
    return form(MultiValueDict(posted(data)))


def valid(form: type[StepForm], **data: Any) -> StepForm:
    filled_in = sent(form, **data)
    assert filled_in.is_valid(), filled_in.errors
    return filled_in


@pytest.mark.parametrize("form", [step.form for step in STEPS])
def test_every_choice_of_a_fact_is_a_value_of_the_vocabulary(form: type[StepForm]) -> None:
    for name, field in form().fields.items():
        if name in FACTS and isinstance(field, ChoiceField):
            allowed = {"yes", "no"} if FACTS[name].kind is Kind.TRUTH else set(FACTS[name].values)
            assert {value for value, _ in field.choices} - {UNKNOWN} <= allowed


def test_every_kind_of_conduct_that_a_form_offers_is_in_the_vocabulary_and_offered_once() -> None:
    offered = [value for field in ConductForm().fields.values() for value, _ in field.choices]
    assert len(offered) == len(set(offered))
    assert set(FACTS["conduct"].values) - set(offered) == {"satire", "casework"}


@pytest.mark.parametrize("form", [step.form for step in STEPS])
def test_every_page_has_one_heading(form: type[StepForm]) -> None:
    assert bool(form().heading) != bool(form().page_heading)


@pytest.mark.parametrize("form", [step.form for step in STEPS if step.form is not SendersForm])
def test_an_empty_page_says_what_to_do(form: type[StepForm]) -> None:
    errors = [error for messages in sent(form).errors.values() for error in messages]
    assert errors
    assert all(error.startswith(("Select ", "Enter ")) for error in errors)


@pytest.mark.parametrize(
    ("form", "data", "facts"),
    [
        (DangerForm, {"happening_now": "no"}, {"happening_now": False}),
        (WatchingForm, {"surveillance": "yes"}, {"surveillance": True}),
        (WatchingForm, {"surveillance": UNKNOWN}, {"surveillance": None}),
        (ChannelForm, {"channel": "email"}, {"channel": "email", "place": "remote"}),
        (ChannelForm, {"channel": "in_person"}, {"channel": "in_person", "place": None}),
        (PlaceForm, {"place": UNKNOWN}, {"place": None}),
        (SourceForm, {"source": "group"}, {"source": "group"}),
        (ThreatForm, {"threat": "none"}, {"threat": "none"}),
        (DueForm, {"due": "12"}, {"specificity": "some", "due_within_hours": 12}),
        (DueForm, {"due": "later"}, {"specificity": "some"}),
        (DueForm, {"due": "no"}, {}),
        (DueForm, {"due": UNKNOWN}, {}),
        (HateForm, {"hate_strands": ["race", "age"]}, {"hate_strands": ["race", "age"]}),
        (HateForm, {"hate_strands": [UNKNOWN]}, {"hate_strands": None}),
        (RepeatForm, {"repeat": "first"}, {"occasions": 1}),
        (RepeatForm, {"repeat": "before"}, {}),
        (TimesForm, {"occasions": "4", "length": "2", "unit": "weeks"}, {"occasions": 4, "period_days": 14}),
        (TimesForm, {"occasions": "4"}, {"occasions": 4}),
        (SendersForm, {"distinct_sources": "40"}, {"distinct_sources": 40}),
        (SendersForm, {"distinct_sources": ""}, {"distinct_sources": None}),
    ],
)
def test_answers_become_facts(form: type[StepForm], data: dict[str, Any], facts: Facts) -> None:
    assert valid(form, **data).facts() == facts


def test_conduct_is_gathered_from_all_its_groups() -> None:
    form = valid(ConductForm, in_contact=["intrusion"], in_words_or_pictures=["insult", "threat"], otherwise=["other"])
    assert form.facts() == {"conduct": ["insult", "threat", "intrusion", "other"]}
    assert form.rows() == [
        Row(
            "What happened?",
            "Insults or name-calling\nA threat, or a hint of one\n"
            "Coming into a home, garden or office uninvited\nSomething else",
        )
    ]


def test_hate_is_about_something_or_not_known_but_not_both() -> None:
    form = sent(HateForm, hate_strands=["race", UNKNOWN])
    assert "but not both" in form.errors["hate_strands"][0]


@pytest.mark.parametrize(
    ("data", "field", "error"),
    [
        ({"occasions": "1"}, "occasions", "2 or more"),
        ({"occasions": "often"}, "occasions", "must be a number"),
        ({"occasions": "4", "length": "3"}, "unit", "Select if it was days"),
        ({"occasions": "4", "unit": "weeks"}, "length", "Enter how many weeks"),
    ],
)
def test_times_and_their_length_are_asked_for_whole(data: dict[str, Any], field: str, error: str) -> None:
    assert error in sent(TimesForm, **data).errors[field][0]


@time_machine.travel(NOVEMBER_21)
def test_words_help_with_the_date_and_are_told() -> None:
    assert "Today is 21 11 2026" in str(WordsForm().fields["happened_on"].help_text)
    when = {"happened_on-day": "20", "happened_on-month": "11", "happened_on-year": "2026"}
    form = valid(WordsForm, description="He shouted.\r\nThen he left.", **when)
    assert form.facts() == {}
    assert form.told() == {"description": "He shouted.\nThen he left.", "happened_on": date(2026, 11, 20)}
    assert [row.value for row in form.rows()] == ["He shouted.\nThen he left.", "20 November 2026"]


@time_machine.travel(NOVEMBER_21)
def test_nothing_can_have_happened_tomorrow() -> None:
    when = {"happened_on-day": "22", "happened_on-month": "11", "happened_on-year": "2026"}
    assert sent(WordsForm, description="Later", **when).errors == {
        "happened_on": ["The date must be today or in the past"]
    }


def test_words_without_a_date_are_enough() -> None:
    assert [row.value for row in valid(WordsForm, description="He shouted.").rows()] == ["He shouted.", "Not given"]


def test_a_draft_keeps_the_parts_of_its_fields_and_nothing_else() -> None:
    form = valid(WordsForm, description="He shouted.", csrfmiddlewaretoken="secret", **{"happened_on-day": ""})
    assert form.posted() == {"description": ["He shouted."], "happened_on-day": [""]}


@pytest.mark.parametrize(("length", "words"), [("1", "1 week"), ("3", "3 weeks")])
def test_a_length_of_time_reads_as_one_would_say_it(length: str, words: str) -> None:
    assert valid(TimesForm, occasions="4", length=length, unit="weeks").rows()[1] == Row("Over how long", words)
