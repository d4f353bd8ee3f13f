"""A diary's address is its key, so no log of ours holds it."""

import logging
from logging.config import dictConfig
from typing import Any

import gunicorn.config
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from councilsafe.logs import Line
from riskassess.actions.diary import renew_feed
from tests.factories import CouncillorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Any:
    """What the log's own handler would write."""
    formatter = settings.LOGGING["formatters"]["line"]
    assert formatter["()"] == "councilsafe.logs.Line"
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(Line(formatter["format"]).format(record))

    handler, root = Kept(), logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def test_what_django_refuses_is_logged_without_the_key(client: Client, lines: list[str]) -> None:
    key = renew_feed(by=CouncillorFactory(), with_places=True)
    assert client.post(reverse("diary-feed", args=[key])).status_code == 405
    assert client.get(reverse("diary-feed", args=[f"{key}x"])).status_code == 404
    assert len([line for line in lines if "/visits/diary/…" in line]) == 2
    assert not [line for line in lines if key in line]


def test_a_traceback_holds_no_key_either() -> None:
    error = ValueError("/visits/diary/s3cret.ics")
    told = (ValueError, error, None)
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Broken: %s", ("/x/",), told)
    assert "s3cret" not in Line("%(message)s").format(record)


def test_other_addresses_stay_as_they_are() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", ("/visits/",), None)
    assert Line("%(message)s").format(record) == "Not Found: /visits/"


def test_the_settings_are_such_as_logging_takes() -> None:
    dictConfig({**settings.LOGGING, "root": {}, "loggers": {}})


def test_the_web_server_itself_writes_no_addresses() -> None:
    ours: dict[str, Any] = {}
    exec((settings.BASE_DIR / "gunicorn.conf.py").read_text(), ours)
    assert ours.get("accesslog", gunicorn.config.AccessLog.default) is None
