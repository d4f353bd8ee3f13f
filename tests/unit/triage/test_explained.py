"""Why this tier, and how each clock stands, in a sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councilsafe.accounts.models import User
from tests.factories import COUNCIL, LOG, POLICE, AssessmentFactory, CaseFactory, OverrideFactory, report
from triage import actions
from triage.explained import clocks_of, explained, why_this_tier
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = timedelta(hours=1)
GATE = {"rule": "one", "tier": "police", "sentence": "Harm was threatened outright."}
POINT = {"rule": "two", "points": 5, "sentence": "It was often."}


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"tier": Tier.POLICE.value, "gates": [GATE]}, "because one thing is enough for that: Harm was threatened"),
        ({"tier": Tier.COUNCIL.value, "counted": [POINT], "points": 5}, "because what is known adds up to 5 points."),
        ({"tier": Tier.LOG.value}, "because nothing that is known asks for more."),
    ],
    ids=["gate", "points", "nothing"],
)
def test_why_this_tier_names_the_strongest_reason(made: dict[str, object], words: str) -> None:
    assert words in why_this_tier(CaseFactory(assessment=AssessmentFactory(**made)), None)


def test_an_officers_tier_is_said_to_be_theirs() -> None:
    override = OverrideFactory()
    assert override.proposed_by.name in why_this_tier(override.case, override)


def test_a_tier_from_before_is_said_to_be_so() -> None:
    case = CaseFactory(tier=Tier.POLICE.value)
    assert "from before. With what is known now the process says “Log and advise”." in why_this_tier(case, None)


@pytest.mark.parametrize(
    ("due", "met", "state"),
    [
        (NOW + HOUR, None, "Running"),
        (NOW - HOUR, None, "Late"),
        (NOW, NOW - HOUR, "In time"),
        (NOW, NOW, "In time"),
        (NOW - HOUR, NOW, "Missed"),
    ],
    ids=["running", "late", "early", "to-the-moment", "missed"],
)
def test_a_clock_runs_or_is_late_or_was_kept_or_missed(due, met, state: str) -> None:
    assert explained("Answer", "Because.", due, met, NOW).state == state


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        (LOG, ["Answer", "Update"]),
        (COUNCIL, ["Answer", "Plan", "Update"]),
        (POLICE, ["Answer", "Police referral", "Update"]),
    ],
    ids=["log", "council", "police"],
)
def test_each_clock_of_the_tier_is_there(
    olive: User, councillor: User, facts: dict[str, object], names: list[str]
) -> None:
    assert [one.name for one in clocks_of(report(councillor, **facts), timezone.now())] == names


def test_a_closed_case_waits_for_nothing(olive: User, councillor: User) -> None:
    case = actions.acknowledge(by=olive, case=report(councillor, **POLICE))
    actions.close(by=olive, case=case, reason="Over")
    assert [one.state for one in clocks_of(Case.objects.get(pk=case.pk), timezone.now())] == ["In time"]
