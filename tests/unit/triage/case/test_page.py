"""The case page: who may open it, what it says, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.models import Deadline, DeadlineStep
from incidents.actions import send_message
from tests.factories import COUNCIL, POLICE, UserFactory, alarm, report
from tests.unit.triage.case.pages import NEXT_WEEK, complete, events, page, restrict, step
from triage import actions
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db

FORM_PAGES = ["assign", "facts", "override", "plan", "refer", "close", "message"]
QUERIES = 36


class TestWhoMayOpenIt:
    def test_an_officer_may(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), f"Case {case.reference}")

    def test_a_case_that_is_not_there_is_not_found(self, client: Client) -> None:
        assert client.get(reverse("case", args=["CS-22222-22222"])).status_code == 404

    @pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.SAFETY, Role.CHAMPION, Role.POLICE, Role.ADMIN])
    def test_other_roles_are_turned_away(self, client: Client, case: Case, role: Role) -> None:
        client.force_login(UserFactory(roles=[role]))
        assert client.get(page(case)).status_code == 403

    def test_its_own_reporter_has_another_page(self, client: Client, case: Case, councillor: User) -> None:
        client.force_login(councillor)
        assert client.get(page(case)).status_code == 403

    @pytest.mark.parametrize("name", ["", *FORM_PAGES])
    def test_a_restricted_case_is_not_there_for_an_officer(self, client: Client, case: Case, name: str) -> None:
        restrict(case)
        assert client.get(page(case, name)).status_code == 404

    def test_a_restricted_case_says_so_to_the_monitoring_officer(self, client: Client, case: Case) -> None:
        restrict(case)
        client.force_login(UserFactory(roles=[Role.MONITORING]))
        assertContains(client.get(page(case)), "Restricted")

    @pytest.mark.parametrize("name", ["acknowledge", "take"])
    def test_nothing_is_done_by_looking(self, client: Client, case: Case, name: str) -> None:
        assert client.get(page(case, name)).status_code == 405


class TestOpeningIsRecorded:
    @pytest.mark.parametrize("name", ["", "facts", "message"])
    def test_for_everybody_who_looks(self, client: Client, case: Case, olive: User, name: str) -> None:
        client.get(page(case, name))
        assert [event.actor for event in events(case, "opened")] == [olive.reference]

    def test_not_for_whoever_reported_it(self, client: Client, olive: User) -> None:
        own = report(olive, **POLICE)
        client.get(page(own))
        assert not events(own, "opened").exists()


class TestPage:
    def test_says_how_it_stands(self, client: Client, case: Case) -> None:
        response = client.get(page(case))
        for words in (
            "Police: refer now",
            "Answer due in 59 minutes",
            "Olive Officer",
            "Casey Councillor",
            "Millbrook",
        ):
            assertContains(response, words)

    def test_the_title_carries_nothing_but_the_reference(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), f"<title>Case {case.reference} – CouncilSafe</title>", html=True)

    def test_what_was_written_is_shown_as_text(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), "A man &lt;b&gt;sat&lt;/b&gt; outside.\nFour evenings.")

    def test_gives_the_reasons_for_the_tier(self, client: Client, case: Case) -> None:
        response = client.get(page(case))
        for reason in (*case.assessment.gates, *case.assessment.counted, *case.assessment.routes):
            assertContains(response, reason["sentence"])

    def test_asks_what_could_raise_the_tier(self, client: Client, case: Case) -> None:
        first = case.assessment.questions[0]["fact"]
        assertContains(client.get(page(case)), f'href="{page(case, "facts")}#id_{first}"')

    def test_the_first_button_is_the_next_step(self, client: Client, case: Case, olive: User) -> None:
        assert step(client, case) == "Acknowledge"
        actions.acknowledge(by=olive, case=case)
        assert step(client, case) == "Record the police referral"
        actions.refer(by=olive, case=case, police_reference="")
        assert step(client, case) == "Record the plan"
        actions.plan(by=olive, case=case, text="Ring every week", follow_up_on=NEXT_WEEK)
        assert step(client, case) == "Look at the plan again"
        actions.close(by=olive, case=case, reason="It stopped")
        assert step(client, case) is None

    def test_a_reason_for_another_tier_stands_beside_what_the_process_says(
        self, client: Client, case: Case, olive: User
    ) -> None:
        actions.propose_override(by=olive, case=case, tier=Tier.EMERGENCY, reason="He is at the door.")
        response = client.get(page(case))
        assertContains(response, "The process says “Police: refer now”. Olive Officer set it to “Emergency: 999 now”")
        assertContains(response, "because: He is at the door.")

    def test_a_milder_result_alone_lowers_nothing_and_says_so(self, client: Client, case: Case, olive: User) -> None:
        complete(case, olive, conduct=["criticism"], surveillance=False, place="remote", impact="none", occasions=1)
        assertContains(
            client.get(page(case)), "The case stays at “Police: refer now” until an officer sets another tier."
        )

    def test_links_to_the_risk_review_it_opened(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), "/risk/reviews/")

    def test_leads_to_a_pattern_with_the_report_filled_in(self, client: Client, case: Case) -> None:
        begin = f"{reverse('pattern-begin')}?case={case.reference}"
        assertContains(client.get(page(case)), f'href="{begin}"')
        assertContains(client.get(begin), case.reference)

    def test_words_that_nobody_has_looked_at_come_after_the_answer(
        self, client: Client, councillor: User, olive: User
    ) -> None:
        case = report(councillor, **COUNCIL)
        Case.objects.filter(pk=case.pk).update(pressing_since=timezone.now())
        assert step(client, case) == "Acknowledge"
        actions.acknowledge(by=olive, case=Case.objects.get(pk=case.pk))
        Case.objects.filter(pk=case.pk).update(pressing_since=timezone.now())
        assert step(client, case) == "Look at the words"

    def test_an_alarm_without_its_report_says_so(self, client: Client, councillor: User) -> None:
        assertContains(client.get(page(alarm(councillor))), "The rest of the report has not come in yet.")


class TestQueries:
    def test_do_not_grow_with_the_case(
        self, client: Client, case: Case, olive: User, oscar: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        send_message(by=oscar, incident=case.incident, body="Hello")
        client.get(page(case))  # marks it as read
        few = self.count(client, case, django_assert_num_queries)
        readers = [olive, oscar, *UserFactory.create_batch(8, roles=[Role.OFFICER])]
        for number in range(1000):
            record(by=readers[number % 10], verb="opened" if number % 2 else "planned", on=case.incident)
        for reader in readers:
            send_message(by=reader, incident=case.incident, body="Hello")
        for number in range(120):
            DeadlineStep.objects.create(
                deadline=Deadline.objects.get(about_ref=case.reference, kind="case.act"),
                setting=number,
                turn=0,
                kind="referral.late",
                recipient=readers[number % 10],
            )
        client.get(page(case))
        assert self.count(client, case, django_assert_num_queries) == few

    @staticmethod
    def count(client: Client, case: Case, django_assert_num_queries: DjangoAssertNumQueries) -> int:
        with django_assert_num_queries(QUERIES) as captured:
            client.get(page(case))
        return len(captured)
