"""The ground that every test stands on: services of its own, no way out, and tables that can be emptied."""

import os
import socket

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from redis import Redis

from councilsafe.audit.models import AuditEvent


def test_each_worker_has_a_broker_database_of_its_own() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")
    assert os.environ["REDIS_URL"].endswith(f"/{int(worker) + 1}")
    with Redis.from_url(os.environ["REDIS_URL"]) as broker:
        assert broker.ping()


def test_settings_are_those_of_production() -> None:
    assert not settings.DEBUG
    assert not settings.DEMO_MODE


def test_nothing_is_reached_outside_this_machine() -> None:
    with pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.django_db(transaction=True)
def test_the_audit_can_be_emptied_between_tests_and_by_nothing_else() -> None:
    AuditEvent.objects.create(actor="test", verb="test", object_type="test", object_ref="test")
    with pytest.raises(DatabaseError, match="never emptied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {AuditEvent._meta.db_table}")
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEvent.objects.exists()
