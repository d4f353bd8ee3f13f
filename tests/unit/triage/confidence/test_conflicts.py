"""Who must not deal with a report: conflicts of interest, one's own matter, and conduct of councillors and officers."""

import pytest
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from incidents import actions as incidents
from incidents.models import Incident, Intake
from tests.factories import COUNCIL, LOG, POLICE, CouncillorFactory, UserFactory, alarm, report
from tests.unit.triage.confidence.sight import TEAM, may_see, now, told
from triage import actions
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db


# Conflicts of interest -----------------------------------------------------------------------------------------------


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


# One's own matter ----------------------------------------------------------------------------------------------------


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


# Conduct of councillors and officers ---------------------------------------------------------------------------------


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
