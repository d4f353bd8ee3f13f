"""Views of the queue: ours, one's own and shared ones, how much they show, and what the queue opens with."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from tests.factories import CaseFactory, many_cases
from triage import actions
from triage.models import FirstView, SavedView

pytestmark = pytest.mark.django_db
QUEUE, VIEWS, ADD = reverse("queue"), reverse("queue-views"), reverse("queue-view-add")


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def save(by: User, name: str = "Grave", query: str = "tier=police", *, shared: bool = False) -> SavedView:
    return actions.save_view(by=by, name=name, query=query, shared=shared)


def listed(client: Client) -> dict[str, dict[str, Any]]:
    return {one["view"].name: one for one in client.get(QUEUE, {"state": "open"}).context["views"]}


class TestSaving:
    def test_keeps_the_filters_that_count(self, client: Client, olive: User) -> None:
        address = f"{ADD}?tier=police&kind=weather&cursor=x&owner=me"
        response = client.post(address, {"name": "Grave", "who": "me"})
        assertRedirects(response, f"{QUEUE}?tier=police&owner=me", fetch_redirect_response=False)
        assert SavedView.objects.get().query == "tier=police&owner=me"
        assertContains(client.get(address), "Tier: Police: refer now")

    def test_needs_a_name_of_its_own(self, client: Client, olive: User) -> None:
        save(olive)
        assertContains(client.post(f"{ADD}?tier=log", {"who": "me"}), "Enter a name for the view")
        assertContains(client.post(f"{ADD}?tier=log", {"name": "Grave", "who": "me"}), "with this name already")

    def test_without_filters_there_is_nothing_to_save(self, client: Client) -> None:
        assertContains(client.post(ADD, {"name": "All", "who": "me"}), "nothing to save yet")
        assert not SavedView.objects.exists()

    def test_twenty_are_enough(self, olive: User) -> None:
        for number in range(20):
            save(olive, str(number))
        with pytest.raises(ActionDenied, match="Delete one"):
            save(olive, "one more")


class TestSharing:
    def test_ones_own_are_seen_by_nobody_else(self, client: Client, oscar: User) -> None:
        view = save(oscar)
        assert "Grave" not in listed(client)
        assert client.get(reverse("queue-view", args=[view.reference])).status_code == 404

    def test_shared_ones_are_seen_but_not_changed(self, client: Client, oscar: User) -> None:
        view = save(oscar, shared=True)
        assert listed(client)["Grave"]["view"].of == "Oscar Officer"
        for name in ("queue-view", "queue-view-delete"):
            response = client.post(reverse(name, args=[view.reference]), {"name": "Mine now", "who": "me"})
            assert response.status_code == 403
        assert SavedView.objects.get().name == "Grave"

    def test_what_somebody_shared_who_has_left_is_gone(self, client: Client, oscar: User) -> None:
        save(oscar, shared=True)
        User.objects.filter(pk=oscar.pk).update(is_active=False)
        assert "Grave" not in listed(client)

    def test_me_is_whoever_looks(self, client: Client, olive: User, oscar: User) -> None:
        save(oscar, query="owner=me", shared=True)
        CaseFactory(owner=olive), CaseFactory(owner=olive), CaseFactory(owner=oscar)
        assert listed(client)["Grave"]["count"] == "2"


class TestChanging:
    def test_name_and_who_sees_it(self, client: Client, olive: User) -> None:
        view = save(olive)
        client.post(reverse("queue-view", args=[view.reference]), {"name": "Gravest", "who": "team"})
        view.refresh_from_db()
        assert (view.name, view.shared) == ("Gravest", True)

    def test_deleting_it_gives_the_whole_queue_back(self, client: Client, olive: User) -> None:
        view = save(olive)
        actions.choose_first_view(by=olive, key=view.reference)
        client.post(reverse("queue-view-delete", args=[view.reference]))
        assert not SavedView.objects.exists()
        assert not FirstView.objects.exists()


class TestFirst:
    @pytest.mark.parametrize("name", ["mine", "second"])
    def test_the_queue_opens_with_what_was_chosen(self, client: Client, name: str) -> None:
        client.post(VIEWS, {"first": name})
        query = {"mine": "owner=me", "second": "needs=second"}[name]
        assertRedirects(client.get(QUEUE), f"{QUEUE}?{query}")
        assert client.get(QUEUE, {"state": "open"}).status_code == 200
        client.post(VIEWS, {"first": "whole"})
        assert client.get(QUEUE).status_code == 200

    def test_what_is_shared_no_more_is_the_whole_queue(self, client: Client, olive: User, oscar: User) -> None:
        view = save(oscar, shared=True)
        actions.choose_first_view(by=olive, key=view.reference)
        assert client.get(QUEUE).status_code == 302
        actions.change_view(by=oscar, view=view, name="Grave", shared=False)
        assert client.get(QUEUE).status_code == 200

    def test_only_what_one_may_see_can_be_chosen(self, client: Client, oscar: User) -> None:
        client.post(VIEWS, {"first": save(oscar).reference})
        assert not FirstView.objects.exists()


class TestCounts:
    def test_up_to_99_and_no_further(self, client: Client, olive: User, councillor: User) -> None:
        many_cases(99, by=councillor, owner=olive)
        assert listed(client)["Mine"]["count"] == "99"
        many_cases(2, by=councillor, owner=olive)
        assert listed(client)["Mine"]["count"] == "99+"

    def test_only_what_the_reader_may_see(self, client: Client, olive: User) -> None:
        CaseFactory(owner=olive, incident__restricted=True)
        assert listed(client)["Mine"]["count"] == "0"

    def test_a_search_is_not_counted(self, client: Client, olive: User) -> None:
        save(olive, query="q=brick")
        assert listed(client)["Grave"]["count"] is None

    def test_all_in_one_query(
        self, client: Client, olive: User, oscar: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        def queries() -> int:
            with django_assert_num_queries(10, exact=False) as captured:
                client.get(QUEUE, {"state": "open"})
            return len(captured)

        before = queries()
        for number in range(15):
            save(olive, str(number)), save(oscar, str(number), shared=True)
        assert queries() == before

    def test_the_one_that_is_shown_stands_out(self, client: Client) -> None:
        assertContains(client.get(QUEUE, {"owner": "me"}), 'href="?owner=me" aria-current="page"')
        assertNotContains(client.get(QUEUE, {"owner": "me", "tier": "log"}), 'aria-current="page"')
