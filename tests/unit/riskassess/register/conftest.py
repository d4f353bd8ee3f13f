"""A case with somebody confirmed behind it, and entries in each state."""

from collections.abc import Callable
from typing import Any

import pytest

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions.people import Told, add_person
from incidents.models import Incident, PersonOfConcern
from incidents.people.normalise import Given
from riskassess.actions import register
from riskassess.models import RegisterEntry
from tests.factories import CouncillorFactory, IncidentFactory, UserFactory

MakeEntry = Callable[..., RegisterEntry]
CONSIDERED = "No disability is known. Letters in large print were asked for."


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """By what they do in a story; `third` took no part."""
    return {
        "proposer": UserFactory(roles=[Role.OFFICER], name="Pat Proposer"),
        "approver": UserFactory(roles=[Role.MANAGER], name="Ann Approver"),
        "third": UserFactory(roles=[Role.MONITORING], name="Theo Third"),
    }


@pytest.fixture
def incident(db: None) -> Incident:
    harmed = CouncillorFactory(name="Ada Hollis")
    return IncidentFactory(reporter=harmed, conduct=["threat", "physical_attack"], source="known_resident")


def somebody(incident: Incident, by: User | None = None, label: str = "Ned Sample", **known: str) -> PersonOfConcern:
    given = [
        Given(kind, value) for kind, value in (known or {"name": label, "address": "4 Quince Lane, WX1 2AB"}).items()
    ]
    return add_person(
        by=by, incident=incident, told=Told(kind="known", label=label, standing="confirmed", known_by=given)
    )


@pytest.fixture
def person(incident: Incident) -> PersonOfConcern:
    return somebody(incident)


@pytest.fixture
def make(people: dict[str, User], incident: Incident, person: PersonOfConcern) -> MakeEntry:
    """`make("in-force", told=True)`: by the real actions."""

    def make(state: str = "provisional", *, considered: bool = True, **fields: Any) -> RegisterEntry:
        about = {"conduct": "He hit a councillor at her door.", "advice": "with-officer", **fields}
        entry = register.propose(by=people["proposer"], **{"incident": incident, "person": person, **about})
        if considered:
            entry = register.consider(by=people["proposer"], entry=entry, text=CONSIDERED)
        if state == "refused":
            return register.decide(by=people["approver"], entry=entry, approves=False, reason="Not grave enough.")
        if state in ("in-force", "removed"):
            entry = register.decide(by=people["approver"], entry=entry, approves=True, reason="It was meant.")
        if state == "removed":
            entry = register.remove(by=people["approver"], entry=entry, evidence="Moved away.", reason="No threat.")
        return entry

    return make
