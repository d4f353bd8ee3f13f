"""One thing done to many cases: what is asked first, what is done to each, and what is said of each."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from tests.factories import COUNCIL, POLICE, CaseFactory, UserFactory, many_cases, report
from tests.unit.triage.case.pages import date, restrict
from triage import actions
from triage.models import BulkRun, Case

pytestmark = pytest.mark.django_db
BULK = reverse("queue-bulk")
ANSWERS: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "assign": {"note": "While I am away"},
    "plan": {"text": "Write to him.", **date("follow_up_on")},
    "close": {"reason": "The same letter to all."},
}


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


@pytest.fixture
def two(olive: User, councillor: User) -> list[Case]:
    return [report(councillor, **COUNCIL), report(councillor, **POLICE)]


def references(cases: list[Case]) -> list[str]:
    return [case.reference for case in cases]


def asked(client: Client, cases: list[Case], deed: str) -> dict[str, Any]:
    """What the page that asks would send."""
    response = client.post(BULK, {"case": references(cases), "deed": deed})
    able = list(response.context["able"])
    return {
        "confirmed": "yes",
        "deed": deed,
        "key": str(response.context["form"]["key"].value()),
        "case": [one.case.reference for one in able],
        **{f"seen-{one.case.reference}": one.seen for one in able},
    }


class TestAsking:
    def test_nothing_is_done_before_it_is_confirmed(self, client: Client, two: list[Case]) -> None:
        response = client.post(BULK, {"case": references(two), "deed": "acknowledge"})
        assertContains(response, "Acknowledge 2 cases?")
        for case in two:
            assertContains(response, case.reference)
        assert not Case.objects.filter(acknowledged_at__isnull=False).exists()

    def test_says_which_it_cannot_be_done_to_and_why(self, client: Client, two: list[Case], oscar: User) -> None:
        actions.acknowledge(by=oscar, case=two[0])
        response = client.post(BULK, {"case": references(two), "deed": "acknowledge"})
        assert [one.case for one in response.context["able"]] == [two[1]]
        assertContains(response, "Somebody has answered it already.")

    def test_of_what_one_may_not_see_it_says_no_more_than_that(self, client: Client, two: list[Case]) -> None:
        restrict(two[0])
        response = client.post(BULK, {"case": [*references(two), "CS-22222-22222"], "deed": "acknowledge"})
        assertNotContains(response, two[0].reference)
        assertContains(response, "2 of those you ticked are not cases that you may see.")

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"deed": "close"}, "No case was ticked."),
            ({"deed": "", "case": ["CS-22222-22222"]}, "Select what to do"),
            ({"deed": "delete", "case": ["CS-22222-22222"]}, "Select what to do"),
            ({"deed": "close", "case": [f"CS-{n}" for n in range(101)]}, "100 cases at a time"),
        ],
    )
    def test_what_makes_no_sense_leads_back_with_a_word(self, client: Client, sent: dict[str, Any], words: str) -> None:
        assertContains(client.post(BULK, sent, follow=True), words)

    def test_needs_its_answers(self, client: Client, two: list[Case], olive: User) -> None:
        for case in two:
            actions.acknowledge(by=olive, case=case)
        response = client.post(BULK, asked(client, two, "close"))
        assertContains(response, "Enter the reason")
        assert not BulkRun.objects.exists()

    def test_is_for_those_who_work_on_cases(self, client: Client, two: list[Case]) -> None:
        client.force_login(UserFactory(roles=[Role.SAFETY]))
        assert client.post(BULK, {"case": references(two), "deed": "acknowledge"}).status_code == 403

    def test_queries_are_the_same_for_two_and_for_a_hundred(
        self, client: Client, olive: User, councillor: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        cases = many_cases(100, by=councillor, owner=olive)
        for some in (cases[:2], cases):
            with django_assert_num_queries(3):  # session, reader, cases
                client.post(BULK, {"case": references(some), "deed": "acknowledge"})


class TestDoing:
    @pytest.mark.parametrize("deed", ANSWERS)
    def test_to_each_by_its_own_action(
        self, client: Client, two: list[Case], olive: User, oscar: User, deed: str
    ) -> None:
        if deed != "acknowledge":
            for case in two:
                actions.acknowledge(by=olive, case=case)
        sent = asked(client, two, deed) | ANSWERS[deed] | ({"to": oscar.pk} if deed == "assign" else {})
        response = client.post(BULK, sent, follow=True)
        assertContains(response, "done to 2 of 2")
        verb = {"acknowledge": "acknowledged", "assign": "assigned", "plan": "planned", "close": "closed"}[deed]
        done = AuditEvent.objects.filter(verb=verb, actor=olive.reference).values_list("object_ref", flat=True)
        assert sorted(done) == sorted(references(two))

    def test_one_that_fails_hinders_no_other_and_is_named(self, client: Client, two: list[Case], oscar: User) -> None:
        sent = asked(client, two, "acknowledge")
        actions.acknowledge(by=oscar, case=two[0])
        response = client.post(BULK, sent, follow=True)
        assertContains(response, "done to 1 of 2")
        assertContains(response, "Somebody has answered it already.")
        assert Case.objects.get(pk=two[1].pk).acknowledged_at

    def test_what_others_changed_meanwhile_is_left_alone(
        self, client: Client, two: list[Case], olive: User, oscar: User
    ) -> None:
        for case in two:
            actions.acknowledge(by=olive, case=case)
        sent = asked(client, two, "close") | ANSWERS["close"]
        actions.refer(by=oscar, case=two[1], police_reference="P/1")
        assertContains(client.post(BULK, sent, follow=True), "Others changed it after you had chosen it.")
        assert [case.is_open for case in Case.objects.order_by("pk")] == [False, True]

    def test_handed_to_somebody_who_may_not_see_it_it_stays(self, client: Client, two: list[Case], oscar: User) -> None:
        two[0].incident.conflicts.create(user=oscar, reason="A friend", declared_by=oscar)
        sent = asked(client, two, "assign") | ANSWERS["assign"] | {"to": oscar.pk}
        response = client.post(BULK, sent, follow=True)
        assertContains(response, "Oscar Officer may not see or work on this case.")

    def test_sent_twice_it_is_done_once(self, client: Client, two: list[Case], olive: User) -> None:
        for case in two:
            actions.acknowledge(by=olive, case=case)
        sent = asked(client, two, "plan") | ANSWERS["plan"]
        first, second = client.post(BULK, sent), client.post(BULK, sent)
        assertRedirects(second, first["Location"])
        assert AuditEvent.objects.filter(verb="planned").count() == 2

    def test_anothers_key_is_of_no_use(self, client: Client, two: list[Case], oscar: User) -> None:
        run = BulkRun.objects.create(by=oscar, deed="close", wanted=1, finished_at=timezone.now())
        assert client.get(reverse("queue-bulk-done", args=[run.reference])).status_code == 404

    def test_what_was_done_names_only_what_one_may_still_see(self, client: Client, two: list[Case]) -> None:
        response = client.post(BULK, asked(client, two, "acknowledge"))
        restrict(two[0])
        page = client.get(response["Location"])
        assertNotContains(page, two[0].reference)
        assertContains(page, two[1].reference)


def test_the_queue_offers_it(client: Client) -> None:
    case = CaseFactory()
    response = client.get(reverse("queue"))
    assertContains(response, f'name="case" value="{case.reference}" form="bulk"')
    assertContains(response, f'name="seen-{case.reference}" value="{case.revision}"')
