"""Kept for people of whom nobody is left: its reporter is asked, in danger one officer gets it; never silence."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Alert
from incidents import actions as incidents
from incidents.models import Incident, Intake
from incidents.trust import Trust
from tests.factories import COUNCIL, LOG, POLICE, UserFactory, officer, report
from tests.unit.triage.confidence.sight import TEAM, may_see, now, told
from triage import actions
from triage.actions.route import called
from triage.actions.silence import ask_about_silence
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(councillor: User) -> Case:
    case = report(councillor, **COUNCIL)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    return case


def leave(mo: User, case: Case) -> None:
    incidents.declare_conflict(by=mo, incident=case.incident, reason="I know them")


def ask(case: Case) -> int:
    return ask_about_silence(now=now(case).reported_at)


# Asked -----------------------------------------------------------------------------------------------------------


def test_where_the_only_monitoring_officer_has_a_conflict_the_reporter_is_asked(
    kept: Case, mo: User, councillor: User
) -> None:
    leave(mo, kept)
    assert (may_see(kept), now(kept).owner) == (set(), None)
    assert told(kept, "report.question") == [councillor.name]


def test_where_one_is_left_that_one_has_it_and_nobody_is_asked(kept: Case, mo: User) -> None:
    other = UserFactory(name="Max Monitoring", roles=[Role.MONITORING])
    leave(mo, kept)
    assert (may_see(kept), now(kept).owner) == ({other.name}, other)
    assert told(kept, "report.question") == []
    leave(other, kept)
    assert len(told(kept, "report.question")) == 1


def test_nobody_is_asked_twice_about_the_same_and_nothing_piles_up(kept: Case, mo: User) -> None:
    leave(mo, kept)
    for _ in range(3):
        ask(kept)
    assert len(told(kept, "report.question")) == 1
    assert AuditEvent.objects.filter(verb="reporter asked who else may read it").count() == 1
    assert now(kept).incident.conflicts.count() == 1
    assert AuditEvent.objects.filter(object_ref=kept.reference, verb="routed", detail="nobody").count() == 1


def test_also_a_report_that_is_kept_from_the_start(councillor: User, mo: User) -> None:
    User.objects.filter(pk=mo.pk).update(is_active=False)
    draft = incidents.start_draft(by=councillor)
    trust = Trust(confidence={"confidant": None}, consents={})
    incident = incidents.submit_report(by=councillor, draft=draft, facts=COUNCIL, told={}, trust=trust)
    assert told(incident.case, "report.question") == [councillor.name]


def test_also_where_they_have_left_the_council(kept: Case, mo: User, councillor: User) -> None:
    User.objects.filter(pk=mo.pk).update(is_active=False)
    assert ask(kept) == 1
    assert told(kept, "report.question") == [councillor.name]
    assert now(kept).owner is None


def test_a_new_monitoring_officer_finds_it(kept: Case, mo: User) -> None:
    leave(mo, kept)
    new = UserFactory(name="Max Monitoring", roles=[Role.MONITORING])
    ask(kept)
    assert now(kept).owner == new
    assert ask(kept) == 0


def test_a_named_officer_who_is_gone_and_no_monitoring_officer_is_asked_about_too(
    kept: Case, mo: User, oscar: User, councillor: User
) -> None:
    incidents.keep_confidential(by=councillor, incident=kept.incident, confidant=oscar)
    incidents.keep_away(by=None, incident=kept.incident, user=mo, reason="It is about him")
    leave(oscar, kept)
    assert may_see(kept) == set()
    assert told(kept, "report.question") == [councillor.name]


def test_the_page_says_so_and_offers_only_who_could(
    client: Client, kept: Case, mo: User, councillor: User, oscar: User
) -> None:
    leave(mo, kept)
    client.force_login(councillor)
    page = client.get(reverse("report-readers", args=[kept.reference]))
    assertContains(page, "Nobody whom you chose can deal with your report.")
    assertNotContains(page, "Only the monitoring officer")
    mine = client.get(reverse("my-report", args=[kept.reference]))
    assertContains(mine, "Say who else may read it.")
    assertContains(mine, "Waiting until you say who else may read it")
    client.post(reverse("report-readers", args=[kept.reference]), {"readers": "named", "officer": oscar.pk})
    assert (may_see(kept), now(kept).owner) == ({oscar.name}, oscar)
    assert Alert.objects.get(about_ref=kept.reference).only == [oscar.pk]


def test_the_team_can_be_let_in_again(kept: Case, mo: User, councillor: User) -> None:
    leave(mo, kept)
    incidents.open_to_team(by=councillor, incident=kept.incident)
    assert may_see(kept) == TEAM - {mo.name}


def test_a_lower_tier_that_waits_for_a_second_officer_does_not_stand_in_the_way(
    kept: Case, mo: User, councillor: User
) -> None:
    other = UserFactory(name="Max Monitoring", roles=[Role.MONITORING])
    case = actions.acknowledge(by=mo, case=now(kept))
    Case.objects.filter(pk=case.pk).update(tier=Tier.POLICE)
    actions.propose_override(by=mo, case=now(kept), tier=Tier.COUNCIL, reason="Mistaken")
    Case.objects.filter(pk=case.pk).update(tier=Tier.COUNCIL)
    for one in (other, mo):
        leave(one, kept)
    assert may_see(kept) == set()


# In danger -------------------------------------------------------------------------------------------------------


def test_in_danger_one_officer_on_duty_gets_it_and_the_reporter_sees_who(
    client: Client, councillor: User, mo: User, olive: User
) -> None:
    case = report(councillor, **POLICE)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    leave(mo, case)
    assert (may_see(case), now(case).owner) == ({olive.name}, olive)
    assert told(case)[-1] == olive.name
    assert councillor.name in told(case, "case.update")
    client.force_login(councillor)
    assertContains(client.get(reverse("my-report", args=[case.reference])), "Only Olive Officer")


def test_in_danger_it_goes_on_to_the_next_who_could(councillor: User, mo: User, olive: User, oscar: User) -> None:
    case = report(councillor, **POLICE)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    for one in (mo, olive):
        leave(one, case)
    assert now(case).owner == oscar


def test_in_danger_and_nobody_at_all_the_reporter_is_asked(councillor: User, mo: User) -> None:
    case = report(councillor, **POLICE)
    incidents.keep_confidential(by=councillor, incident=case.incident)
    User.objects.exclude(pk__in=[mo.pk, councillor.pk]).update(is_active=False)
    leave(mo, case)
    assert told(case, "report.question") == [councillor.name]
    new = officer(name="Nora New")
    ask(case)
    assert now(case).owner == new


def test_who_has_a_conflict_is_not_called_even_in_place_of_others_who_have_gone(councillor: User, mo: User) -> None:
    case = report(councillor, **(LOG | {"source": "councillor"}))
    incidents.keep_away(by=None, incident=case.incident, user=mo, reason="It is about him")
    assert mo not in called(now(case))


# Who took it, and who rang ---------------------------------------------------------------------------------------


def test_an_officer_who_rang_for_somebody_else_may_work_on_it(councillor: User, olive: User) -> None:
    case = report(councillor, **LOG)
    Incident.objects.filter(pk=case.incident_id).update(reporter=olive, intake=Intake.TELEPHONE)
    assert olive.name in may_see(case)
    assert actions.acknowledge(by=olive, case=now(case)).acknowledged_by == olive


def test_an_officer_who_rang_because_it_was_done_to_them_may_not(olive: User) -> None:
    case = report(olive, **LOG)
    Incident.objects.filter(pk=case.incident_id).update(councillor=olive, intake=Intake.TELEPHONE)
    assert olive.name not in may_see(case)
