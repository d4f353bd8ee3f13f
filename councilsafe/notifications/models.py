"""What has to be told to whom, until it is sent. The rows are the truth; the broker only makes them move sooner."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

NOT_DONE = models.Q(sent_at__isnull=True, failed_at__isnull=True)


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def unsent(self) -> "OutboxMessageQuerySet":
        return self.filter(NOT_DONE)

    def due(self, now: datetime) -> "OutboxMessageQuerySet":
        return self.unsent().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")

    def failed(self) -> "OutboxMessageQuerySet":
        """Given up. They stay here; readiness speaks of them for a day."""
        return self.filter(failed_at__isnull=False)

    def oldest_unsent_age(self, now: datetime) -> timedelta | None:
        oldest = self.unsent().aggregate(oldest=models.Min("created_at"))["oldest"]
        return now - oldest if oldest else None


class OutboxMessage(models.Model):
    """One message to one person. `key` names the effect: the same key is never told twice."""

    key = models.CharField(max_length=120, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    about_ref = models.CharField(max_length=40)
    path = models.CharField(max_length=200, help_text="Where the link leads, within this site.")
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True, help_text="The name of an exception, never its text.")
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OutboxMessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="outbox_sent_or_failed",
            ),
            models.CheckConstraint(
                condition=models.Q(failed_at__isnull=True) | (models.Q(attempts__gt=0) & ~models.Q(last_error="")),
                name="outbox_failed_with_error",
            ),
            models.CheckConstraint(
                condition=models.Q(path__startswith="/") & ~models.Q(path__startswith="//"), name="outbox_path_in_site"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at", "id"], condition=NOT_DONE, name="outbox_due"),
            models.Index(fields=["created_at"], condition=NOT_DONE, name="outbox_oldest_unsent"),
            models.Index(fields=["failed_at"], condition=models.Q(failed_at__isnull=False), name="outbox_failed"),
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a process last showed that it works. Beat asks for it and a worker writes it, so it stands for both."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"


class DemoMail(models.Model):
    """A message as it would have been sent: what a demonstration has instead of mail. Empty everywhere else."""

    message_id = models.CharField(max_length=120)
    to = models.EmailField()
    about_ref = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sent_at", "id"], name="demo_mail_newest")]

    def __str__(self) -> str:
        return self.message_id
