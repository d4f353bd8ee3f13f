import pytest
from django.test import Client

from councilsafe.accounts.models import User
from tests.factories import POLICE, report
from triage.models import Case


@pytest.fixture
def case(olive: User, councillor: User) -> Case:
    """A loitering at home: tier police, and nobody has answered yet."""
    return report(councillor, {"description": "A man <b>sat</b> outside.\nFour evenings."}, **POLICE)


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client
