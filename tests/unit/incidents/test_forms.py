from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.forms import ChoiceField
from django.utils.datastructures import MultiValueDict

from councilsafe.access import Role
from incidents.facts import FACTS, Facts, Kind
from incidents.forms.around import AudienceForm, JokeForm, OrderForm, SignsForm, TargetsForm, VictimsForm
from incidents.forms.base import UNKNOWN, Row, StepForm
from incidents.forms.grave import DueForm, ExactForm, HateForm, MeansForm, ThreatForm
from incidents.forms.happened import ChannelForm, ConductForm, DangerForm, PlaceForm, WatchingForm, WordsForm
from incidents.forms.harmed import NOT_LISTED, KnowsForm, PersonForm
from incidents.forms.people import AgainForm, RepeatForm, SendersForm, SourceForm, TimesForm
from incidents.forms.trust import OfficerForm, ReadersForm
from incidents.steps import QUESTIONS, STEPS
from tests.factories import CouncillorFactory, UserFactory
from tests.unit.incidents.answers import posted

FIXED = [step.form for step in STEPS if step.key not in ("person", "officer")]  # the choices of those are people
CAN_STAY_EMPTY = {"many", "others", "more"}
NOVEMBER_21 = datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("Europe/London"))


def sent(form: type[StepForm], **data: Any) -> StepForm:
    return form(MultiValueDict(posted(data)))


def valid(form: type[StepForm], **data: Any) -> StepForm:
    filled_in = sent(form, **data)
    assert filled_in.is_valid(), filled_in.errors
    return filled_in


@pytest.mark.parametrize("form", FIXED)
def test_every_choice_of_a_fact_is_a_value_of_the_vocabulary(form: type[StepForm]) -> None:
    for name, field in form().fields.items():
        if name in FACTS and isinstance(field, ChoiceField):
            allowed = {"yes", "no"} if FACTS[name].kind is Kind.TRUTH else set(FACTS[name].values)
            assert {value for value, _ in field.choices} - {UNKNOWN} <= allowed


def test_every_kind_of_conduct_that_a_form_offers_is_in_the_vocabulary_and_offered_once() -> None:
    offered = [value for field in ConductForm().fields.values() for value, _ in field.choices]
    assert len(offered) == len(set(offered))
    assert set(offered) == set(FACTS["conduct"].values)


def test_every_sign_is_a_fact() -> None:
    signs = {value for value, _ in SignsForm().fields["signs"].choices} - {"none"}
    assert {FACTS[name].kind for name in signs} == {Kind.TRUTH}


@pytest.mark.parametrize("form", FIXED)
def test_every_page_has_one_heading(form: type[StepForm]) -> None:
    assert bool(form().heading) != bool(form().page_heading)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [step.form for step in QUESTIONS if step.key not in CAN_STAY_EMPTY])
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
        (ExactForm, {"specificity": "full"}, {"specificity": "full"}),
        (ExactForm, {"specificity": UNKNOWN}, {}),
        (MeansForm, {"means": "none"}, {"means": "none"}),
        (AudienceForm, {"audience": "public"}, {"audience": "public"}),
        (JokeForm, {"read_as_joke": "no"}, {"read_as_joke": False}),
        (OrderForm, {"court_order": "none"}, {"court_order": "none"}),
        (TargetsForm, {"targets": ["family", "councillor"]}, {"targets": ["family", "councillor"]}),
        (TargetsForm, {"targets": [UNKNOWN]}, {"targets": None}),
        (VictimsForm, {"distinct_victims": "2"}, {"distinct_victims": 2}),
        (VictimsForm, {}, {"distinct_victims": None}),
        (SignsForm, {}, {}),
        (SignsForm, {"signs": ["escalating", "fixation"]}, {"escalating": True, "fixation": True}),
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


def test_none_of_the_signs_is_a_no_to_each() -> None:
    facts = valid(SignsForm, signs=["none"]).facts()
    assert len(facts) == 7
    assert set(facts.values()) == {False}
    assert "but not both" in sent(SignsForm, signs=["none", "escalating"]).errors["signs"][0]


@pytest.mark.parametrize(
    ("said", "knows", "agrees"),
    [("agrees", True, True), ("against", True, False), ("knows", True, None), ("no", False, None)],
)
def test_whether_they_know_and_agree_is_one_question(said: str, knows: bool, agrees: bool | None) -> None:
    assert valid(KnowsForm, knows=said).told() == {"harmed_knows": knows, "harmed_agrees": agrees}


def test_who_is_not_sure_if_they_know_does_not_have_them_told() -> None:
    assert valid(KnowsForm, knows=UNKNOWN).told() == {"harmed_knows": False, "harmed_agrees": None}


@pytest.mark.django_db
def test_councillors_are_chosen_by_name_and_told_apart_by_ward() -> None:
    one, other = CouncillorFactory(name="Sam Smith"), CouncillorFactory(name="Sam Smith", councillor__ward="Harbour")
    UserFactory(roles=[Role.OFFICER], name="Olive Officer")
    CouncillorFactory(name="Gone", is_active=False)
    names = [name for _value, name in PersonForm().fields["person"].choices]
    assert names[1:-1] == ["Sam Smith (Millbrook)", "Sam Smith (Harbour)"]
    assert valid(PersonForm, person=other.reference).told() == {"councillor": other}
    assert valid(PersonForm, person=NOT_LISTED).told() == {"councillor": None}
    assert one != other


@pytest.mark.django_db
def test_the_only_reader_is_an_officer() -> None:
    olive = UserFactory(roles=[Role.OFFICER], name="Olive Officer")
    councillor = CouncillorFactory()
    assert valid(OfficerForm, officer=olive.reference).told() == {"confidant": olive}
    assert not sent(OfficerForm, officer=councillor.reference).is_valid()


@pytest.mark.parametrize(("readers", "told"), [("team", {}), ("monitoring", {"confidant": None})])
def test_readers_say_for_whom_it_is_kept(readers: str, told: dict[str, Any]) -> None:
    assert valid(ReadersForm, readers=readers).told() == told


def test_what_is_newly_said_to_be_different_is_forgotten_once() -> None:
    first, again = (
        valid(AgainForm, checked="yes", different=["who"]),
        valid(AgainForm, checked="yes", different=["who", "way"]),
    )
    assert first.forgets(None) == ["who"]
    assert again.forgets(first) == ["way"]


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
