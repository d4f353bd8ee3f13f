"""Who may know: reports kept for few, conflicts of interest, and conduct of councillors and officers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.actions import climb_due_alerts
from councilsafe.notifications.models import OutboxMessage
from incidents import actions as incidents
from incidents.models import Incident, Intake
from tests.factories import COUNCIL, LOG, POLICE, CouncillorFactory, UserFactory, alarm, officer, report
from triage import actions
from triage.models import Case
from triage.process import Tier

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def mary(olive: User, oscar: User) -> User:
    return UserFactory(name="Mary Manager", roles=[Role.MANAGER])


@pytest.fixture(autouse=True)
def mo(mary: User) -> User:
    return UserFactory(name="Mo Monitoring", roles=[Role.MONITORING])


def told(case: Case, kind: str = "alert") -> list[str]:
    """Who was told, one after the other."""
    messages = OutboxMessage.objects.filter(about_ref=case.reference, kind=kind).order_by("id")
    return list(messages.values_list("recipient__name", flat=True))


def now(case: Case) -> Case:
    return Case.objects.select_related("incident", "owner").get(pk=case.pk)


def may_see(case: Case) -> set[str]:
    """Two ways to the same answer, which must be one."""
    people = {user.name for user in User.objects.all() if Case.objects.visible_to(user).filter(pk=case.pk).exists()}
    assert people == set(now(case).incident.officers().values_list("name", flat=True))
    return people


TEAM = {"Olive Officer", "Oscar Officer", "Mary Manager", "Mo Monitoring"}


# Kept for few ----------------------------------------------------------------------------------------------------


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


# The named officer is silent -------------------------------------------------------------------------------------


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


# Conflicts of interest -------------------------------------------------------------------------------------------


def test_who_declares_a_conflict_loses_sight_and_hands_on(councillor: User, olive: User, oscar: User) -> None:
    case = report(councillor, **POLICE)
    assert case.owner == olive
    incidents.declare_conflict(by=olive, incident=case.incident, reason="My neighbour")
    assert may_see(case) == TEAM - {olive.name}
    assert (now(case).owner, told(case)) == (oscar, [oscar.name])


def test_what_was_answered_already_is_handed_on_to_somebody_who_is_told(
    councillor: User, olive: User, oscar: User
) -> None:
    case = actions.acknowledge(by=olive, case=report(councillor, **POLICE))
    incidents.declare_conflict(by=olive, incident=case.incident, reason="My neighbour")
    assert (now(case).owner, told(case, "assigned")) == (oscar, [oscar.name])


def test_a_second_officer_with_a_conflict_is_asked_no_more(councillor: User, olive: User, oscar: User) -> None:
    case = actions.acknowledge(by=olive, case=report(councillor, **POLICE))
    actions.propose_override(by=olive, case=case, tier=Tier.LOG, reason="Mistaken")
    assert oscar.name in told(case, "override.second")
    incidents.declare_conflict(by=oscar, incident=case.incident, reason="My brother")
    assert told(case, "override.second") == ["Mary Manager", "Mo Monitoring"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.MONITORING])
def test_the_person_complained_about_loses_sight_whatever_their_role(role: Role, councillor: User, oscar: User) -> None:
    about = UserFactory(name="Alex About", roles=[role])
    case = report(councillor, **{**POLICE, "source": "officer"})
    incidents.name_complained_about(by=oscar, incident=case.incident, user=about)
    assert may_see(case) == TEAM
    assert about.name not in told(case)


def test_the_confidant_who_has_a_conflict_leaves_it_to_the_monitoring_officer(
    councillor: User, oscar: User, mo: User
) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    incidents.declare_conflict(by=oscar, incident=case.incident, reason="My sister")
    assert (may_see(case), now(case).owner) == ({mo.name}, mo)


def test_the_only_monitoring_officer_complained_about_is_never_told(
    councillor: User, mo: User, caplog: pytest.LogCaptureFixture
) -> None:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    incidents.keep_away(by=None, incident=case.incident, user=mo, reason="It is about them")
    assert (may_see(case), now(case).owner, told(case)) == (set(), None, [])
    assert "reaches nobody" in caplog.text
    incidents.open_to_team(by=councillor, incident=case.incident)
    assert may_see(case) == TEAM - {mo.name}
    assert told(case) == ["Olive Officer"]


def test_only_the_monitoring_officer_lets_somebody_back_and_not_themselves(
    councillor: User, olive: User, mary: User, mo: User
) -> None:
    case = report(councillor, **COUNCIL)
    conflict = incidents.declare_conflict(by=olive, incident=case.incident, reason="Mixed up")
    mine = incidents.declare_conflict(by=mo, incident=case.incident, reason="A friend")
    for by, what in ((olive, conflict), (mary, conflict), (mo, mine)):
        with pytest.raises(ActionDenied):
            incidents.let_back(by=by, conflict=what, reason="I want to")
    incidents.let_back(by=mo, conflict=conflict, reason="It was another street")
    assert may_see(case) == TEAM - {mo.name}


def test_who_reported_it_is_not_the_one_complained_about(councillor: User, olive: User) -> None:
    case = report(councillor, **COUNCIL)
    with pytest.raises(ActionDenied):
        incidents.name_complained_about(by=olive, incident=case.incident, user=councillor)


# One's own matter ------------------------------------------------------------------------------------------------


def test_nobody_works_on_what_they_reported(olive: User, oscar: User) -> None:
    case = report(olive, **POLICE)
    assert (case.owner, told(case), may_see(case)) == (oscar, [oscar.name], TEAM - {olive.name})
    for work in (
        lambda: actions.acknowledge(by=olive, case=case),
        lambda: actions.close(by=olive, case=case, reason="Nothing"),
        lambda: actions.propose_override(by=olive, case=case, tier=Tier.EMERGENCY, reason="Worse"),
    ):
        with pytest.raises(ActionDenied, match="A colleague"):
            work()


def test_nobody_is_called_to_their_own_alarm(olive: User, oscar: User) -> None:
    assert told(alarm(olive)) == [oscar.name]


def test_who_took_a_telephone_report_works_on_it(olive: User, councillor: User) -> None:
    case = report(olive, **COUNCIL)
    Incident.objects.filter(pk=case.incident_id).update(intake=Intake.TELEPHONE, councillor=councillor)
    assert may_see(case) == TEAM


def test_their_own_case_leads_a_reporter_to_their_own_page(olive: User, client: Client) -> None:
    case = report(olive, **COUNCIL)
    client.force_login(olive)
    response = client.get(reverse("case", args=[case.reference]))
    assert (response.status_code, "My reports" in response.content.decode()) == (403, True)
    assert client.get(reverse("my-report", args=[case.reference])).status_code == 200


def test_whoever_does_not_know_of_it_does_not_find_it_among_their_own(councillor: User) -> None:
    friend = CouncillorFactory()
    case = report(friend, **COUNCIL)
    Incident.objects.filter(pk=case.incident_id).update(councillor=councillor, harmed_knows=False)
    assert not Case.objects.own(councillor).exists()
    Incident.objects.update(harmed_knows=True)
    assert Case.objects.own(councillor).get() == case == Case.objects.own(friend).get()


# Conduct of councillors and officers -----------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["councillor", "officer"])
def test_conduct_among_ourselves_is_the_monitoring_officers(source: str, councillor: User, mo: User) -> None:
    case = report(councillor, **{**COUNCIL, "source": source})
    assert (case.owner, told(case)) == (mo, [mo.name])


def test_in_danger_the_officer_on_duty_is_called_as_well(councillor: User, olive: User, mo: User) -> None:
    case = report(councillor, **{**POLICE, "source": "councillor"})
    assert (case.owner, told(case), told(case, "case.beside")) == (mo, [olive.name], [mo.name])


def test_what_turns_out_to_be_about_a_colleague_goes_to_the_monitoring_officer(
    councillor: User, olive: User, mo: User
) -> None:
    case = report(councillor, **{**LOG, "source": "anonymous"})
    assert case.owner == olive
    incidents.complete_facts(by=olive, incident=case.incident, facts={"source": "officer"})
    assert now(case).owner == mo
    assert told(case)[-1] == mo.name


def test_a_colleague_who_was_given_it_keeps_it(councillor: User, oscar: User, mo: User) -> None:
    case = report(councillor, **{**COUNCIL, "source": "officer"})
    case = actions.acknowledge(by=mo, case=case)
    actions.assign(by=mo, case=case, to=oscar, note="Please ring")
    incidents.complete_facts(by=oscar, incident=case.incident, facts={"impact": "frightened"})
    assert now(case).owner == oscar


def test_without_a_monitoring_officer_it_is_the_teams(councillor: User, olive: User, mo: User) -> None:
    User.objects.filter(pk=mo.pk).update(is_active=False)
    assert report(councillor, **{**COUNCIL, "source": "officer"}).owner == olive


# Pages -----------------------------------------------------------------------------------------------------------


def press(client: Client, by: User, name: str, case: Case, /, **answers: object) -> int:
    client.force_login(by)
    return client.post(reverse(name, args=[case.reference]), answers).status_code


def test_the_reporter_chooses_on_a_page(client: Client, councillor: User, oscar: User, mo: User) -> None:
    case = report(councillor, **COUNCIL)
    chosen = {
        "monitoring": {mo.name},
        "named": {oscar.name},
        "both": {oscar.name, mo.name},
        "team": TEAM,
    }
    for readers, wanted in chosen.items():
        assert press(client, councillor, "report-readers", case, readers=readers, officer=oscar.pk) == 302
        assert may_see(case) == wanted
    assert press(client, councillor, "report-readers", case, readers="named") == 200


def test_what_officers_declare_is_done_on_pages(
    client: Client, councillor: User, olive: User, oscar: User, mo: User
) -> None:
    case = report(councillor, **COUNCIL)
    assert press(client, olive, "case-conflict", case, reason="My neighbour") == 302
    assert press(client, olive, "case-conflict", case, reason="My neighbour") == 404
    assert press(client, oscar, "case-complained-about", case, user=oscar.pk) == 302
    assert may_see(case) == TEAM - {olive.name, oscar.name}
    conflict = case.incident.conflicts.get(user=olive)
    assert press(client, mo, "case-let-back", case, conflict=conflict.pk, reason="Another Olive") == 302
    incidents.keep_confidential(by=councillor, incident=case.incident)
    assert press(client, mo, "case-widen", case, reason="A child is in danger") == 302
    assert may_see(case) == TEAM - {oscar.name}


def test_the_pages_say_who_may_know(client: Client, councillor: User, oscar: User) -> None:
    case = report(councillor, **{**COUNCIL, "source": "councillor"})
    incidents.keep_confidential(by=councillor, incident=case.incident, confidant=oscar)
    client.force_login(oscar)
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Only Oscar Officer. The person who reported this asked for it." in page
    assert "about a councillor or an officer" in page
    client.force_login(councillor)
    for name in ("my-report", "report-readers"):
        assert "about a councillor or an officer" in client.get(reverse(name, args=[case.reference])).content.decode()
