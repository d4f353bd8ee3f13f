"""What changed since one looked, and who else has a case open."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.accounts.models import User
from incidents.actions import send_message, write_note
from tests.factories import POLICE, many_cases, report
from tests.unit.triage.case.pages import NEXT_WEEK, events, page
from triage import actions
from triage.actions.tasks import add_task
from triage.models import Case, CaseVisit
from triage.presence import in_words

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
QUEUE = reverse("queue")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def case(clock: time_machine.Traveller, olive: User, councillor: User) -> Case:
    return report(councillor, **POLICE)


def later(clock: time_machine.Traveller, **by: int) -> None:
    clock.shift(timedelta(**by))


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestNews:
    def news(self, client: Client) -> list[str]:
        return [row.news for row in client.get(QUEUE, {"state": "all"}).context["rows"]]

    def test_says_what_others_did_since(
        self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User
    ) -> None:
        client = as_user(olive)
        client.get(page(case))
        assert self.news(client) == [""]
        later(clock, minutes=5)
        send_message(by=case.incident.reporter, incident=case.incident, body="He is back.")
        actions.acknowledge(by=oscar, case=case)
        later(clock, minutes=5)
        write_note(by=oscar, incident=case.incident, body="I rang her.")
        assert self.news(client)[0].split(", ")[0] == "a note"
        assert set(self.news(client)[0].split(", ")) == {"a note", "a message", "an answer"}
        client.get(page(case))
        assert self.news(client) == [""]

    def test_what_one_did_oneself_is_no_news(self, clock: time_machine.Traveller, case: Case, olive: User) -> None:
        client = as_user(olive)
        client.get(page(case))
        later(clock, minutes=5)
        actions.acknowledge(by=olive, case=case)
        assert self.news(client) == [""]

    def test_who_never_looked_is_told_nothing(self, clock: time_machine.Traveller, case: Case, oscar: User) -> None:
        actions.acknowledge(by=oscar, case=case)
        assert self.news(as_user(oscar)) == [""]

    def test_each_case_since_its_own_last_look(
        self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User, councillor: User
    ) -> None:
        other, client = report(councillor, **POLICE), as_user(olive)
        client.get(page(case))
        later(clock, minutes=5)
        for one in (case, other):
            actions.acknowledge(by=oscar, case=one)
        later(clock, minutes=5)
        client.get(page(other))
        later(clock, minutes=5)
        write_note(by=oscar, incident=other.incident, body="Note")
        found = {row.case: row.news for row in client.get(QUEUE).context["rows"]}
        assert found == {case: "an answer", other: "a note"}

    def test_costs_one_query_however_much_is_new(
        self,
        clock: time_machine.Traveller,
        olive: User,
        oscar: User,
        councillor: User,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        cases, client = many_cases(20, by=councillor, owner=olive), as_user(olive)
        CaseVisit.objects.bulk_create(CaseVisit(case=one, user=olive, revision=0) for one in cases)
        counted = []
        for some in (cases[:1], cases[1:]):
            later(clock, minutes=1)
            for one in some:
                actions.assign(by=oscar, case=one, to=oscar)
            with django_assert_num_queries(12, exact=False) as captured:
                assert any(self.news(client))
            counted.append(len(captured))
        assert counted[0] == counted[1]


class TestOnTheCase:
    def test_new_entries_are_marked(self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User) -> None:
        client = as_user(olive)
        assertNotContains(client.get(page(case)), "new since you")
        later(clock, minutes=5)
        actions.acknowledge(by=oscar, case=case)
        response = client.get(page(case))
        assertContains(response, "1 new since you looked")
        assertContains(response, '<strong class="govuk-tag govuk-tag--yellow app-tag">New</strong>', count=1)
        assertNotContains(client.get(page(case)), "new since you")

    def test_ones_own_are_not(self, clock: time_machine.Traveller, case: Case, olive: User) -> None:
        client = as_user(olive)
        client.get(page(case))
        later(clock, minutes=5)
        actions.acknowledge(by=olive, case=case)
        actions.plan(by=olive, case=case, text="Visit", follow_up_on=NEXT_WEEK)
        assertNotContains(client.get(page(case)), "new since you")


class TestWhoIsHere:
    def here(self, client: Client, case: Case) -> str:
        words: str = client.post(page(case, "here")).json()["words"]
        return words

    def test_for_sixty_seconds_after_the_last_word(
        self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User
    ) -> None:
        ours, theirs = as_user(olive), as_user(oscar)
        ours.get(page(case))
        assertContains(theirs.get(page(case)), "Olive Officer has this case open.")
        later(clock, seconds=40)
        assert self.here(ours, case) == "Oscar Officer has this case open."
        later(clock, seconds=40)
        assert self.here(theirs, case) == "Olive Officer has this case open."
        assert self.here(ours, case) == "Oscar Officer has this case open."
        later(clock, seconds=61)
        assert self.here(ours, case) == ""

    def test_staying_does_not_count_as_looking(
        self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User
    ) -> None:
        client = as_user(olive)
        client.get(page(case))
        later(clock, minutes=5)
        actions.acknowledge(by=oscar, case=case)
        self.here(client, case)
        assert CaseVisit.objects.get(user=olive).seen_at == START

    @pytest.mark.parametrize(
        "name", ["plan", "assign", "override", "note", "message", "facts", "signs", "task-add", "conflict", "close"]
    )
    def test_also_on_the_forms_of_the_case(
        self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User, name: str
    ) -> None:
        """Each is seen by the other, whichever page they have open, and whether or not they came by the case's own."""
        actions.acknowledge(by=olive, case=case)
        assertNotContains(as_user(olive).get(page(case, name)), "has this case open.")
        assertContains(as_user(oscar).get(page(case, name)), "Olive Officer has this case open.")
        assertContains(as_user(olive).get(page(case)), "Oscar Officer has this case open.")

    def test_on_a_form_with_an_error_and_on_a_stale_one(
        self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User
    ) -> None:
        actions.acknowledge(by=olive, case=case)
        ours = as_user(olive)
        drawn = {"seen": Case.objects.get(pk=case.pk).revision}
        as_user(oscar).get(page(case, "override"))
        for said in (drawn, {"seen": 0, "tier": "4", "reason": "He is at the door."}):
            assertContains(ours.post(page(case, "override"), said), "Oscar Officer has this case open.")

    def test_on_the_forms_of_its_tasks(self, case: Case, olive: User, oscar: User) -> None:
        task = add_task(by=olive, case=case, title="Ring her", owner=olive, due_on=NEXT_WEEK)
        drop = reverse("task-drop", args=[task.reference])
        as_user(oscar).get(drop)
        assertContains(as_user(olive).get(drop), "Oscar Officer has this case open.")

    def test_a_form_is_no_look_at_the_case(
        self, clock: time_machine.Traveller, case: Case, olive: User, oscar: User
    ) -> None:
        client = as_user(olive)
        client.get(page(case))
        later(clock, minutes=5)
        actions.acknowledge(by=oscar, case=case)
        client.get(page(case, "note"))
        assert CaseVisit.objects.get(user=olive).seen_at == START

    def test_is_not_recorded_as_an_opening(self, case: Case, olive: User) -> None:
        self.here(as_user(olive), case)
        assert not events(case, "opened").exists()

    @pytest.mark.parametrize(
        ("names", "words"),
        [
            ([], ""),
            (["Ann"], "Ann has this case open."),
            (["Ann", "Bo"], "Ann and Bo have this case open."),
            (["Ann", "Bo", "Cy"], "Ann, Bo and Cy have this case open."),
        ],
    )
    def test_in_words(self, names: list[str], words: str) -> None:
        assert in_words(names) == words
