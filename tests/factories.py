"""One factory a model, and reports made the way people make them: through the real actions."""

from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from councilsafe.access import Role
from councilsafe.accounts.models import CouncillorDetails, User
from incidents.actions import raise_alarm, start_draft, submit_report
from triage.models import Case

PASSWORD = "a long enough password"
HASHED = make_password(PASSWORD)  # once: hashing is slow on purpose

# Facts that the current threat process puts at each tier; tests/unit/triage/test_factories.py holds them to it.
LOG = {"conduct": ["criticism"], "channel": "email", "source": "known_resident", "threat": "none", "impact": "none"}
COUNCIL = {
    **LOG,
    "conduct": ["insult", "vexatious_contact"],
    "occasions": 40,
    "period_days": 20,
    "impact": "distressed",
}
POLICE = {
    "conduct": ["following_or_loitering"],
    "channel": "in_person",
    "place": "home",
    "surveillance": True,
    "occasions": 4,
    "period_days": 12,
    "source": "stranger",
    "impact": "frightened",
}


class UserFactory(DjangoModelFactory):
    """`UserFactory(roles=[Role.OFFICER])`. Without roles: somebody who may do nothing."""

    class Meta:
        model = User

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    password = HASHED
    roles = factory.LazyFunction(list)


class CouncillorFactory(UserFactory):
    class Meta:
        skip_postgeneration_save = True

    roles = factory.LazyFunction(lambda: [Role.COUNCILLOR])
    councillor = factory.RelatedFactory("tests.factories.CouncillorDetailsFactory", factory_related_name="user")


class CouncillorDetailsFactory(DjangoModelFactory):
    class Meta:
        model = CouncillorDetails

    user = factory.SubFactory(UserFactory, roles=[Role.COUNCILLOR])
    ward = "Millbrook"
    group = ""


def officer(**fields: Any) -> User:
    return UserFactory(roles=[Role.OFFICER], **fields)


def report(by: User, told: dict[str, Any] | None = None, **facts: Any) -> Case:
    """Submit a report and give back its case. `told` is what is not a fact, as the description."""
    draft = start_draft(by=by)
    return submit_report(by=by, draft=draft, facts=facts, told=told or {}).case


def alarm(by: User) -> Case:
    return raise_alarm(by=by, draft=start_draft(by=by)).case
