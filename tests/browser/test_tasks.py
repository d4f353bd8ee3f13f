"""Tasks and the page for paper in a real browser: clean for axe, on a phone, and without scripts."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from councilsafe.access import Role
from councilsafe.accounts.models import User
from tests.browser.test_case import Visit, assert_accessible, assert_fits, visit
from tests.factories import POLICE, CouncillorFactory, UserFactory, report
from triage import actions
from triage.models import Case, CaseTask

__all__ = ["visit"]

pytestmark = pytest.mark.django_db(transaction=True)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 800}}


@pytest.fixture
def manager() -> User:
    return UserFactory(roles=[Role.MANAGER], name="Mona Manager")


@pytest.fixture
def case(manager: User) -> Case:
    return actions.acknowledge(by=manager, case=report(CouncillorFactory(), **POLICE))


def addresses(case: Case, task: CaseTask) -> list[str]:
    of_case = [reverse(name, args=[case.reference]) for name in ("case", "case-print", "case-task-add")]
    of_task = [reverse(name, args=[task.reference]) for name in ("task", "task-hand-over", "task-drop")]
    kind = [reverse(f"task-template{name}", args=["safe_now"]) for name in ("", "-change", "-switch")]
    return [*of_case, reverse("tasks"), *of_task, reverse("task-templates"), *kind]


def test_every_page_is_accessible_and_fits_a_phone(visit: Visit, manager: User, case: Case) -> None:
    page = visit(manager)
    for address in addresses(case, case.tasks.get(template="safe_now")):
        page.goto(address)
        assert_accessible(page)
        assert_fits(page, 390)


def test_a_task_is_done_from_the_case_on_a_phone_without_scripts(visit: Visit, manager: User, case: Case) -> None:
    task = case.tasks.get(template="safe_now")
    page: Page = visit(manager, **PHONE, java_script_enabled=False)
    page.goto(case.get_absolute_url())
    page.get_by_role("link", name="Tasks (").click()
    page.get_by_role("link", name=task.title).click()
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("alert")).to_contain_text("Done: Ring the person")
    task.refresh_from_db()
    assert task.done_by == manager
