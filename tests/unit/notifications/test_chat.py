"""Posts to the team's chat channel: signed, a reference and a link, and never sent on to where somebody points."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from councilsafe.accounts.models import User
from councilsafe.notifications import actions
from councilsafe.notifications.models import Channel, OutboxMessage
from tests.factories import CouncillorFactory
from tests.standins.hook import Hook, running

Told = Callable[..., OutboxMessage]
SECRET = "a secret that both sides know"


@pytest.fixture
def hook(settings: Settings) -> Iterator[Hook]:
    with running() as hook:
        settings.CHAT_WEBHOOK_URL, settings.CHAT_WEBHOOK_SECRET = hook.url, SECRET
        settings.CHAT_BACKEND = "councilsafe.notifications.channels.chat.post_to_webhook"
        yield hook


@pytest.fixture
def post(told: Told, hook: Hook) -> OutboxMessage:
    told(urgent=True)
    return OutboxMessage.objects.get(channel=Channel.CHAT)


def test_a_post_is_signed_and_names_a_reference_and_a_link(post: OutboxMessage, hook: Hook) -> None:
    assert post.key == "k:chat"
    assert actions.deliver(message_id=post.pk)
    [(headers, body)] = hook.posts
    signed = f"{headers['X-CouncilSafe-Timestamp']}.".encode() + body
    wanted = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-CouncilSafe-Signature"] == f"sha256={wanted}"
    link = "http://127.0.0.1:8000/cases/CS-22222-33333/"
    assert json.loads(body) == {"text": f"CouncilSafe: please open CS-22222-33333 {link}"}


@pytest.mark.parametrize(
    ("status", "name"),
    [(301, "Misconfigured"), (307, "Misconfigured"), (404, "Misconfigured"), (429, "Throttled"), (503, "Unavailable")],
)
def test_what_is_not_taken_is_tried_again_and_goes_nowhere_else(
    status: int, name: str, post: OutboxMessage, hook: Hook
) -> None:
    hook.status = status
    assert not actions.deliver(message_id=post.pk)
    post.refresh_from_db()
    assert (post.last_error, post.failed_at, len(hook.posts)) == (name, None, 1)


def test_a_channel_that_is_gone_holds_up_no_email(told: Told, settings: Settings, hook: Hook) -> None:
    settings.CHAT_WEBHOOK_URL = "http://127.0.0.1:1/"
    told(urgent=True)
    assert actions.deliver_due() == 1
    assert OutboxMessage.objects.unsent().get().last_error == "ConnectionError"


@pytest.mark.usefixtures("hook")
def test_the_team_hears_only_of_its_own_calls(told: Told, officer: User) -> None:
    told(key="a", urgent=True, privately=True)
    told(key="b")
    about = {"kind": "report.for_you", "about_ref": "CS-22222-33333", "path": "/"}
    actions.tell(to=CouncillorFactory(), key="c", urgent=True, **about)
    assert not OutboxMessage.objects.filter(channel=Channel.CHAT).exists()


def test_a_channel_that_is_not_set_up_makes_no_row(told: Told, officer: User) -> None:
    officer.mobile, officer.wants_texts = "+447700900982", True
    officer.save()
    told(urgent=True)
    assert OutboxMessage.objects.get().channel == Channel.EMAIL
