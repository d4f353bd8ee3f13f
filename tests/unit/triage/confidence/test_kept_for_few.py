"""Reports that are kept for few: who reads them, who is called, and what is done when the named officer is silent."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.actions import climb_due_alerts
from incidents import actions as incidents
from tests.factories import COUNCIL, POLICE, CouncillorFactory, UserFactory, officer, report
from tests.unit.triage.confidence.sight import MONDAY, TEAM, may_see, now, told
from triage import actions
from triage.process import Tier

pytestmark = pytest.mark.django_db


# Kept for few --------------------------------------------------------------------------------------------------------


def test_the_team_sees_what_is_not_kept_from_it(councillor: User) -> None:
    assert may_see(report(councillor, **COUNCIL)) == TEAM


def test_only_the_monitoring_officer_sees_and_has_what_is_kept_for_them(councillor: User, mo: User) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    assert (may_see(case), now(case).owner) == ({mo.name}, mo)
    assert told(case) == [mo.name]  # the officer on duty had not been told yet, and is not any more


def test_only_the_officer_who_is_named_sees_and_has_it(councillor: User, oscar: User) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    assert (may_see(case), now(case).owner, told(case)) == ({oscar.name}, oscar, [oscar.name])


def test_nobody_else_is_called_however_long_it_takes(
    councillor: User, oscar: User, clock: time_machine.Traveller
) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    for _ in range(40):
        clock.shift(timedelta(hours=2))
        climb_due_alerts()
    assert set(told(case)) == {oscar.name}


def test_the_reporter_opens_it_again(councillor: User, oscar: User) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    incidents.open_to_team(by=councillor, incident=case.incident)
    assert (may_see(case), now(case).owner) == (TEAM, oscar)


@pytest.mark.parametrize("who", ["stranger", "officer", "manager"])
def test_nobody_else_decides_who_may_read_it(who: str, councillor: User, olive: User, mary: User) -> None:
    case = report(councillor, **COUNCIL)
    by = {"stranger": CouncillorFactory(), "officer": olive, "manager": mary}[who]
    with pytest.raises(ActionDenied):
        incidents.keep_confidential(by=by, incident=case.incident)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    with pytest.raises(ActionDenied):
        incidents.open_to_team(by=by, incident=case.incident, reason="Curious")


def test_the_monitoring_officer_opens_it_only_with_a_reason_that_the_reporter_reads(councillor: User, mo: User) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    with pytest.raises(ActionDenied):
        incidents.open_to_team(by=mo, incident=case.incident)
    incidents.open_to_team(by=mo, incident=case.incident, reason="Your colleague is in danger")
    assert may_see(case) == TEAM
    assert case.incident.messages.get().body == "Your colleague is in danger"
    assert councillor.name in told(case, "message")


def test_the_officer_who_is_named_lets_the_monitoring_officer_know(councillor: User, oscar: User, mo: User) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    with pytest.raises(ActionDenied):
        incidents.let_monitoring_know(by=mo, incident=case.incident, reason="I should like to")
    incidents.let_monitoring_know(by=oscar, incident=case.incident, reason="Somebody could be hurt")
    assert may_see(case) == {oscar.name, mo.name}


def test_nobody_is_named_who_could_not_deal_with_it(councillor: User, olive: User) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_away(by=None, incident=case.incident, user=olive, reason="It is about her")
    for user in (olive, UserFactory(roles=[Role.SAFETY]), officer(is_active=False)):
        with pytest.raises(ActionDenied):
            incidents.keep_confidential(by=councillor, incident=case.incident, confidant=user)


def test_kept_twice_is_kept_once(councillor: User) -> None:
    case = report(councillor, **COUNCIL)
    for _ in range(2):
        incidents.keep_confidential(by=councillor, incident=case.incident)
    assert told(case).count("Mo Monitoring") == 1


def test_a_lower_tier_needs_a_second_officer_who_may_see_it(councillor: User, oscar: User, mo: User) -> None:
    case = report(councillor, **POLICE)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    case = actions.acknowledge(by=oscar, case=case)
    with pytest.raises(ActionDenied, match="Nobody else"):
        actions.propose_override(by=oscar, case=case, tier=Tier.LOG, reason="Mistaken")
    incidents.let_monitoring_know(by=councillor, incident=case.incident)
    actions.propose_override(by=oscar, case=case, tier=Tier.LOG, reason="Mistaken")
    assert told(case, "override.second") == [mo.name]


# The named officer is silent -----------------------------------------------------------------------------------------


def test_the_reporter_is_asked_when_the_named_officer_is_silent(
    councillor: User, oscar: User, clock: time_machine.Traveller
) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    assert actions.ask_about_silence(now=clock_now()) == 0
    clock.shift(timedelta(days=2))
    assert [actions.ask_about_silence(now=clock_now()) for _ in range(2)] == [1, 0]
    assert told(case, "report.question") == [councillor.name]
    assert (now(case).incident.unanswered_at, may_see(case)) == (clock_now(), {oscar.name})


def test_in_danger_the_monitoring_officer_is_told_whatever_was_chosen(
    councillor: User, oscar: User, mo: User, clock: time_machine.Traveller
) -> None:
    case = report(councillor, **POLICE)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    clock.shift(timedelta(hours=3))
    assert [actions.ask_about_silence(now=clock_now()) for _ in range(2)] == [1, 0]
    assert may_see(case) == {oscar.name, mo.name}
    assert mo.name in told(case)
    assert councillor.name in told(case, "case.update")


def test_who_answers_in_time_is_not_called_silent(councillor: User, oscar: User, clock: time_machine.Traveller) -> None:
    case = report(councillor, **POLICE)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    actions.acknowledge(by=oscar, case=now(case))
    clock.shift(timedelta(days=3))
    assert actions.ask_about_silence(now=clock_now()) == 0


@pytest.mark.parametrize("answered", [False, True])
def test_what_a_named_officer_leaves_behind_comes_to_the_monitoring_officer(
    answered: bool, councillor: User, oscar: User, mo: User
) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    if answered:
        actions.acknowledge(by=oscar, case=now(case))
    User.objects.filter(pk=oscar.pk).update(is_active=False)
    assert actions.ask_about_silence(now=MONDAY + timedelta(days=1000)) == 1
    assert (may_see(case), now(case).owner) == ({mo.name}, mo)


def clock_now() -> datetime:
    return datetime.now(UTC)
