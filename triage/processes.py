"""Which version of the threat process counts: the one that the council approved last, else the one that is shipped."""

import re
from datetime import datetime
from functools import cache, lru_cache

from django.utils import timezone

from triage.models import Assessment, ProcessVersion
from triage.models.process import PREFIX
from triage.process import Process, ProcessError, current_version, load, read_process, versions

KEPT_READ = 16
NAME = re.compile(re.escape(PREFIX) + "([1-9][0-9]{0,8})")


def in_force(at: datetime | None = None) -> Process:
    """The version that counts at this moment, by default now. One small query; each version is read only once."""
    digest = ProcessVersion.objects.in_force(at or timezone.now()).values_list("digest", flat=True).first()
    return approved(digest) if digest else current_version()


def made_by(assessment: Assessment) -> Process:
    """The version that made an assessment: its clocks are the case's, whatever was approved since."""
    try:
        return by_digest(assessment.process_digest)
    except ProcessVersion.DoesNotExist:  # it was made by a version of which only the assessment is kept
        return in_force(assessment.made_at)


def by_digest(digest: str) -> Process:
    return shipped().get(digest) or approved(digest)


@cache
def shipped() -> dict[str, Process]:
    return {process.digest: process for process in map(load, versions())}


def named(version: str) -> Process:
    """A shipped version or one that the council approved. Raises ProcessError when there is none of that name."""
    if version in versions():
        return load(version)
    number = number_of(version)
    row = ProcessVersion.objects.approved().filter(number=number).first() if number else None
    if row is None:
        known = ", ".join(versions())
        raise ProcessError(f"There is no version {version!r} of the threat process. Shipped: {known}.")
    return approved(row.digest)


def number_of(version: str) -> int:
    """Of the council's versions; 0, which none has, for whatever is no such name."""
    found = NAME.fullmatch(version)
    return int(found[1]) if found else 0


@lru_cache(maxsize=KEPT_READ)
def approved(digest: str) -> Process:
    """An approved version, which never changes, so that reading it once is enough."""
    return read_process(ProcessVersion.objects.approved().get(digest=digest).data)
