"""The past, for the demonstration: what is done inside `at` happens at that moment, and wakes nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=moment):
        yield


@contextmanager
def waking_nobody() -> Iterator[None]:
    """Messages of the past are rows only: no worker is asked to send them."""
    with patch("councilsafe.notifications.actions.wake"):
        yield
