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
        ({"channel": "pigeon"}, "channel_known"),
        ({"delivery": "lost", "delivery_at": timezone.now()}, "delivery_known"),
        ({"delivery": "delivered"}, "delivery_dated"),
    ],
)
def test_the_database_refuses_what_cannot_be(told: Told, changes: dict[str, object], constraint: str) -> None:
    message = told()
    with pytest.raises(IntegrityError, match=constraint):
        OutboxMessage.objects.filter(pk=message.pk).update(**changes)


def test_the_age_of_the_oldest_that_is_not_sent_by_each_channel(told: Told) -> None:
    now = timezone.now()
    assert OutboxMessage.objects.oldest_unsent_ages(now) == {}
    for minutes, fields in [(30, {"sent_at": now}), (20, {}), (10, {}), (5, {"channel": "sms"}), (-5, {})]:
        message = told(key=str(minutes))
        OutboxMessage.objects.filter(pk=message.pk).update(goes_at=now - timedelta(minutes=minutes), **fields)
    ages = OutboxMessage.objects.oldest_unsent_ages(now)
    assert ages == {"email": timedelta(minutes=20), "sms": timedelta(minutes=5)}
