"""A database server of its own for one run, with a small and a large council in it."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from councilsafe import services

SMALL, LARGE = "small", "large"
SIZES = {SMALL: 1_000, LARGE: 100_000}


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


def fill(name: str) -> float:
    """Make a council's database and fill it. Returns the seconds that the incidents took."""
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


def restrict_some() -> None:
    """One in a hundred is hidden from most readers: leaving them out is part of what each page costs."""
    from django.db.models import F

    from incidents.models import Incident

    Incident.objects.annotate(hundredth=F("id") % 100).filter(hundredth=0).update(restricted=True)
