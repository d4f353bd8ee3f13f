from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.facts import FACTS, check
from incidents.steps import CHOICES, STEPS, Journey
from incidents.trust import Trust
from tests.unit.incidents.answers import EVERYTHING, FOR_A_CANDIDATE, LOITERING, SHORT, THREAT, Sent, drafted
from triage.process import Tier, current_version, score

LISTED = ("person", "officer")  # their choices are people


def keys(sent: Sent) -> list[str]:
    return [stage.key for stage in Journey(drafted(sent)).asked]


def test_the_commonest_report_takes_nine_pages_with_its_start_and_its_check() -> None:
    short = ["danger", "kind", "words", "way", "before", "who", "effect"]
    assert keys(SHORT) == short
    assert keys(SHORT | {"way": {"channel": "social_media"}}) == short


def test_everything_that_can_be_known_is_asked_for_but_what_only_officers_know() -> None:
    calming = EVERYTHING | {"more": {"signs": ["escalating", "fixation", "address_exposed"]}}
    asked = set(Journey(drafted(EVERYTHING)).facts()) | set(Journey(drafted(calming)).facts())
    assert set(FACTS) - asked == {"on_register", "clarified"}


def test_pages_appear_only_when_the_answers_make_them_matter() -> None:
    assert keys(LOITERING)[4:9] == ["place", "near", "before", "times", "asked"]
    assert keys(THREAT)[4:10] == ["heard", "how", "what", "when", "exact", "means"]
    assert "seen" in keys(THREAT | {"how": {"threat": "veiled"}})
    assert "what" not in keys(THREAT | {"how": {"threat": "none"}})
    assert "many" in keys(SHORT | {"way": {"channel": "social_media"}, "before": {"repeat": "before"}})
    assert "many" in keys(SHORT | {"who": {"source": "group"}})
    assert "others" in keys(THREAT | {"aim": {"targets": ["councillor", "family"]}})
    assert "others" not in keys(THREAT)
    assert "order" in keys(LOITERING | {"who": {"source": "known_resident"}})
    assert "order" not in keys(SHORT | {"who": {"source": "known_resident"}})
    assert "touch" in keys(SHORT | {"kind": {"to_people_or_things": ["physical_attack"]}})
    assert "things" in keys(SHORT | {"kind": {"to_people_or_things": ["property_damage"]}})
    assert "about" in keys(SHORT | {"kind": {"in_words_or_pictures": ["hate_expression"]}})


def test_the_address_of_a_page_tells_nothing_of_what_happened() -> None:
    telling = {word for value in FACTS["conduct"].values for word in value.split("_")} | {"hate", "weapon", "injury"}
    assert not telling & {step.key for step in STEPS}


def test_no_two_pages_use_the_same_name_for_a_field() -> None:
    names = [name for step in STEPS for name in step.form.base_fields]
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
    first, last = journey.asked[0], journey.asked[-1]
    assert journey.before(first.key) is None
    assert journey.after(last.key) is None
    assert [stage.number for stage in journey.asked] == list(range(1, 14))
    assert all(journey.after(one.key) is other for one, other in pairwise(journey.asked))
    assert all(journey.before(other.key) is one for one, other in pairwise(journey.asked))


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
    if step.key not in LISTED
}


@given(st.fixed_dictionaries({}, optional=ANY_ANSWER))
def test_whatever_a_draft_holds_it_gives_facts_that_can_be_scored(answers: dict[str, dict[str, list[str]]]) -> None:
    journey = Journey(answers)
    journey.rows()
    assert score(current_version(), check(journey.facts())).tier in Tier


@pytest.mark.parametrize("sent", [SHORT, LOITERING, THREAT, EVERYTHING, FOR_A_CANDIDATE])
def test_a_whole_report_needs_nothing_more(sent: Sent) -> None:
    assert Journey(drafted(sent)).first_open is None


# For somebody else, again, and who may know --------------------------------------------------------------------------


def test_who_was_harmed_is_asked_only_when_it_was_somebody_else() -> None:
    assert keys(FOR_A_CANDIDATE)[:5] == ["danger", "whom", "name", "knows", "kind"]
    assert keys({"whom": {}})[:3] == ["danger", "whom", "knows"]
    assert "person" in keys({"whom": {"harmed_as": "councillor"}})
    told = Journey(drafted(FOR_A_CANDIDATE)).told()
    assert (told["harmed_as"], told["harmed_name"]) == ("candidate", "Carol Candidate")
    assert (told["harmed_knows"], told["harmed_agrees"]) == (True, True)


AGAIN: Sent = {
    "again": {},
    "way": SHORT["way"],
    "who": SHORT["who"],
    "before": {"repeat": "before"},
    "times": {"occasions": "3"},
    "asked": {"asked_to_stop": "no"},
}


def test_what_is_the_same_as_last_time_is_not_asked_again() -> None:
    assert keys(AGAIN)[:4] == ["danger", "again", "kind", "words"]
    checked = AGAIN | {"again": {"checked": "yes"}}
    asked = ["danger", "again", "kind", "words", "more", "effect"]
    assert keys(checked) == asked
    assert keys(checked | {"again": {"checked": "yes", "different": ["who"]}}) == [*asked[:4], "who", *asked[4:]]
    assert Journey(drafted(checked)).facts()["occasions"] == 3


def test_what_last_time_did_not_tell_is_asked() -> None:
    unknown = {key: answer for key, answer in AGAIN.items() if key != "asked"}
    assert "asked" in keys(unknown | {"again": {"checked": "yes"}})


def test_who_may_know_stands_at_the_team_until_it_is_changed() -> None:
    journey = Journey(drafted(SHORT))
    assert journey.first_open is None
    assert [row.value for row in journey.rows(of=CHOICES)] == ["The officers who deal with reports", "Nobody else"]
    assert journey.trust() == Trust()


def test_who_was_asked_whom_else_to_tell_has_answered_for_each() -> None:
    assert Journey(drafted(SHORT | {"sharing": {}})).trust().consents == {
        "group": False,
        "champion": False,
        "police": False,
    }
    told_police = Journey(drafted(SHORT | {"sharing": {"sharing": ["police"]}}))
    assert told_police.trust().consents == {"group": False, "champion": False, "police": True}


def test_one_officer_has_to_be_named_before_only_one_may_read_it() -> None:
    journey = Journey(drafted(SHORT | {"readers": {"readers": "named"}}))
    assert journey.first_open is not None
    assert journey.first_open.key == "officer"
