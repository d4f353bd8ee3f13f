"""The past, for the demonstration: what is done inside `at` happens at that moment, and wakes nobody."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from unittest.mock import patch

import time_machine


def at(moment: datetime) -> AbstractContextManager[object]:
    return time_machine.travel(moment, tick=False)


@contextmanager
def waking_nobody() -> Iterator[None]:
    """Messages of the past are rows only: no worker is asked to send them."""
    with patch("councilsafe.notifications.actions.telling.wake"):
        yield
