from collections.abc import Callable

import pytest
from django.test import Client

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions import save_answers, start_draft
from incidents.models import Draft
from tests.factories import CouncillorFactory, UserFactory
from tests.unit.incidents.answers import Sent, drafted


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(roles=[Role.OFFICER], name="Olive Officer")


@pytest.fixture
def councillor(officer: User) -> User:
    """A councillor in a council that has somebody to answer."""
    return CouncillorFactory()


@pytest.fixture
def reader(client: Client, councillor: User) -> Client:
    client.force_login(councillor)
    return client


@pytest.fixture
def make_draft(councillor: User) -> Callable[[Sent], Draft]:
    def make(sent: Sent) -> Draft:
        draft = start_draft(by=councillor)
        for step, answers in drafted(sent).items():
            draft = save_answers(by=councillor, draft=draft, step=step, answers=answers)
        return draft

    return make
