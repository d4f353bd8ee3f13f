"""The pages about people of concern: who may open them, what they tell, and what they do."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions.people import add_identifier, merge, set_standing
from incidents.models import Incident, PersonOfConcern
from incidents.people.normalise import Given
from tests.factories import CouncillorFactory, IncidentFactory, UserFactory
from tests.unit.incidents.people.conftest import CaseOf, Somebody

pytestmark = pytest.mark.django_db
OTHERS = "There are others that you may not see."


def page(person: PersonOfConcern, name: str = "") -> str:
    return reverse(f"person-{name}" if name else "person", args=[person.reference])


def case_page(incident: Incident) -> str:
    return reverse("case", args=[incident.reference])


def decide(client: Client, person: PersonOfConcern, incident: Incident, standing: str) -> HttpResponse:
    address = reverse("person-decide", args=[person.reference, incident.reference])
    return client.post(address, {"standing": standing}, follow=True)


class TestTheCase:
    def test_names_who_is_on_it_and_what_they_are_known_by(
        self, client: Client, case_of: CaseOf, somebody: Somebody
    ) -> None:
        incident = case_of()
        person = somebody("The <man> with the van", on=incident, standing="possible", vehicle="WX07 ABC")
        response = client.get(case_page(incident))
        assertContains(response, "The &lt;man&gt; with the van")
        assertContains(response, 'Vehicle: <span class="app-preserve">WX07 ABC</span>')
        assertContains(response, page(person))
        assertContains(response, "It is them")

    def test_says_that_nobody_is_named_yet(self, client: Client, case_of: CaseOf) -> None:
        assertContains(client.get(case_page(case_of())), "Nobody is named yet.")

    def test_shows_merged_people_as_one(self, client: Client, olive: User, case_of: CaseOf, somebody: Somebody) -> None:
        incident = case_of()
        one, two = somebody("First name", on=incident), somebody("Second name", on=incident, phone="01632 960001")
        merge(by=olive, person=one, into=two, reason="The same")
        response = client.get(case_page(incident))
        assertNotContains(response, "First name")
        assertContains(response, "Second name")

    def test_leads_a_colleagues_conduct_elsewhere(self, client: Client, case_of: CaseOf) -> None:
        assertContains(client.get(case_page(case_of(source="councillor"))), "never proposed for the register")
        assertNotContains(client.get(case_page(case_of(source="stranger"))), "register")

    def test_confirming_a_match_makes_them_one(self, client: Client, case_of: CaseOf, somebody: Somebody) -> None:
        earlier, incident = case_of(), case_of()
        known = somebody("Known", on=earlier, phone="01632 960001")
        new = somebody("New", on=incident, phone="01632 960001")
        assertContains(client.get(case_page(incident)), f"The same telephone number as in {earlier.reference}")
        assertContains(decide(client, known, incident, "confirmed"), "Saved: confirmed.")
        new.refresh_from_db()
        assert new.merged_into == known
        assertNotContains(client.get(case_page(incident)), "Perhaps the same person")
        assertContains(client.get(page(known)), incident.reference)

    def test_refusing_a_match_ends_the_question(self, client: Client, case_of: CaseOf, somebody: Somebody) -> None:
        incident = case_of()
        known = somebody("Known", phone="01632 960001")
        somebody("New", on=incident, phone="01632 960001")
        response = decide(client, known, incident, "refused")
        assertNotContains(response, "Perhaps the same person")
        assertContains(response, "Ruled out")
        assertContains(decide(client, known, incident, "possible"), "Saved: possibly.")

    def test_nothing_comes_of_a_button_that_is_not_there(
        self, client: Client, case_of: CaseOf, somebody: Somebody
    ) -> None:
        assertContains(decide(client, somebody(), case_of(), "guilty"), "Nothing was changed.")

    def test_nobody_is_put_on_a_case_that_one_may_not_see(
        self, client: Client, case_of: CaseOf, somebody: Somebody
    ) -> None:
        kept = case_of(restricted=True)
        assert decide(client, somebody(), kept, "confirmed").status_code == 404
        assert client.get(reverse("person-add", args=[kept.reference])).status_code == 404


class TestAdding:
    def post(self, client: Client, incident: Incident, **told: str) -> HttpResponse:
        told = {"kind": "known", "label": "Jo Smith", "standing": "confirmed", **told}
        return client.post(reverse("person-add", args=[incident.reference]), told)

    def test_with_what_is_known(self, client: Client, case_of: CaseOf) -> None:
        incident = case_of()
        response = self.post(client, incident, phone="01632 960001", handle="https://x.com/jo", why="She knows him")
        assertRedirects(response, case_page(incident) + "#people")
        person = PersonOfConcern.objects.get()
        assert set(person.identifiers.values_list("kind", "platform", "normalised")) == {
            ("name", "", "jo smith"),
            ("phone", "", "+441632960001"),
            ("handle", "x", "jo"),
        }

    @pytest.mark.parametrize(
        ("box", "value", "words"),
        [
            ("email", "nobody", "Enter an email address in the correct format"),
            ("phone", "12", "Enter a telephone number"),
            ("name", "!!", "Enter a name with letters in it"),
            ("handle", "\ufdfa" * 200, "Enter the account’s name"),
            ("label", "", "Enter what you call them"),
            ("kind", "", "Select how well they are known"),
        ],
    )
    def test_asks_again(self, client: Client, case_of: CaseOf, box: str, value: str, words: str) -> None:
        response = self.post(client, case_of(), **{box: value})
        assertContains(response, words)
        assert not PersonOfConcern.objects.exists()


class TestAPerson:
    def test_tells_all_that_one_may_know(
        self, client: Client, olive: User, case_of: CaseOf, somebody: Somebody
    ) -> None:
        one, two = case_of(occasions=3, conduct=["threat"]), case_of(conduct=["insult"])
        person, other = somebody("Jo", on=one, phone="01632 960001"), somebody("J. S.", on=two, email="jo@example.org")
        merge(by=olive, person=other, into=person, reason="The same")
        response = client.get(page(person))
        for words in (one.reference, two.reference, "A threat", "Insults", "01632 960001", "jo@example.org"):
            assertContains(response, words)
        assertContains(response, "4, done to 2 people")
        assertNotContains(response, OTHERS)
        assertContains(response, f"<title>Person {person.reference}")
        assertRedirects(client.get(page(other)), page(person))
        assert AuditEvent.objects.filter(object_ref=person.reference, verb="opened", actor=olive.reference).exists()

    def test_says_that_there_is_more_and_nothing_of_it(
        self, client: Client, monitoring: User, case_of: CaseOf, somebody: Somebody
    ) -> None:
        kept, person = case_of(restricted=True, occasions=7), somebody("Jo")
        set_standing(by=monitoring, incident=kept, person=person, standing="confirmed")
        add_identifier(by=monitoring, person=person, given=Given("phone", "01632 960001"), incident=kept)
        secret = somebody("A secret name", on=kept)
        merge(by=monitoring, person=secret, into=person, reason="The same")
        response = client.get(page(person))
        assertContains(response, OTHERS)
        assertContains(response, "1, done to 1 person")
        for words in (kept.reference, "01632", "A secret name", secret.reference):
            assertNotContains(response, words)
        client.force_login(monitoring)
        response = client.get(page(person))
        assertNotContains(response, OTHERS)
        assertContains(response, "A secret name")

    def test_is_known_as_whom_one_may_see(
        self, client: Client, monitoring: User, case_of: CaseOf, somebody: Somebody
    ) -> None:
        """Merged into somebody who is known only from a kept case, the person keeps the name that one knows."""
        person, secret = somebody("Jo"), somebody("A secret name", on=case_of(restricted=True))
        merge(by=monitoring, person=person, into=secret, reason="The same")
        response = client.get(page(person))
        assertContains(response, "Jo")
        assertNotContains(response, "secret")
        assert client.get(page(secret)).status_code == 404

    def test_ruled_out_of_an_open_case_is_not_yet_seen(
        self, client: Client, monitoring: User, case_of: CaseOf, somebody: Somebody
    ) -> None:
        incident, secret = case_of(), somebody("A secret name", on=case_of(restricted=True))
        set_standing(by=monitoring, incident=incident, person=secret, standing="refused")
        assertNotContains(client.get(case_page(incident)), "secret")
        assert client.get(page(secret)).status_code == 404

    def test_is_nothing_for_councillors_not_even_in_their_own_matter(
        self, client: Client, case_of: CaseOf, somebody: Somebody
    ) -> None:
        incident = case_of()
        person = somebody(on=incident)
        client.force_login(incident.reporter)
        assert client.get(page(person)).status_code == 403
        assert client.get(reverse("people")).status_code == 403
        both = UserFactory(roles=[Role.OFFICER, Role.COUNCILLOR])
        Incident.objects.update(reporter=both, councillor=both)
        client.force_login(both)
        assert client.get(page(person)).status_code == 404

    def test_a_report_made_twice_counts_once(
        self, client: Client, olive: User, case_of: CaseOf, somebody: Somebody
    ) -> None:
        first = case_of(occasions=2)
        person = somebody(on=first)
        twice = IncidentFactory(reporter=first.reporter, occasions=2, duplicate_of=first)
        set_standing(by=olive, incident=twice, person=person, standing="confirmed")
        assertContains(client.get(page(person)), "2, done to 1 person")

    def test_takes_as_many_queries_for_many_reports(
        self, client: Client, olive: User, case_of: CaseOf, somebody: Somebody
    ) -> None:
        def queries(reports: int) -> int:
            person = somebody(phone="01632 960001")
            for _ in range(reports):
                other = somebody(on=case_of(), phone="01632 960001")
                merge(by=olive, person=other, into=person, reason="The same")
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page(person)).status_code == 200
            return len(captured)

        queries(1)
        assert queries(2) == queries(8) <= 25


class TestChanging:
    def test_identifiers_from_a_report(self, client: Client, case_of: CaseOf, somebody: Somebody) -> None:
        incident, elsewhere = case_of(), case_of()
        person = somebody(on=incident)
        told = {"phone": "01632 960001", "email": "jo@example.org", "incident": incident.reference}
        assertRedirects(client.post(page(person, "identifiers"), told), page(person))
        assert {one.incident for one in person.identifiers.all()} == {incident}
        told["incident"] = elsewhere.reference
        assert client.post(page(person, "identifiers"), told).status_code == 200
        assertContains(client.post(page(person, "identifiers"), {}), "Enter at least one thing")

    def test_removing_what_is_wrong(self, client: Client, somebody: Somebody) -> None:
        person, other = somebody(phone="01632 960001"), somebody(phone="01632 960002")
        told = {"identifier": other.identifiers.get().pk, "reason": "Wrong"}
        assertContains(client.post(page(person, "remove"), told), "Select what is wrong")
        told["identifier"] = person.identifiers.get().pk
        assertRedirects(client.post(page(person, "remove"), told), page(person))
        assert not person.identifiers.exists()
        assert other.identifiers.exists()

    def test_who_they_are(self, client: Client, somebody: Somebody) -> None:
        person, councillor = somebody(), CouncillorFactory(name="Clara Colleague")
        told = {"kind": "known", "label": "Clara", "user": councillor.reference}
        assertRedirects(client.post(page(person, "change"), told), page(person))
        response = client.get(page(person))
        assertContains(response, "Clara Colleague")
        assertContains(response, "never proposed for the register")

    def test_whoever_finds_themselves_is_shown_out(self, client: Client, olive: User, somebody: Somebody) -> None:
        person = somebody()
        told = {"kind": "known", "label": "Olive", "user": olive.reference}
        assertRedirects(client.post(page(person, "change"), told), reverse("people"))
        assert client.get(page(person)).status_code == 404

    def test_merging_and_parting(self, client: Client, somebody: Somebody) -> None:
        one, two = somebody("One"), somebody("Two")
        told = {"into": two.reference.lower(), "reason": "The same voice"}
        assertRedirects(client.post(page(one, "merge"), told), page(two))
        assertContains(client.get(page(two)), "Part One")
        assertContains(client.post(page(two, "merge"), {**told, "into": one.reference}), "one person already")
        assertRedirects(client.post(page(one, "unmerge"), {"reason": "His brother"}), page(one))
        assertRedirects(client.get(page(one, "unmerge")), page(one))

    def test_nobody_is_merged_with_whom_one_may_not_see(
        self, client: Client, case_of: CaseOf, somebody: Somebody
    ) -> None:
        secret = somebody(on=case_of(restricted=True))
        told = {"into": secret.reference, "reason": "A guess"}
        assertContains(client.post(page(somebody(), "merge"), told), "whose page you can open")


class TestSearch:
    def found(self, client: Client, text: str, query: str = "") -> Any:
        response = client.post(reverse("people") + query, {"q": text})
        assert response.status_code == 200
        return [person.label for person in response.context["rows"]]

    @pytest.mark.parametrize(
        "text",
        [
            "smith john",
            "smith",
            "0044 1632 960001",
            "JO@example.org",
            "https://x.com/angry_jo",
            "@Angry_Jo",
            "4 quince lane",
            "wx07abc",
            "van man",
        ],
    )
    def test_by_anything(self, client: Client, somebody: Somebody, text: str) -> None:
        somebody("Another", name="Ada Other", phone="01632 960009", email="ada@example.org")
        somebody(
            "The van man",
            name="Mr John Smith",
            phone="01632 960001",
            email="jo@example.org",
            handle="angry_jo",
            address="4 Quince Lane, WX1 2AB",
            vehicle="WX07 ABC",
        )
        assert self.found(client, text) == ["The van man"]

    def test_by_reference(self, client: Client, somebody: Somebody) -> None:
        person = somebody("Jo")
        assert self.found(client, f" {person.reference.lower()} ") == ["Jo"]

    def test_of_nobody(self, client: Client, somebody: Somebody) -> None:
        somebody("Jo")
        assert self.found(client, "zebedee") == []
        assertContains(client.post(reverse("people"), {"q": "zebedee"}), "Nobody whom you may know of")

    def test_finds_nothing_of_what_one_may_not_see(
        self, client: Client, monitoring: User, case_of: CaseOf, somebody: Somebody
    ) -> None:
        kept, person = case_of(restricted=True), somebody("Jo")
        add_identifier(by=monitoring, person=person, given=Given("phone", "01632 960001"), incident=kept)
        somebody("Secret", on=kept, phone="01632 960001")
        assert self.found(client, "01632 960001") == []
        client.force_login(monitoring)
        assert self.found(client, "01632 960001") == ["Secret", "Jo"]

    def test_lists_merged_people_once(self, client: Client, olive: User, somebody: Somebody) -> None:
        one, two = somebody("One"), somebody("Two")
        merge(by=olive, person=one, into=two, reason="The same")
        assert [person.label for person in client.get(reverse("people")).context["rows"]] == ["Two"]

    def test_turns_pages_without_a_name_in_the_address(
        self, client: Client, case_of: CaseOf, somebody: Somebody
    ) -> None:
        incident = case_of()
        for number in range(27):
            somebody(f"Jo {number}", on=incident, name="Jo Smith")
        response = client.post(reverse("people"), {"q": "smith"})
        cursor = response.context["page"].next_cursor
        assert len(client.post(reverse("people"), {"q": "smith", "cursor": cursor}).context["rows"]) == 2

    def test_for_a_case_puts_somebody_on_it(self, client: Client, case_of: CaseOf, somebody: Somebody) -> None:
        incident, person = case_of(), somebody("Jo")
        query = f"?case={incident.reference}"
        assertContains(client.post(reverse("people") + query, {"q": "jo"}), "Put on this case")
        decide(client, person, incident, "possible")
        assert incident.involvements.get().person == person
        assertContains(client.post(reverse("people") + query, {"q": "jo"}), "On this case already")
        kept = case_of(restricted=True)
        assert client.get(f"{reverse('people')}?case={kept.reference}").status_code == 404

    def test_takes_as_many_queries_for_many(self, client: Client, somebody: Somebody) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.found(client, "smith")
            return len(captured)

        somebody(name="Jo Smith")
        few = queries()
        for _ in range(8):
            somebody(name="Jo Smith")
        assert queries() == few <= 6
