"""What reporters and those who help them see, and what they do not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions.consent import set_consent
from incidents.actions.support import choose_wellbeing, finish
from incidents.models import Consent, Incident, Wellbeing
from incidents.typed import WELCOME_BACK
from tests.factories import COUNCIL, PASSWORD, CouncillorFactory, IncidentFactory, UserFactory, report
from triage import actions

Choice = Wellbeing.Choice
Purpose = Consent.Purpose


@pytest.fixture
def reader(client: Client, councillor: User) -> Client:
    client.force_login(councillor)
    return client


@pytest.fixture
def helper(client: Client, champion: User) -> Client:
    client.force_login(champion)
    return client


def asked(incident: Incident, *, may_know_what: bool = False) -> Wellbeing:
    return choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.CALL, may_know_what=may_know_what)


def share(incident: Incident, purpose: str = Purpose.CHAMPION, *, given: bool = True) -> None:
    set_consent(by=incident.reporter, incident=incident, purpose=purpose, given=given)


def to(name: str, of: Incident | Wellbeing) -> str:
    return reverse(name, args=[of.reference])


# For oneself -----------------------------------------------------------------------------------------------------


def test_choosing_shows_who_helps_and_how_to_reach_counselling(
    reader: Client, incident: Incident, champion: User
) -> None:
    page = to("my-support", incident)
    response = reader.post(page, {"choice": "call", "may_know_what": "yes"}, follow=True)
    assertRedirects(response, page)
    assertContains(response, "Cleo Champion, the wellbeing champion, will call you")
    assertContains(response, "They may read your report, because you said so.")
    assertContains(response, "116 123")
    assert Wellbeing.objects.get().may_know_what


def test_without_a_second_answer_the_helper_knows_nothing(reader: Client, incident: Incident, champion: User) -> None:
    reader.post(to("my-support", incident), {"choice": "call"})
    assert not Wellbeing.objects.get().may_know_what


def test_an_empty_answer_is_an_error_at_its_field(reader: Client, incident: Incident) -> None:
    assertContains(reader.post(to("my-support", incident)), "Select what would help you", count=2)


def test_a_choice_made_after_the_session_ended_is_still_there(client: Client, incident: Incident) -> None:
    page = to("my-support", incident)
    response = client.post(page, {"choice": "peer"})
    response = client.post(response.url, {"login": incident.reporter.email, "password": PASSWORD}, follow=True)
    assertContains(response, WELCOME_BACK)
    assert not Wellbeing.objects.exists()


def test_every_choice_that_was_made_is_listed(reader: Client, incident: Incident) -> None:
    for choice in ("call", "nothing"):
        reader.post(to("my-support", incident), {"choice": choice})
    assertContains(reader.get(to("my-support", incident)), "A call from the wellbeing champion (you changed your mind)")


def test_sharing_keeps_a_history_that_its_writer_reads(reader: Client, incident: Incident) -> None:
    page = to("my-sharing", incident)
    reader.post(page, {"champion": "yes", "police": "no"})
    response = reader.post(page, {"champion": "no", "police": "no"}, follow=True)
    assert incident.consents.answers() == {"champion": False, "police": False}
    for line in ("The councillor safety champion: yes", "The councillor safety champion: no", "The police: no"):
        assertContains(response, line)
    assertNotContains(response, "My group leader:")


def test_who_reported_for_somebody_else_does_not_decide_for_them(reader: Client, councillor: User) -> None:
    incident = IncidentFactory(reporter=councillor, councillor=CouncillorFactory())
    page = to("my-sharing", incident)
    assertContains(reader.get(page), "Only the person it was done to can say")
    assert reader.post(page, {"champion": "yes"}).status_code == 403
    assert not incident.consents.exists()


@pytest.mark.parametrize("name", ["my-support", "my-sharing"])
def test_strangers_find_nothing(client: Client, incident: Incident, monitoring: User, name: str) -> None:
    for stranger in (CouncillorFactory(), UserFactory(roles=[Role.OFFICER]), monitoring):
        client.force_login(stranger)
        assert client.get(to(name, incident)).status_code == 404
        assert client.post(to(name, incident), {"choice": "call"}).status_code == 404


# For those who help ----------------------------------------------------------------------------------------------


def test_the_list_names_who_asked_and_nobody_else(helper: Client, incident: Incident, champion: User) -> None:
    asked(incident)
    quiet = IncidentFactory(reporter=CouncillorFactory(name="Quinn Quiet"))
    choose_wellbeing(by=quiet.reporter, incident=quiet, choice=Choice.NOTHING)
    response = helper.get(reverse("support"))
    assertContains(response, "Casey Councillor")
    for hidden in ("Quinn", incident.reference, quiet.reference, "gate"):
        assertNotContains(response, hidden)


def test_trends_do_not_show_small_numbers(helper: Client) -> None:
    assertContains(helper.get(reverse("support")), "Fewer than 5", count=len(Choice))


def test_a_request_shows_how_to_reach_them_and_not_what_happened(helper: Client, incident: Incident) -> None:
    request = asked(incident)
    response = helper.get(to("support-request", request))
    assertContains(response, 'href="tel:01632960001"')
    assertContains(response, "They have not said that you may read their report.")
    assertNotContains(response, "gate")
    assert helper.get(to("support-report", request)).status_code == 404
    assert AuditEvent.objects.filter(verb="opened", object_ref=request.reference).count() == 1


def test_the_report_is_there_for_who_may_read_it_and_recorded(helper: Client, incident: Incident) -> None:
    request = asked(incident, may_know_what=True)
    assertContains(helper.get(to("support-report", request)), "He waited at the gate.")
    event = AuditEvent.objects.get(verb="report read")
    assert (event.object_ref, event.detail) == (request.reference, incident.reference)


def test_a_report_that_became_confidential_is_not(helper: Client, incident: Incident) -> None:
    request = asked(incident, may_know_what=True)
    Incident.objects.update(restricted=True)
    assert helper.get(to("support-report", request)).status_code == 404


def test_done_leaves_the_list_and_keeps_the_note_for_its_writer(
    helper: Client, incident: Incident, champion: User
) -> None:
    request = asked(incident, may_know_what=True)
    assertRedirects(helper.post(to("support-request", request), {"note": "Sleeps badly."}), reverse("support"))
    assertContains(helper.get(to("support-request", request)), "Sleeps badly.")
    assert helper.get(to("support-report", request)).status_code == 404
    check_in = Wellbeing.objects.open().get()
    assertContains(helper.get(to("support-request", check_in)), "Sleeps badly.")
    Wellbeing.objects.filter(pk=check_in.pk).update(goes_to=(other := UserFactory(roles=[Role.CHAMPION])))
    helper.force_login(other)
    assertNotContains(helper.get(to("support-request", check_in)), "Sleeps badly.")


def test_what_was_taken_back_names_nobody(helper: Client, incident: Incident) -> None:
    request = asked(incident)
    choose_wellbeing(by=incident.reporter, incident=incident, choice=Choice.COUNSELLING)
    response = helper.get(to("support-request", request))
    assertContains(response, "They have changed their mind.")
    assertNotContains(response, "Casey")
    assert helper.post(to("support-request", request)).status_code == 403


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(
    helper: Client, incident: Incident, champion: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            helper.get(reverse("support"))
        return len(captured)

    asked(incident)
    few = queries()
    for _ in range(10):
        asked(IncidentFactory())
    assert queries() == few <= 4


# What was shared -------------------------------------------------------------------------------------------------


def test_shared_reports_are_read_until_they_are_not(helper: Client, incident: Incident) -> None:
    share(incident)
    assertContains(helper.get(reverse("support-shared")), incident.reference)
    response = helper.get(to("support-shared-report", incident))
    for shown in ("He waited at the gate.", "Casey Councillor", "Insults or name-calling"):
        assertContains(response, shown)
    assert AuditEvent.objects.filter(verb="opened", object_ref=incident.reference).count() == 1
    share(incident, given=False)
    assertNotContains(helper.get(reverse("support-shared")), incident.reference)
    assert helper.get(to("support-shared-report", incident)).status_code == 404


def test_a_group_lead_has_only_the_page_of_what_was_shared(client: Client, incident: Incident) -> None:
    client.force_login(UserFactory(roles=[Role.GROUP_LEAD]))
    assert client.get(reverse("support-shared")).status_code == 200
    assert client.get(reverse("support")).status_code == 403


def test_the_shared_list_does_not_grow_in_queries(helper: Client, incident: Incident) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            helper.get(reverse("support-shared"))
        return len(captured)

    share(incident)
    few = queries()
    for _ in range(10):
        share(IncidentFactory())
    assert queries() == few <= 5


# What the case's readers see -------------------------------------------------------------------------------------


def test_the_case_says_that_support_was_offered_and_not_what_was_chosen(
    client: Client, councillor: User, champion: User
) -> None:
    officer = UserFactory(roles=[Role.OFFICER])
    case = report(councillor, **COUNCIL)
    client.force_login(officer)
    page = case.get_absolute_url()
    assertContains(client.get(page), "They have not answered yet")
    finish(by=champion, request=asked(case.incident, may_know_what=True), note="SECRET-NOTE")
    response = client.get(page)
    assertContains(response, "Support was offered.")
    for hidden in ("SECRET", "champion", "Cleo", Wellbeing.objects.first().reference):
        assertNotContains(response, hidden)


def test_the_police_consent_is_shown_where_it_matters_and_never_blocks(client: Client, councillor: User) -> None:
    officer = UserFactory(roles=[Role.OFFICER])
    case = actions.acknowledge(by=officer, case=report(councillor, **COUNCIL))
    client.force_login(officer)
    share(case.incident, Purpose.POLICE, given=False)
    assertContains(client.get(case.get_absolute_url()), "Not agreed")
    page = reverse("case-refer", args=[case.reference])
    response = client.get(page)
    assertContains(response, "Not agreed.")
    assertContains(response, "tell the police whatever the answer is")
    assertRedirects(client.post(page, {"police_reference": "WX-1"}), case.get_absolute_url())
