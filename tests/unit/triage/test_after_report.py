"""A report that is sent can be told on, taken back, and shown to whom it was done to."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Draft, Incident
from tests.factories import COUNCIL, POLICE, CouncillorFactory, UserFactory, alarm, report
from tests.unit.incidents.answers import SHORT
from triage import actions
from triage.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, councillor: User, olive: User) -> Client:
    client.force_login(councillor)
    return client


def at(name: str, case: Case) -> str:
    return reverse(name, args=[case.reference])


# It happened again -------------------------------------------------------------------------------------------------


def test_it_happened_again_is_one_button_and_two_presses_are_one_draft(reader: Client, councillor: User) -> None:
    case = report(councillor, **COUNCIL)
    assertContains(reader.get(at("my-report", case)), at("report-again", case))
    for _ in range(2):
        response = reader.post(at("report-again", case), follow=True)
    draft = Draft.objects.get(submitted_at=None)
    assertRedirects(response, reverse("report-step", args=[draft.pk, "danger"]))
    assert draft.continues == case.incident


def test_what_happened_again_is_linked_and_asks_only_what_is_new(reader: Client, councillor: User) -> None:
    case = report(councillor, **COUNCIL | {"occasions": 2, "period_days": 7})
    reader.post(at("report-again", case))
    draft = Draft.objects.get(submitted_at=None)
    asked = {"danger": SHORT["danger"], "again": {"checked": "yes"}, "kind": SHORT["kind"], "words": SHORT["words"]}
    rest = {"asked": {"asked_to_stop": "no"}, "order": {"court_order": "none"}, "more": {}, "effect": SHORT["effect"]}
    for key, answers in (asked | rest).items():
        here = reverse("report-step", args=[draft.pk, key])
        assert reader.get(here).status_code == 200
        response = reader.post(here, answers)
    assertRedirects(response, reverse("report-check", args=[draft.pk]))
    reader.post(reverse("report-check", args=[draft.pk]))
    again = Incident.objects.latest("pk")
    assert (again.continues, again.occasions, again.channel) == (case.incident, 3, "email")


def test_the_page_shows_what_was_told_last_time_and_what_is_different_is_asked(
    reader: Client, councillor: User
) -> None:
    reader.post(at("report-again", report(councillor, **COUNCIL)))
    draft = Draft.objects.get(submitted_at=None)
    here = reverse("report-step", args=[draft.pk, "again"])
    response = reader.get(here)
    assertContains(response, "Somebody whose name I know")
    assertContains(response, '<input type="hidden" name="checked" value="yes" id="id_checked">', html=True)
    assertNotContains(response, "Error: ")
    reader.post(here, {"checked": "yes", "different": ["who"]})
    draft.refresh_from_db()
    assert "who" not in draft.answers
    assert "way" in draft.answers


def test_nobody_tells_on_from_the_report_of_another(reader: Client) -> None:
    assert reader.post(at("report-again", report(CouncillorFactory(), **COUNCIL))).status_code == 404


# Withdrawing -------------------------------------------------------------------------------------------------------


def test_a_withdrawn_report_is_kept_and_its_case_closed(reader: Client, councillor: User, olive: User) -> None:
    case = report(councillor, **COUNCIL)
    assertContains(reader.get(at("report-withdraw", case)), "We then do nothing more about it")
    for _ in range(2):
        response = reader.post(at("report-withdraw", case), {"reason": "It was a misunderstanding."})
        assertRedirects(response, at("my-report", case), fetch_redirect_response=False)
    case.refresh_from_db()
    assert (case.is_open, case.close_reason) == (False, "Withdrawn by the person who reported it.")
    assert Incident.objects.get().withdrawn_reason == "It was a misunderstanding."
    assert not Alert.objects.open().exists()
    assert OutboxMessage.objects.get(kind="report.withdrawn").recipient == olive
    assert AuditEvent.objects.filter(object_ref=case.reference, verb="withdrawn").count() == 1
    assertContains(reader.get(at("my-report", case)), "This report was withdrawn")


def test_an_answered_case_is_closed_too(councillor: User, olive: User, reader: Client) -> None:
    case = actions.acknowledge(by=olive, case=report(councillor, **COUNCIL))
    reader.post(at("report-withdraw", case), {"reason": "Settled."})
    case.refresh_from_db()
    assert (case.is_open, case.acknowledged_by) == (False, olive)


def test_danger_is_not_withdrawn_with_its_report_and_the_reporter_is_told_why(reader: Client, councillor: User) -> None:
    for case in (report(councillor, **POLICE), alarm(councillor)):
        assertContains(reader.get(at("report-withdraw", case)), "we will go on with it")
        reader.post(at("report-withdraw", case), {"reason": "I am afraid of him."})
        case.refresh_from_db()
        assert case.is_open
        assert Alert.objects.open().filter(about_ref=case.reference).exists()
        response = reader.get(at("my-report", case))
        assertContains(response, "We go on with it all the same.")
        assertNotContains(response, at("report-withdraw", case))


def test_a_reason_is_needed(reader: Client, councillor: User) -> None:
    case = report(councillor, **COUNCIL)
    assertContains(reader.post(at("report-withdraw", case), {"reason": " "}), "Enter why you withdraw it")
    assert Incident.objects.get().withdrawn_at is None


def test_only_its_reporter_withdraws_a_report(client: Client, councillor: User, olive: User) -> None:
    case = report(councillor, **COUNCIL)
    harmed = CouncillorFactory()
    Incident.objects.update(councillor=harmed, harmed_knows=True)
    for person, status in ((harmed, 403), (olive, 404), (UserFactory(roles=[Role.SAFETY]), 403)):
        client.force_login(person)
        assert client.post(at("report-withdraw", case), {"reason": "No"}).status_code == status
    assert Incident.objects.get().withdrawn_at is None


# Whose it is -------------------------------------------------------------------------------------------------------


@pytest.fixture
def for_another(councillor: User, olive: User) -> Case:
    case = report(councillor, **COUNCIL)
    harmed = CouncillorFactory(name="Cara Councillor")
    Incident.objects.update(councillor=harmed, harmed_knows=False)
    return Case.objects.select_related("incident__councillor").get(pk=case.pk)


def test_who_was_harmed_sees_it_once_the_reporter_says_that_they_know(
    reader: Client, client: Client, for_another: Case
) -> None:
    harmed = for_another.incident.councillor
    assert harmed is not None
    assertContains(reader.get(at("my-report", for_another)), "You reported this for Cara Councillor.")
    assert not Incident.objects.own(harmed).exists()
    for _ in range(2):
        reader.post(at("report-they-know", for_another))
    assert OutboxMessage.objects.get(kind="report.for_you").recipient == harmed
    client.force_login(harmed)
    response = client.get(at("my-report", for_another))
    assertContains(response, "Casey Councillor reported this for you.")
    assertNotContains(response, at("report-withdraw", for_another))


def test_only_the_reporter_says_that_they_know(client: Client, for_another: Case) -> None:
    client.force_login(CouncillorFactory())
    assert client.post(at("report-they-know", for_another)).status_code == 404


def test_a_report_about_somebody_without_an_account_names_them(reader: Client, councillor: User) -> None:
    case = report(councillor, **COUNCIL)
    Incident.objects.update(councillor=None, harmed_as="candidate", harmed_name="Carol", harmed_knows=False)
    response = reader.get(at("my-report", case))
    assertContains(response, "You reported this for Carol.")
    assertNotContains(response, at("report-they-know", case))


def test_one_s_own_report_says_nothing_of_whom_it_is_for(reader: Client, councillor: User) -> None:
    assertNotContains(reader.get(at("my-report", report(councillor, **COUNCIL))), "reported this for")


# Support ------------------------------------------------------------------------------------------------------------


def test_support_is_asked_for_when_the_report_is_sent_and_until_it_is_answered(
    reader: Client, councillor: User
) -> None:
    case = report(councillor, **COUNCIL)
    sent = at("report-sent", case)
    assertContains(reader.get(sent), f'action="{at("my-support", case)}"')
    reader.post(at("my-support", case), {"choice": "nothing", "may_know_what": "no"})
    assertNotContains(reader.get(sent), "How are you?")


def test_the_reporter_reads_who_answered_and_by_when_they_hear_more(
    reader: Client, councillor: User, olive: User
) -> None:
    case = actions.acknowledge(by=olive, case=report(councillor, **COUNCIL))
    response = reader.get(at("my-report", case))
    assertContains(response, "Answered")
    assertContains(response, "We tell you more")
    assertContains(response, "No later than")
