"""The kinds of task: shipped, changed by the council, added by it; every word about one is kept."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from tests.factories import POLICE, CouncillorFactory, UserFactory, report
from triage.actions.task_templates import add_template, change_template, switch_template
from triage.models import TaskTemplate
from triage.process import Tier
from triage.task_templates import Kind, fields_of, in_use, kinds

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {
    "title": "Tell the caretaker",
    "least_tier": Tier.POLICE.value,
    "conduct": [],
    "routes": [],
    "amount": 1,
    "unit": "working_days",
    "who": "owner",
    "reason": "Asked for by the caretakers",
}


@pytest.fixture
def manager() -> User:
    return UserFactory(roles=[Role.MANAGER])


def kind(key: str = "safe_now") -> Kind:
    return next(one for one in kinds() if one.key == key)


def brought(olive: User) -> set[str]:
    return set(report(CouncillorFactory(), **POLICE).tasks.values_list("title", flat=True))


def test_what_the_council_adds_comes_with_cases_from_then_on(manager: User, olive: User) -> None:
    before = report(CouncillorFactory(), **POLICE)
    add_template(by=manager, **NEW)
    assert "Tell the caretaker" in brought(olive)
    assert not before.tasks.filter(title="Tell the caretaker").exists()


def test_switched_off_no_case_brings_it_and_on_again_it_does(manager: User, olive: User) -> None:
    title = kind().template.title
    switch_template(by=manager, kind=kind(), on=False, reason="Not here")
    assert title not in brought(olive)
    switch_template(by=manager, kind=kind(), on=True, reason="Here after all")
    assert title in brought(olive)


def test_a_change_is_a_new_row_and_the_old_one_stands(manager: User) -> None:
    change_template(by=manager, kind=kind(), **fields_of(kind()) | {"title": "Ring them now", "reason": "Clearer"})
    change_template(by=manager, kind=kind(), **fields_of(kind()) | {"title": "Ring them at once", "reason": "Again"})
    assert [row.title for row in TaskTemplate.objects.order_by("id")] == ["Ring them now", "Ring them at once"]
    assert [one.title for one in in_use() if one.key == "safe_now"] == ["Ring them at once"]


def test_of_two_who_change_it_at_once_the_second_is_told(manager: User) -> None:
    seen = kind()
    switch_template(by=manager, kind=seen, on=False, reason="Not here")
    with pytest.raises(ActionDenied, match="meanwhile"):
        change_template(by=manager, kind=seen, **fields_of(seen) | {"reason": "Clearer"})


@pytest.mark.parametrize("change", [{"title": "Other"}, {"is_on": False}, {"reason": "Other"}])
def test_the_database_lets_no_word_change(manager: User, change: dict[str, Any]) -> None:
    row = add_template(by=manager, **NEW)
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskTemplate.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SAFETY, Role.ADMIN])
def test_others_change_nothing(role: Role) -> None:
    with pytest.raises(ActionDenied):
        add_template(by=UserFactory(roles=[role]), **NEW)


class TestPages:
    @pytest.fixture
    def client(self, client: Client, manager: User) -> Client:
        client.force_login(manager)
        return client

    def test_adding_one_and_reading_of_it(self, client: Client) -> None:
        answer = client.post(reverse("task-template-add"), NEW, follow=True)
        assertContains(answer, "Tell the caretaker")
        assertContains(client.get(reverse("task-templates")), "Tell the caretaker")

    def test_a_stale_form_changes_nothing(self, client: Client, manager: User) -> None:
        address = reverse("task-template-change", args=["safe_now"])
        switch_template(by=manager, kind=kind(), on=False, reason="Not here")
        assert client.post(address, {**NEW, "seen": ""}).status_code == 403
        assert kind().template.title != NEW["title"]
        client.post(address, {**NEW, "seen": kind().seen})
        assert (kind().template.title, kind().is_on) == (NEW["title"], False)

    def test_switching(self, client: Client) -> None:
        client.post(reverse("task-template-switch", args=["safe_now"]), {"seen": "", "reason": "Not here"})
        assert not kind().is_on
