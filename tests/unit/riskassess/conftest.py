"""People of a council, each with the role that their fixture is named after."""

from collections.abc import Callable
from datetime import date

import pytest

from councilsafe.access import Role
from councilsafe.accounts.models import User
from riskassess.models import Cause, RiskProfile, RiskReview
from tests.factories import CouncillorFactory, UserFactory

MakePerson = Callable[..., User]


@pytest.fixture
def make_person(db: None) -> MakePerson:
    def make(role: Role, **fields: object) -> User:
        factory = CouncillorFactory if role == Role.COUNCILLOR else UserFactory
        return factory(roles=[role], **fields)

    return make


@pytest.fixture
def councillor(make_person: MakePerson) -> User:
    return make_person(Role.COUNCILLOR, name="Ada Hollis")


@pytest.fixture
def safety(make_person: MakePerson) -> User:
    return make_person(Role.SAFETY)


@pytest.fixture
def officer(make_person: MakePerson) -> User:
    return make_person(Role.OFFICER)


@pytest.fixture
def manager(make_person: MakePerson) -> User:
    return make_person(Role.MANAGER)


@pytest.fixture
def monitoring(make_person: MakePerson) -> User:
    return make_person(Role.MONITORING)


@pytest.fixture
def make_review(safety: User) -> Callable[..., RiskReview]:
    """An open review of a councillor's profile, due on a day and owned by the safety officer."""

    def make(councillor: User, due_on: date, **fields: object) -> RiskReview:
        profile, _ = RiskProfile.objects.get_or_create(councillor=councillor, defaults={"next_review_on": due_on})
        plain = {"cause": Cause.PERIODIC, "owner": safety}
        return RiskReview.objects.create(profile=profile, due_on=due_on, **(plain | fields))

    return make
