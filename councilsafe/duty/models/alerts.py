"""Calls for a person, which climb until somebody has answered."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from councilsafe.duty.audience import Audience
from councilsafe.duty.ladders import LADDERS
from councilsafe.references import new_reference


def alert_reference() -> str:
    return new_reference("A")


OPEN = Q(answered_at__isnull=True, stopped_at__isnull=True)


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> "AlertQuerySet":
        return self.filter(OPEN)

    def about(self, ref: str) -> "AlertQuerySet":
        return self.filter(about_ref=ref).order_by("raised_at", "id")

    def due(self, now: datetime) -> "AlertQuerySet":
        return self.open().filter(next_climb_at__lte=now).order_by("next_climb_at", "id")


class Alert(models.Model):
    """A call for a person. It climbs, without end, until somebody answers it or its reason is gone."""

    reference = models.CharField(max_length=20, unique=True, default=alert_reference, editable=False)
    kind = models.CharField(max_length=40, help_text="The kind of message that tells people about it.")
    about_type = models.CharField(max_length=40)
    about_ref = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    ladder = models.CharField(max_length=20)
    only = ArrayField(models.BigIntegerField(), null=True, blank=True, help_text="Who may hear of it. NULL: anybody.")
    barred = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text="Who must not, whatever else.")
    raised_at = models.DateTimeField(default=timezone.now)
    round = models.PositiveIntegerField(default=0)
    rung = models.IntegerField(default=-1, help_text="The last rung that was told. -1: nobody yet.")
    next_climb_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar = AlertQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "about_ref"], condition=OPEN, name="alert_open_once"),
            models.CheckConstraint(condition=Q(ladder__in=list(LADDERS)), name="alert_ladder_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="alert_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stop_reason="")
                | (Q(stopped_at__isnull=False) & ~Q(stop_reason="")),
                name="alert_stopped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(stopped_at__isnull=True), name="alert_answered_or_stopped"
            ),
            models.CheckConstraint(
                condition=OPEN & Q(next_climb_at__isnull=False) | ~OPEN & Q(next_climb_at__isnull=True),
                name="alert_climbs_while_open",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["about_ref"], name="alert_about"),
            models.Index(
                fields=["next_climb_at", "id"], condition=Q(next_climb_at__isnull=False), name="alert_climbs_next"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def audience(self) -> Audience:
        return Audience.of(self.only, self.barred)

    @audience.setter
    def audience(self, audience: Audience) -> None:
        for name, keys in audience.columns().items():
            setattr(self, name, keys)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.stopped_at is None


class AlertStep(models.Model):
    """The evidence: who was told of an alert, and when."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    round = models.PositiveIntegerField()
    rung = models.PositiveIntegerField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["alert", "round", "rung"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "round", "rung"], name="alert_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: round {self.round}, rung {self.rung}"
