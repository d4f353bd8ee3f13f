from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from councilsafe.notifications.models import OutboxMessage

Told = Callable[..., OutboxMessage]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"sent_at": timezone.now(), "failed_at": timezone.now(), "attempts": 1, "last_error": "X"}, "sent_or_failed"),
        ({"failed_at": timezone.now(), "attempts": 1}, "failed_with_error"),
        ({"path": "//elsewhere.example"}, "path_in_site"),
        ({"path": "https://elsewhere.example/"}, "path_in_site"),
    ],
)
def test_the_database_refuses_what_cannot_be(told: Told, changes: dict[str, object], constraint: str) -> None:
    message = told()
    with pytest.raises(IntegrityError, match=constraint):
        OutboxMessage.objects.filter(pk=message.pk).update(**changes)


def test_the_age_of_the_oldest_that_is_not_sent(told: Told) -> None:
    now = timezone.now()
    assert OutboxMessage.objects.oldest_unsent_age(now) is None
    for minutes, fields in [(30, {"sent_at": now}), (20, {}), (10, {})]:
        message = told(key=str(minutes))
        old = now - timedelta(minutes=minutes)
        OutboxMessage.objects.filter(pk=message.pk).update(created_at=old, **fields)
    assert OutboxMessage.objects.oldest_unsent_age(now) == timedelta(minutes=20)
