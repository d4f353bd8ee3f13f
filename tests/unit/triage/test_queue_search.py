"""Search in the queue: what is found by what, what is marked, who finds what, and that nothing typed can do harm."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions.people import Told, add_person
from tests.factories import CaseFactory, CouncillorFactory, UserFactory, many_cases
from triage.models import Case
from triage.queue import search

pytestmark = pytest.mark.django_db
PAGE = reverse("queue")


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def found(client: Client, text: str, **filters: str) -> list[Case]:
    return [row.case for row in client.get(PAGE, {"q": text, **filters}).context["rows"]]


def told(description: str, **fields: Any) -> Case:
    return CaseFactory(incident__description=description, **fields)


class TestByWhat:
    @pytest.mark.parametrize("text", ["cs-", "{0}", "lower {0}", "{0:.8}", "  {0} "])
    def test_reference_or_its_beginning(self, client: Client, text: str) -> None:
        case = told("Nothing of note.")
        asked = text.removeprefix("lower ").format(case.reference)
        assert found(client, asked.lower() if text.startswith("lower") else asked) == [case]

    @pytest.mark.parametrize("text", ["windows", "BREAK window", '"break the window"', "Café", "cafe", "window -door"])
    def test_words_in_any_form(self, client: Client, text: str) -> None:
        case = told("He said he would break the window of the café.")
        told("He wrote a long letter. He likes doors.")
        assert found(client, text) == [case]

    @pytest.mark.parametrize("text", ["door", '"window the break"', "window door", "the"])
    def test_not_what_is_not_there(self, client: Client, text: str) -> None:
        told("He said he would break the window.")
        assert found(client, text) == []

    def test_names_of_the_harmed_the_councillor_and_the_reporter(self, client: Client, olive: User) -> None:
        named = CaseFactory(
            incident__harmed_name="Wilhelmina Featherstone", incident__councillor=None, incident__reporter=olive
        )
        theirs = CaseFactory(incident__reporter=CouncillorFactory(name="Siobhan Ni Dhomhnaill"))
        client.force_login(UserFactory(roles=[Role.OFFICER]))
        assert found(client, "wilhelmina") == [named]
        assert found(client, "siobhan dhomhnaill") == [theirs]

    def test_people_of_concern_and_what_they_are_known_by(self, client: Client, olive: User) -> None:
        case = told("Somebody wrote.")
        person = Told(kind="partly", label="The man in the red van", standing="possible")
        add_person(by=olive, incident=case.incident, told=person)
        assert found(client, "red van") == [case]

    def test_open_and_closed_unless_asked_otherwise(self, client: Client, olive: User) -> None:
        opened, over = told("A brick."), closed("A brick.", olive)
        assert set(found(client, "brick")) == {opened, over}
        assert found(client, "brick", state="open") == [opened]
        assert found(client, "brick", state="closed") == [over]

    def test_with_other_filters(self, client: Client, olive: User) -> None:
        mine = told("A brick.", owner=olive)
        told("A brick.")
        assert found(client, "brick", owner="me") == [mine]


def closed(description: str, by: User) -> Case:
    from django.utils import timezone

    now = timezone.now()
    done = {"acknowledged_at": now, "acknowledged_by": by, "closed_at": now, "closed_by": by, "close_reason": "Over"}
    return told(description, state="closed", due_at=None, **done)


class TestCommonWords:
    """Where more is found than is looked up by key, the same is found by going through the queue."""

    def test_the_same_is_found(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        cases = {told("A brick.") for _ in range(4)} | {CaseFactory(incident__reporter__name="Brick Lane")}
        assert set(found(client, "brick")) == cases
        monkeypatch.setattr(search, "FEW", 2)
        assert set(found(client, "brick")) == cases

    @pytest.mark.parametrize("text", ["somebody wrote", "nothing of this", "Person"])
    def test_queries_are_the_same_for_ten_and_a_thousand(
        self,
        client: Client,
        olive: User,
        councillor: User,
        text: str,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        counted = []
        for number in (10, 990):
            many_cases(number, by=councillor, owner=olive)
            with django_assert_num_queries(14, exact=False) as captured:
                client.get(PAGE, {"q": text})
            counted.append(len(captured))
        assert counted[0] == counted[1]


class TestMarks:
    def test_the_words_are_marked_and_nothing_is_markup(self, client: Client) -> None:
        told("<script>alert(1)</script> He broke my windows.")
        response = client.get(PAGE, {"q": "window"})
        assertContains(response, "<mark>windows</mark>", html=True)
        assertNotContains(response, "<script>alert")

    def test_what_looks_like_our_marks_does_no_more_than_mark(self, client: Client) -> None:
        told(f"One {search.HIT}two{search.END} {search.END}{search.HIT} windows")
        assertContains(client.get(PAGE, {"q": "window"}), "windows</mark>")

    def test_without_a_search_no_description_is_shown(self, client: Client) -> None:
        told("He broke my windows.")
        assertNotContains(client.get(PAGE), "windows")


class TestWhoFindsWhat:
    def test_a_restricted_case_is_found_by_nobody_else(self, client: Client) -> None:
        kept = told("A brick.", incident__restricted=True)
        for text in ("brick", kept.reference, kept.incident.reporter.name):
            assert found(client, text) == []
        client.force_login(UserFactory(roles=[Role.MONITORING]))
        assert found(client, "brick") == [kept]

    def test_nor_by_a_person_whom_it_shares_with_another_case(self, client: Client, olive: User) -> None:
        kept = told("A brick.", incident__restricted=True)
        monitoring = UserFactory(roles=[Role.MONITORING])
        add_person(
            by=monitoring, incident=kept.incident, told=Told(kind="partly", label="Red Van Man", standing="possible")
        )
        assert found(client, "red van man") == []

    def test_nothing_tells_that_there_is_more(self, client: Client) -> None:
        told("A brick.", incident__restricted=True)
        hidden, nothing = client.get(PAGE, {"q": "brick"}), client.get(PAGE, {"q": "brack"})
        assert plain(hidden, "brick") == plain(nothing, "brack")


def plain(response: Any, text: str) -> str:
    import re

    return re.sub(r'value="[\w-]{40,}"', "", response.content.decode().replace(text, ""))


class TestHostileInput:
    @pytest.mark.parametrize(
        "text",
        [
            "'",
            '"',
            "\\",
            "a' OR 1=1 --",
            "& | ! <-> ()",
            ":*",
            "%",
            "_",
            "%s",
            "-",
            '"unclosed',
            "\ue000",
            "😀",
            "…" * 9,
        ],
    )
    def test_finds_nothing_and_breaks_nothing(self, client: Client, text: str) -> None:
        told("A brick.")
        response = client.get(PAGE, {"q": text})
        assert response.status_code == 200

    def test_far_too_much_is_left_out_and_said(self, client: Client) -> None:
        case = told("A brick.")
        response = client.get(PAGE, {"q": "x" * 10_000})
        assertContains(response, "Search for something shorter")
        assert [row.case for row in response.context["rows"]] == [case]

    def test_nul_is_refused_at_the_field(self, client: Client) -> None:
        response = client.get(PAGE, {"q": "a\x00b"})
        assertContains(response, "Null characters are not allowed")
        assert "q" not in response.context["form"].wanted

    def test_a_description_beyond_all_measure_can_be_kept_and_found(self, client: Client) -> None:
        case = told(" ".join(f"w{number}" for number in range(200_000)) + " brick")
        assert found(client, "w7") == [case]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=200))
    def test_whatever_is_typed(self, client: Client, text: str) -> None:
        assert client.get(PAGE, {"q": text}).status_code == 200
