from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from councilsafe.accounts.models import User
from councilsafe.notifications.actions import tell
from councilsafe.notifications.models import OutboxMessage
from councilsafe.notifications.signals import message_failed
from tests.factories import UserFactory
from tests.standins.notify import API_KEY, EMAIL_TEMPLATE, SMS_TEMPLATE, Notify, running


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(roles=["officer"], email="officer@example.org")


@pytest.fixture
def told(officer: User) -> Callable[..., OutboxMessage]:
    """Tells the officer something, under the key "k" unless another is given."""

    def tell_officer(key: str = "k", kind: str = "alert", **how: bool | str) -> OutboxMessage:
        about = {"about_ref": "CS-22222-33333", "path": "/cases/CS-22222-33333/"}
        message = tell(to=officer, kind=kind, key=key, **about, **how)
        assert message is not None
        return message

    return tell_officer


@pytest.fixture
def notify(settings: Settings) -> Iterator[Notify]:
    """GOV.UK Notify's stand-in, for email and for text messages."""
    with running() as notify:
        use_notify(settings, notify)
        yield notify


def use_notify(settings: Settings, notify: Notify) -> None:
    settings.NOTIFY_API_KEY, settings.NOTIFY_URL = API_KEY, notify.url
    settings.NOTIFY_EMAIL_TEMPLATE, settings.NOTIFY_SMS_TEMPLATE = EMAIL_TEMPLATE, SMS_TEMPLATE
    settings.NOTIFY_CALLBACK_TOKEN = "a long random text, as it should be"
    settings.EMAIL_BACKEND = "councilsafe.notifications.channels.notify.EmailBackend"
    settings.SMS_BACKEND = "councilsafe.notifications.channels.notify.send_text"


@pytest.fixture
def failed() -> Iterator[list[OutboxMessage]]:
    """The messages of which the signal says that they failed."""
    said: list[OutboxMessage] = []

    def hear(message: OutboxMessage, **_: object) -> None:
        said.append(message)

    message_failed.connect(hear)
    yield said
    message_failed.disconnect(hear)
