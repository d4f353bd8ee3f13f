"""A case's revision goes on with what is written beside it, too; what changes on the case the database counts."""

from typing import Any

from django.db.models import F
from django.db.models.signals import post_save

from incidents.models import Evidence, Message, Note
from triage.models import Case, Override


def connect() -> None:
    for model in (Message, Note, Evidence):
        post_save.connect(on_written, sender=model, dispatch_uid="revision")
    post_save.connect(on_override, sender=Override, dispatch_uid="revision")


def on_written(*, instance: Message | Note | Evidence, created: bool, **kwargs: Any) -> None:
    if created and instance.incident_id:
        Case.objects.filter(incident=instance.incident_id).update(revision=F("revision") + 1)


def on_override(*, instance: Override, **kwargs: Any) -> None:
    """Proposed, or decided."""
    Case.objects.filter(pk=instance.case_id).update(revision=F("revision") + 1)
