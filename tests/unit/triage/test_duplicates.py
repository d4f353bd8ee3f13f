"""Two reports about the same: one goes on, neither is lost, and there are no chains."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from tests.factories import LOG, POLICE, CouncillorFactory, report
from triage import actions
from triage.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(olive: User, councillor: User) -> Case:
    return report(councillor, **LOG)


@pytest.fixture
def second(olive: User) -> Case:
    return report(CouncillorFactory(name="Colin Councillor"), **POLICE)


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def mark(case: Case, of: Case, by: User) -> Case:
    return actions.close_as_duplicate(by=by, case=case, of=of.incident, reason="The same man.")


def page(case: Case, name: str = "case") -> str:
    return reverse(name, args=[case.reference])


def test_the_duplicate_is_closed_with_a_reason_that_names_the_other(first: Case, second: Case, olive: User) -> None:
    closed = mark(second, first, olive)
    assert not closed.is_open
    assert closed.close_reason == f"It is about the same as {first.reference}, which goes on. The same man."
    assert not Alert.objects.open().about(second.reference).exists()
    assert OutboxMessage.objects.filter(recipient=second.incident.reporter, kind="case.update").exists()
    assert Case.objects.get(pk=first.pk).is_open


def test_both_show_it(client: Client, first: Case, second: Case) -> None:
    form = {"of": first.reference.lower(), "reason": "The same man."}
    assertContains(client.post(page(second, "case-duplicate"), form, follow=True), "This case is closed. It goes on as")
    assertContains(client.get(page(second)), page(first))
    assertContains(client.get(page(first)), page(second))
    assertContains(client.get(page(first)), f"Also reported as {second.reference}")


def test_reopening_takes_it_back(client: Client, first: Case, second: Case, olive: User) -> None:
    actions.reopen(by=olive, case=mark(second, first, olive), reason="Another man.")
    second = Case.objects.select_related("incident").get(pk=second.pk)
    assert second.is_open
    assert second.incident.duplicate_of is None
    assertNotContains(client.get(page(first)), page(second))


def test_there_are_no_chains_and_no_circles(first: Case, second: Case, olive: User, councillor: User) -> None:
    third = report(councillor, **LOG)
    mark(second, first, olive)
    for case, of in ((third, second), (first, third), (first, second), (third, third)):
        with pytest.raises(ActionDenied):
            mark(case, of, olive)
    mark(third, first, olive)
    assert first.incident.duplicates.count() == 2


def test_what_one_may_not_see_cannot_be_named(client: Client, first: Case, second: Case) -> None:
    first.incident.restricted = True
    first.incident.save()
    response = client.post(page(second, "case-duplicate"), {"of": first.reference, "reason": "x"})
    assertContains(response, "There is no other report with this reference that you may see")


def test_the_confidential_is_not_named_to_those_who_may_not_know(first: Case, second: Case, olive: User) -> None:
    first.incident.restricted, first.incident.confidant = True, olive
    first.incident.save()
    with pytest.raises(ActionDenied, match="kept confidential"):
        mark(second, first, olive)
