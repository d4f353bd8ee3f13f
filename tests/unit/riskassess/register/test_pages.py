"""Officers' pages of the register: what they say, to whom, and what they cost at few rows and at many."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.models import Conflict, Incident, Involvement, PersonOfConcern
from riskassess.actions import register
from riskassess.models import EntryStep, LookUp, RegisterEntry
from tests.factories import COUNCIL, CouncillorFactory, IncidentFactory, UserFactory, report
from tests.unit.riskassess.register.conftest import MakeEntry, somebody
from triage.models import Case

People = dict[str, User]
Queries = Callable[[str], int]
ABOUT = {"conduct": "He pushed her.", "advice": "with-officer"}


@pytest.fixture
def client(client: Client, people: People) -> Client:
    client.force_login(people["third"])
    return client


@pytest.fixture
def queries(client: Client) -> Queries:
    def count(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    return count


def many(make: MakeEntry, incident: Incident, state: str, number: int) -> None:
    for one in range(number):
        make(state, person=somebody(incident, label=f"Somebody {state} {one}"))


class TestLists:
    @pytest.mark.parametrize("tab", ["in-force", "provisional", "ended"])
    def test_cost_the_same_with_many(self, make: MakeEntry, incident: Incident, queries: Queries, tab: str) -> None:
        state = "removed" if tab == "ended" else tab
        path = f"{reverse('register')}?show={tab}"
        many(make, incident, state, 2)
        few = queries(path)
        many(make, incident, state, 6)
        assert queries(path) == few

    def test_of_look_ups_cost_the_same_with_many(self, queries: Queries) -> None:
        def ask() -> None:
            register.look_up(by=CouncillorFactory(), name="Ida", purpose="A visit")

        ask()
        few = queries(reverse("look-ups"))
        for _ in range(8):
            ask()
        assert queries(reverse("look-ups")) == few

    def test_those_in_force_come_by_their_day_and_the_late_alone(
        self, client: Client, make: MakeEntry, incident: Incident
    ) -> None:
        late, later = make("in-force"), make("in-force", person=somebody(incident, label="Una Other"))
        past = timezone.localdate() - timedelta(days=3)
        RegisterEntry.objects.filter(pk=late.pk).update(review_from=past - timedelta(days=200), review_on=past)
        shown = client.get(reverse("register"))
        assert [entry.pk for entry in shown.context["page"].rows] == [late.pk, later.pk]
        assertContains(shown, "Late by 3 days")
        assertNotContains(client.get(f"{reverse('register')}?due=late"), later.reference)


class TestEntry:
    def test_costs_the_same_with_a_long_life(
        self, make: MakeEntry, people: People, person: PersonOfConcern, queries: Queries
    ) -> None:
        entry = make("in-force")
        few = queries(entry.get_absolute_url())
        for number in range(6):
            other = IncidentFactory(conduct=["threat"], source="known_resident")
            Involvement.objects.create(incident=other, person=person, standing="confirmed")
            register.add_incident(by=people["proposer"], entry=entry, incident=other, why=f"Again {number}")
        for _ in range(6):
            EntryStep.objects.create(entry=entry, event="kept", by=UserFactory(), text="Evidence")
        assert queries(entry.get_absolute_url()) == few

    def test_tells_its_history_with_the_reasons_newest_first(self, client: Client, make: MakeEntry) -> None:
        entry = make("removed")
        page = client.get(entry.get_absolute_url()).content.decode().split(">History<")[1]
        told = ["Removed", "Evidence: Moved away.", "Approved", "It was meant.", "Adjustments considered", "Proposed"]
        places = [page.index(one) for one in told]
        assert places == sorted(places)
        assert "by Ann Approver" in page

    def test_says_nothing_of_a_case_that_its_reader_may_not_see(
        self, client: Client, make: MakeEntry, people: People, person: PersonOfConcern
    ) -> None:
        entry, kept = make("in-force"), IncidentFactory(conduct=["threat"], source="known_resident")
        Involvement.objects.create(incident=kept, person=person, standing="confirmed")
        register.add_incident(by=people["third"], entry=entry, incident=kept, why="At her door.")
        Incident.objects.filter(pk=kept.pk).update(restricted=True)
        client.force_login(people["proposer"])
        shown = client.get(entry.get_absolute_url())
        assertContains(shown, "A report that you may not see")
        assertNotContains(shown, kept.reference)

    def test_every_opening_is_recorded(self, client: Client, make: MakeEntry, people: People) -> None:
        entry = make()
        client.get(entry.get_absolute_url())
        assert AuditEvent.objects.get(object_ref=entry.reference, verb="opened").actor == people["third"].reference

    @pytest.mark.parametrize(
        ("deed", "said"), [("keep", {"evidence": "It goes on."}), ("appeal", {"grounds": "Not me."})]
    )
    def test_a_form_that_is_refused_keeps_what_was_typed(
        self, client: Client, make: MakeEntry, people: People, deed: str, said: dict[str, str]
    ) -> None:
        entry = register.tell_person(by=people["proposer"], entry=make("in-force"), told_on=timezone.localdate())
        shown = client.post(reverse("register-move", args=[entry.reference, deed]), said)
        assertContains(shown, "There is a problem")
        assertContains(shown, next(iter(said.values())))


@pytest.fixture
def case(people: People) -> Case:
    facts = {**COUNCIL, "conduct": ["threat"], "source": "known_resident"}
    return report(CouncillorFactory(name="Bea Marsh"), **facts)


class TestOnACase:
    """What a case, and the page of a person, say of the register."""

    def marked(self, client: Client, case: Case) -> str:
        return client.get(case.get_absolute_url()).content.decode()

    def entered(self, case: Case, people: People, label: str = "Ned Sample") -> RegisterEntry:
        person = somebody(case.incident, label=label)
        return register.propose(by=people["proposer"], incident=case.incident, person=person, **ABOUT)

    def test_is_offered_where_somebody_is_confirmed(self, client: Client, case: Case) -> None:
        link = reverse("register-propose", args=[case.reference])
        assert link not in self.marked(client, case)
        person = somebody(case.incident)
        assert link in self.marked(client, case)
        Involvement.objects.filter(person=person).update(standing="possible")
        assert link not in self.marked(client, case)

    @pytest.mark.parametrize("fields", [{"source": "councillor"}, {"withdrawn_at": timezone.now()}])
    def test_is_not_offered_where_nobody_can_be_entered(self, client: Client, case: Case, fields: Any) -> None:
        somebody(case.incident)
        Incident.objects.filter(pk=case.incident.pk).update(**fields)
        assert reverse("register-propose", args=[case.reference]) not in self.marked(client, case)

    def test_says_that_there_is_an_entry_and_what_to_do(self, client: Client, case: Case, people: People) -> None:
        entry = self.entered(case, people)
        said = "Proposed for the register, not approved yet: visit only together with an officer"
        for path in (case.get_absolute_url(), reverse("person", args=[entry.person.reference])):
            shown = client.get(path)
            assertContains(shown, said)
            assertContains(shown, entry.get_absolute_url())

    def test_says_nothing_to_who_must_not_know_of_it(self, client: Client, case: Case, people: People) -> None:
        entry = self.entered(case, people)
        register.step_aside(by=people["third"], entry=entry, reason="My uncle.")
        for path in (case.get_absolute_url(), reverse("person", args=[entry.person.reference])):
            shown = client.get(path)
            assertNotContains(shown, entry.reference)
            assertNotContains(shown, "the register:")
        shown = client.post(
            reverse("register-propose", args=[case.reference]), {"person": entry.person.reference, **ABOUT}
        )
        assertContains(shown, "You cannot propose this.")
        assertNotContains(shown, "in the register already")

    def test_costs_the_same_with_many_people(self, case: Case, people: People, queries: Queries) -> None:
        self.entered(case, people)
        few = queries(case.get_absolute_url())
        for number in range(6):
            self.entered(case, people, f"Somebody {number}")
        assert queries(case.get_absolute_url()) == few

    def test_of_somebody_entered_by_another_case_it_leads_to_the_entry(
        self, client: Client, make: MakeEntry, case: Case
    ) -> None:
        entry = make("in-force")
        Involvement.objects.create(incident=case.incident, person=entry.person, standing="confirmed")
        shown = client.get(reverse("register-propose", args=[case.reference]))
        add = f"{reverse('register-move', args=[entry.reference, 'incident'])}?case={case.reference}"
        assertContains(shown, add)
        assertNotContains(shown, "Propose the entry")
        assertContains(client.get(add), f'value="{case.reference}"')

    def test_a_conflict_in_the_case_keeps_its_page_and_the_entry_away(
        self, client: Client, case: Case, people: People
    ) -> None:
        entry = self.entered(case, people)
        Conflict.objects.create(incident=case.incident, user=people["third"], reason="A cousin")
        for path in (entry.get_absolute_url(), reverse("register-propose", args=[case.reference])):
            assert client.get(path).status_code == 404


def test_the_page_of_a_look_up_costs_the_same_with_many_entries(
    make: MakeEntry, incident: Incident, queries: Queries
) -> None:
    asked = register.look_up(by=CouncillorFactory(), name="Somebody in-force", purpose="A visit")
    path = LookUp.objects.get(reference=asked.reference).get_absolute_url()
    many(make, incident, "in-force", 1)
    few = queries(path)
    many(make, incident, "in-force", 6)
    assert queries(path) == few


def test_a_look_up_is_not_shown_to_who_asked(people: People) -> None:
    asked = register.look_up(by=people["third"], name="Ida", purpose="A visit")
    assert not LookUp.objects.visible_to(people["third"]).exists()
    assert LookUp.objects.visible_to(UserFactory(roles=[Role.OFFICER])).get().reference == asked.reference
