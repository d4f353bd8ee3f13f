from collections.abc import Callable

import pytest

from councilsafe.accounts.models import User
from councilsafe.notifications.actions import tell
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(roles=["officer"], email="officer@example.org")


@pytest.fixture
def told(officer: User) -> Callable[..., OutboxMessage]:
    """Tells the officer something, under the key "k" unless another is given."""

    def tell_officer(key: str = "k", kind: str = "alert") -> OutboxMessage:
        message = tell(to=officer, kind=kind, about_ref="CS-22222-33333", path="/cases/CS-22222-33333/", key=key)
        assert message is not None
        return message

    return tell_officer
