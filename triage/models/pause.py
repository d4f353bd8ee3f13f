"""A clock that stands still, because the next word is somebody else's."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councilsafe.accounts.models import User
from triage.models.case import Case, PausedFor


class ClockPause(models.Model):
    """The clock for the plan or the referral stands still while an officer waits for the reporter or the police.

    It has a limit, and then goes on by itself with what was left. Answering a report, and telling its reporter how it
    stands (P28), are never paused.
    """

    class Ended(models.TextChoices):
        ANSWERED = "answered", "They answered"
        RESUMED = "resumed", "An officer let it go on"
        LIMIT = "limit", "Its limit was reached"
        ACTED = "acted", "What it was for is done"
        RESTARTED = "restarted", "The clock started again"
        CLOSED = "closed", "The case was closed"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    waits_for = models.CharField(max_length=10, choices=PausedFor)
    reason = models.TextField()
    paused_at = models.DateTimeField(default=timezone.now)
    paused_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=10, choices=Ended, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "paused_at"])]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="pause_one_open_a_case"),
            models.CheckConstraint(condition=Q(until__gt=F("paused_at")), name="pause_has_a_limit"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_a_reason"),
            models.CheckConstraint(condition=Q(waits_for__in=PausedFor.values), name="pause_waits_for_somebody"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="pause_ended_because",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause of {self.case_id} for {self.waits_for}"
