from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions.people import Told, add_person
from incidents.models import Incident, PersonOfConcern
from incidents.people.normalise import Given
from tests.factories import CaseFactory, UserFactory

Somebody = Callable[..., PersonOfConcern]
CaseOf = Callable[..., Incident]


@pytest.fixture
def olive(db: None) -> User:
    return UserFactory(roles=[Role.OFFICER], name="Olive Officer")


@pytest.fixture
def monitoring(db: None) -> User:
    return UserFactory(roles=[Role.MONITORING], name="Mo Nitor")


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


@pytest.fixture
def case_of(olive: User) -> CaseOf:
    """An incident with its case. `restricted=True` keeps it for the monitoring officer."""

    def make(**fields: Any) -> Incident:
        told = {f"incident__{name}": value for name, value in fields.items()}
        return CaseFactory(owner=olive, **told).incident

    return make


@pytest.fixture
def somebody(monitoring: User, case_of: CaseOf) -> Somebody:
    """`somebody("Jo", phone="01632 960001", on=incident)`, put there by the monitoring officer, who sees all."""

    def make(
        label: str = "Jo Smith", on: Incident | None = None, standing: str = "confirmed", **by: str
    ) -> PersonOfConcern:
        known_by = [Given(kind, value) for kind, value in by.items()]
        told = Told(kind="partly", label=label, standing=standing, known_by=known_by)
        return add_person(by=monitoring, incident=on or case_of(), told=told)

    return make
