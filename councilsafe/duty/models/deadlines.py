"""What somebody has to do by a time, and who was reminded of it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councilsafe.duty.audience import Audience
from councilsafe.duty.plans import PLANS
from councilsafe.duty.schedule import Plan
from councilsafe.references import new_reference


def deadline_reference() -> str:
    return new_reference("DL")


OPEN = Q(met_at__isnull=True, dropped_at__isnull=True)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> "DeadlineQuerySet":
        return self.filter(OPEN)

    def about(self, ref: str) -> "DeadlineQuerySet":
        return self.filter(about_ref=ref).order_by("set_at", "id")

    def due(self, now: datetime) -> "DeadlineQuerySet":
        """Something is to be told, noted or gone on with."""
        return self.open().filter(next_at__lte=now).order_by("next_at", "id")

    def missed(self) -> "DeadlineQuerySet":
        return self.filter(breached_at__isnull=False)


class Deadline(models.Model):
    """Something to be done by a time. It is open until it is met, or its reason is gone.

    Set anew before its time, it moves, and its reminders begin anew: `setting` counts how often. One that was missed
    never moves: it is closed as it is, and another is opened. Without `next_at` nobody is told anything more.
    """

    reference = models.CharField(max_length=20, unique=True, default=deadline_reference, editable=False)
    kind = models.CharField(max_length=40, help_text="What is to be done, for whoever set it.")
    about_type = models.CharField(max_length=40)
    about_ref = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    due_at = models.DateTimeField()
    plan = models.CharField(max_length=40, help_text="The name of the plan that says who is reminded when.")
    only = ArrayField(models.BigIntegerField(), null=True, blank=True, help_text="Who may hear of it. NULL: anybody.")
    barred = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text="Who must not, whatever else.")
    set_at = models.DateTimeField(default=timezone.now)
    setting = models.PositiveIntegerField(default=0)
    turn = models.IntegerField(default=-1, help_text="The last turn of the plan that was dealt with. -1: none yet.")
    next_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True, help_text="It goes on by itself.")
    pause_reason = models.CharField(max_length=200, blank=True, help_text="Words of ours.")
    left = models.DurationField(null=True, blank=True, help_text="What was left of its time when it was paused.")
    breached_at = models.DateTimeField(null=True, blank=True, help_text="The time at which it was missed. Once.")
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar = DeadlineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_ref", "kind"], condition=OPEN, name="deadline_open_once"),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_until__isnull=True, left__isnull=True, pause_reason="")
                | Q(paused_at__isnull=False, paused_until__gt=F("paused_at"), left__isnull=False) & ~Q(pause_reason=""),
                name="deadline_paused_with_reason_and_limit",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(dropped_at__isnull=True), name="deadline_met_or_dropped"
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=False) | Q(met_by__isnull=True), name="deadline_met_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, drop_reason="")
                | (Q(dropped_at__isnull=False) & ~Q(drop_reason="")),
                name="deadline_dropped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=OPEN | Q(next_at__isnull=True, paused_at__isnull=True), name="deadline_closed_tells_no_more"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["about_ref", "kind"], name="deadline_about"),
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="deadline_next"),
            models.Index(fields=["due_at", "id"], condition=OPEN, name="deadline_open_by_day"),
            models.Index(
                fields=["kind", "breached_at"], condition=Q(breached_at__isnull=False), name="deadline_missed"
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
    def schedule(self) -> Plan:
        return PLANS[self.plan]

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.dropped_at is None

    @property
    def is_running(self) -> bool:
        return self.is_open and not self.is_paused

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


class DeadlineStep(models.Model):
    """The evidence: who was reminded of a deadline, when and why."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="steps")
    setting = models.PositiveIntegerField()
    turn = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True, help_text="One of the sentences of the plans.")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["deadline", "told_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deadline", "setting", "turn", "recipient"], name="deadline_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id}: setting {self.setting}, turn {self.turn}"
