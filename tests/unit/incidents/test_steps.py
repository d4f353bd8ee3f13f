from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.facts import FACTS, check
from incidents.steps import STEPS, Journey
from tests.unit.incidents.answers import LOITERING, SHORT, THREAT, Sent, drafted
from triage.process import Tier, current_version, score


def keys(sent: Sent) -> list[str]:
    return [stage.key for stage in Journey(drafted(sent)).stages]


def test_the_commonest_report_takes_nine_pages_with_its_start_and_its_check() -> None:
    assert keys(SHORT) == ["danger", "kind", "words", "way", "before", "who", "effect"]


def test_pages_appear_only_when_the_answers_make_them_matter() -> None:
    assert keys(LOITERING)[4:9] == ["place", "near", "before", "times", "asked"]
    assert keys(THREAT)[4:8] == ["how", "what", "when", "means"]
    assert "what" not in keys(THREAT | {"how": {"threat": "none"}})
    assert "many" in keys(SHORT | {"way": {"channel": "social_media"}})
    assert "many" in keys(SHORT | {"who": {"source": "group"}})
    assert "touch" in keys(SHORT | {"kind": {"to_people_or_things": ["physical_attack"]}})
    assert "things" in keys(SHORT | {"kind": {"to_people_or_things": ["property_damage"]}})
    assert "about" in keys(SHORT | {"kind": {"in_words_or_pictures": ["hate_expression"]}})


def test_the_address_of_a_page_tells_nothing_of_what_happened() -> None:
    telling = {word for value in FACTS["conduct"].values for word in value.split("_")} | {"hate", "weapon", "injury"}
    assert not telling & {step.key for step in STEPS}


def test_no_two_pages_use_the_same_name_for_a_field() -> None:
    names = [name for step in STEPS for name in step.form().fields]
    assert len(names) == len(set(names))


def test_loitering_with_a_camera_is_for_the_police() -> None:
    facts = check(Journey(drafted(LOITERING)).facts())
    result = score(current_version(), facts)
    assert result.tier == Tier.POLICE
    assert {"loitering", "surveillance"} <= {gate.rule for gate in result.gates}
    assert (facts["place"], facts["occasions"], facts["period_days"]) == ("home", 4, 12)


def test_a_death_threat_for_tonight_is_an_emergency() -> None:
    assert score(current_version(), check(Journey(drafted(THREAT)).facts())).tier == Tier.EMERGENCY


def test_one_insult_is_logged() -> None:
    assert score(current_version(), check(Journey(drafted(SHORT)).facts())).tier == Tier.LOG


def test_what_an_early_page_lets_suppose_gives_way_to_what_a_later_one_says() -> None:
    nearby = SHORT | {"kind": {"in_contact": ["following_or_loitering"]}, "near": {"surveillance": "not-sure"}}
    assert Journey(drafted(nearby | {"place": {"place": "home"}})).facts()["place"] == "home"
    assert "place" not in Journey(drafted(nearby | {"place": {"place": "not-sure"}})).facts()


def test_answers_to_pages_that_no_longer_apply_do_not_count() -> None:
    changed = LOITERING | {"before": {"repeat": "first"}}
    journey = Journey(drafted(changed))
    assert journey.facts()["occasions"] == 1
    assert "period_days" not in journey.facts()
    assert "How many times" not in [row.key for row in journey.rows()]


def test_the_first_open_page_is_the_first_without_a_valid_answer() -> None:
    def first_open(sent: Sent) -> str | None:
        stage = Journey(drafted(sent)).first_open
        return stage.key if stage else None

    assert first_open({}) == "danger"
    assert first_open({key: SHORT[key] for key in ("danger", "kind", "who")}) == "words"
    assert first_open(SHORT | {"way": {"channel": "pigeon"}}) == "way"
    assert first_open(SHORT | {"before": {"repeat": "before"}}) == "times"
    assert first_open(SHORT) is None


def test_pages_know_their_neighbours() -> None:
    journey = Journey(drafted(LOITERING))
    first, last = journey.stages[0], journey.stages[-1]
    assert journey.before(first) is None
    assert journey.after(last) is None
    assert [stage.number for stage in journey.stages] == list(range(1, 12))
    assert all(journey.after(one) is other for one, other in zip(journey.stages, journey.stages[1:], strict=False))
    assert all(journey.before(other) is one for one, other in zip(journey.stages, journey.stages[1:], strict=False))


def test_answers_are_told_in_words_with_a_way_to_change_them() -> None:
    words = {"description": "Told", "happened_on-day": "1", "happened_on-month": "2", "happened_on-year": "2026"}
    journey = Journey(drafted(LOITERING | {"words": words}))
    assert journey.told() == {"description": "Told", "happened_on": date(2026, 2, 1)}
    rows = {row.key: row for row in journey.rows(lambda key: f"/{key}/")}
    assert rows["Who did it?"].value == "A stranger"
    assert rows["Over how long"].value == "12 days"
    assert rows["Over how long"].change_url == "/times/"


ANY_ANSWER = {
    step.key: st.fixed_dictionaries(
        {
            name: st.lists(st.sampled_from([value for value, _ in field.choices]), max_size=3)
            if hasattr(field, "choices")
            else st.lists(st.sampled_from(["", "2", "7", "words"]), max_size=1)
            for name, field in step.form().fields.items()
        }
    )
    for step in STEPS
}


@given(st.fixed_dictionaries({}, optional=ANY_ANSWER))
def test_whatever_a_draft_holds_it_gives_facts_that_can_be_scored(answers: dict[str, dict[str, list[str]]]) -> None:
    journey = Journey(answers)
    journey.rows()
    assert score(current_version(), check(journey.facts())).tier in Tier


@pytest.mark.parametrize("sent", [SHORT, LOITERING, THREAT])
def test_a_whole_report_needs_nothing_more(sent: Sent) -> None:
    assert Journey(drafted(sent)).first_open is None
