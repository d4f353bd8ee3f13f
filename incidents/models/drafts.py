"""Reports that are being written."""

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone

from councilsafe.accounts.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> "DraftQuerySet":
        """Only its own reporter sees a draft."""
        return self.filter(reporter=user)

    def untouched(self) -> "DraftQuerySet":
        return self.filter(answers={}, incident=None)

    def unfinished(self) -> "DraftQuerySet":
        """Begun and not sent, the newest first."""
        return self.filter(submitted_at=None).exclude(answers={}, incident=None).order_by("-changed_at")

    def left_since(self, moment: datetime) -> "DraftQuerySet":
        """Not sent, no alarm, and not touched since that moment."""
        return self.filter(submitted_at=None, incident=None, changed_at__lt=moment)


class Draft(models.Model):
    """A report being written. Answers are kept by step as the form has them; `incident` is set once it is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    incident = models.OneToOneField("Incident", on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    continues = models.ForeignKey(
        "Incident",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The report that this one tells on: it happened again.",
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["reporter", "changed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | models.Q(incident__isnull=False),
                name="draft_submitted_is_an_incident",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def reference(self) -> str:
        """What the audit knows it by."""
        return str(self.id)

    @property
    def is_for_somebody_else(self) -> bool:
        """Chosen before the first question: the page that asks for whom is begun with the draft."""
        return "whom" in self.answers
