"""One thing that was done to many cases, and how it went with each."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference


def bulk_reference() -> str:
    return new_reference("B")


class BulkRun(models.Model):
    """`key` came with the page that asked: a page that is sent twice is done once."""

    reference = models.CharField(max_length=20, unique=True, default=bulk_reference, editable=False)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deed = models.CharField(max_length=20)
    wanted = models.PositiveSmallIntegerField("cases")
    outcomes = models.JSONField(default=list, help_text="Each with reference, whether it was done, and words.")
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.reference
