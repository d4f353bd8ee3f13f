"""The story of a case, from events that stay for ever and are read by people."""

import pytest
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents.actions import record_opening
from tests.factories import POLICE, officer, report
from triage import actions
from triage.models import Case
from triage.process import Tier
from triage.timeline import SHOWN, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(olive: User, councillor: User) -> Case:
    return report(councillor, **POLICE)


def titles(case: Case, **options: bool) -> list[str]:
    return [entry.title for entry in story(case.reference, **options).entries]


def test_tells_what_happened_with_the_newest_first(case: Case) -> None:
    assert titles(case)[::-1] == [
        "Reported",
        "The process says: Police: refer now",
        "Routed to Olive Officer",
        "Olive Officer was told that it needs somebody",
        "Tasks set: 7",
    ]


def test_names_who_did_it_and_why(case: Case, olive: User) -> None:
    actions.propose_override(by=olive, case=case, tier=Tier.EMERGENCY, reason="He is at the door.")
    proposed = next(one for one in story(case.reference).entries if one.title.startswith("Another tier proposed"))
    assert (proposed.title, proposed.by, proposed.text) == (
        "Another tier proposed: Emergency: 999 now",
        "Olive Officer",
        "He is at the door.",
    )


def test_what_officers_do_is_told_in_words(case: Case, olive: User, oscar: User) -> None:
    actions.acknowledge(by=olive, case=case)
    actions.complete_facts(by=olive, case=case, seen=case.assessment, facts={"escalating": True, "place": "home"})
    actions.assign(by=olive, case=case, to=oscar, note="Yours")
    today = timezone.localdate()
    actions.plan(by=oscar, case=case, text="Ring", follow_up_on=today)
    actions.refer(by=oscar, case=case, police_reference="42")
    actions.close(by=oscar, case=case, reason="Over")
    told = titles(case)
    for title in (
        "Acknowledged",
        "Facts completed: Getting worse or more frequent",
        "Given to Oscar Officer",
        f"Plan recorded, next look {today.day} {today:%B %Y}",
        "Referred to the police",
        "Closed",
    ):
        assert title in told


def test_openings_stand_apart_one_line_a_person(case: Case, olive: User, oscar: User) -> None:
    for reader in (olive, oscar, olive):
        record_opening(by=reader, incident=case.incident)
    told = story(case.reference)
    assert not any("pened" in entry.title for entry in told.entries)
    assert [(one.name, one.times) for one in told.openings] == [("Olive Officer", 2), ("Oscar Officer", 1)]


@pytest.mark.parametrize(
    ("verb", "detail", "title"),
    [
        ("a verb of tomorrow", "{x}", "A verb of tomorrow"),
        ("planned", "someday", "Plan recorded, someday"),
        ("planned", "", "Plan recorded, "),
        ("facts completed", "threat, gone_fact, impa", "Facts completed: How it was threatened"),
        ("facts completed", "gone_fact", "Facts completed: several"),
        ("assigned", "U-22222-22222", "Given to U-22222-22222"),
    ],
)
def test_no_event_is_left_out_or_breaks_the_page(case: Case, olive: User, verb: str, detail: str, title: str) -> None:
    record(by=olive, verb=verb, on=case.incident, detail=detail)
    assert titles(case)[0] == title


def test_somebody_elses_case_is_another_story(case: Case, councillor: User) -> None:
    before = titles(case)
    report(councillor, **POLICE)
    assert titles(case) == before


def test_a_long_story_is_cut_until_it_is_asked_for_whole(case: Case) -> None:
    someone = officer()
    for _ in range(SHOWN):
        record(by=someone, verb="planned", on=case.incident, detail="next look 2026-12-01")
    assert story(case.reference).is_cut
    assert "Reported" not in titles(case)
    assert not story(case.reference, whole=True).is_cut
    assert titles(case, whole=True)[-1] == "Reported"
