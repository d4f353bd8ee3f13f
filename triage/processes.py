"""Which version of the threat process counts: the one that the council approved last, else the one that is shipped."""

from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from triage.models import Assessment, ProcessVersion
from triage.process import Process, current_version, read_process

KEPT_READ = 16


def in_force(at: datetime | None = None) -> Process:
    """The version that counts at this moment, by default now. One small query; each version is read only once."""
    digest = ProcessVersion.objects.in_force(at or timezone.now()).values_list("digest", flat=True).first()
    return approved(digest) if digest else current_version()


def made_by(assessment: Assessment) -> Process:
    """The version that made an assessment: its clocks are the case's, whatever was approved since."""
    if assessment.process_digest == current_version().digest:
        return current_version()
    try:
        return approved(assessment.process_digest)
    except ProcessVersion.DoesNotExist:  # an older shipped version, of which only the assessment is kept
        return in_force(assessment.made_at)


@lru_cache(maxsize=KEPT_READ)
def approved(digest: str) -> Process:
    """An approved version, which never changes, so that reading it once is enough."""
    return read_process(ProcessVersion.objects.approved().get(digest=digest).data)
