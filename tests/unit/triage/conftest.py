import pytest

from councilsafe.accounts.models import User
from tests.factories import CouncillorFactory, officer


@pytest.fixture
def olive() -> User:
    """The officer whom a report goes to while nobody is planned: the first there is."""
    return officer(name="Olive Officer")


@pytest.fixture
def oscar(olive: User) -> User:
    return officer(name="Oscar Officer")


@pytest.fixture
def councillor() -> User:
    return CouncillorFactory(name="Casey Councillor")
