"""A database server of its own for one run, with a small and a large council in it."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from councilsafe import services

SMALL, LARGE, HUGE = "small", "large", "huge"
SIZES = {SMALL: 1_000, LARGE: 100_000, HUGE: 1_000_000}
COPIED = ("incidents_incident", "triage_assessment", "triage_case")  # in the order in which they rest on each other
LINKS = {"incident_id": "incidents_incident", "assessment_id": "triage_assessment"}


@contextmanager
def throw_away_world() -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="councilsafe-bench-"))
    own = services.Services(folder, durable=False)
    own.join()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="councilsafe.settings",
        SECRET_KEY="only-for-measuring-" + "0123456789" * 4,
        EVIDENCE_KEYS=services.evidence_keys(folder),
        EVIDENCE_DIR=str(folder / "evidence"),
        DATABASE_URL=own.database_url,
        REDIS_URL=own.redis_url,
        DEBUG="off",
        DEMO_MODE="on-without-debug",
        ALLOWED_HOSTS="testserver",
        LOG_LEVEL="ERROR",
    )
    try:
        import django

        django.setup()
        plain_static_files()
        yield
    finally:
        own.delete()
        shutil.rmtree(folder, ignore_errors=True)


def plain_static_files() -> None:
    """Pages are measured, not the build of their assets."""
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


def use(name: str) -> None:
    """From now on the default connection is to this council's database."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name


def empty(name: str) -> None:
    """Make a council's database, with nothing in it."""
    from django.core.management import call_command
    from django.db import connection

    use("councilsafe")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    use(name)
    call_command("migrate", verbosity=0)


@cache
def fill(name: str) -> float:
    """Make a council's database and fill it, once in a run. Returns the seconds that the incidents took."""
    from django.core.management import call_command
    from django.db import connection

    empty(name)
    began = time.monotonic()
    call_command("seed_demo", incidents=SIZES[name], verbosity=0)
    took = time.monotonic() - began
    restrict_some()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return took


@cache
def multiply() -> None:
    """Make the huge council out of the large one: its cases again and again, under other references and earlier.

    By the database itself, because a million reports one after the other would take an hour. The history's triggers
    are off meanwhile: what they keep is not what is measured.
    """
    from django.db import connection

    fill(LARGE)
    use("councilsafe")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {HUGE} TEMPLATE {LARGE}")
    use(HUGE)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        apart = {table: newest(cursor, table) for table in COPIED}
        for table in COPIED:
            for copy in range(1, SIZES[HUGE] // SIZES[LARGE]):
                copy_rows(cursor, table, copy, apart)
            last = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # nosec B608  # ours
            cursor.execute(last)
        cursor.execute("VACUUM ANALYZE")
    use(LARGE)


def newest(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT max(id) FROM {table}")  # nosec B608  # a name of ours
    return int(cursor.fetchone()[0])


def copy_rows(cursor: Any, table: str, copy: int, apart: dict[str, int]) -> None:
    """Keys are moved by as many as there are rows, so that what belongs together still does."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )
    names = [name for (name,) in cursor.fetchall()]
    moved = {"id": table, **LINKS}
    values = {name: f"{name} + {copy * apart[moved[name]]}" for name in names if name in moved}
    values |= {
        "reference": f"'CS-' || id + {copy * apart['incidents_incident']}",
        "reported_at": f"reported_at - interval '{copy} minutes'",
    }
    chosen = ", ".join(values.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    rows = f"SELECT {chosen} FROM {table} WHERE id <= {apart[table]}"  # nosec B608  # names of ours
    cursor.execute(f"INSERT INTO {table} ({columns}) {rows}")


def restrict_some() -> None:
    """One in a hundred is hidden from most readers: leaving them out is part of what each page costs."""
    from django.db.models import F

    from incidents.models import Incident

    Incident.objects.annotate(hundredth=F("id") % 100).filter(hundredth=0).update(restricted=True)
