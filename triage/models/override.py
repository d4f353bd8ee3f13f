"""An officer's other tier."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councilsafe.accounts.models import User
from triage.models.assessment import TIER_CHOICES, Assessment
from triage.models.case import Case
from triage.process import Tier


class OverrideQuerySet(models.QuerySet["Override"]):
    def waiting(self) -> "OverrideQuerySet":
        return self.filter(decided_at__isnull=True)


class Override(models.Model):
    """An officer's other tier, with a reason. Below `police` it counts only when a second officer has agreed."""

    class Decision(models.TextChoices):
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="overrides")
    from_tier = models.PositiveSmallIntegerField(choices=TIER_CHOICES)
    to_tier = models.PositiveSmallIntegerField(choices=TIER_CHOICES)
    reason = models.TextField()
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    needs_second = models.BooleanField()
    known = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What was known when it was decided. NULL: it waits, or was decided before this was kept.",
    )
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OverrideQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "proposed_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="override_one_waiting_a_case"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
                name="override_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="override_second_is_another",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=True)
                | Q(from_tier__lt=Tier.POLICE.value)
                | Q(to_tier__gte=models.F("from_tier")),
                name="override_lowering_needs_second",
            ),
            models.CheckConstraint(condition=~Q(from_tier=models.F("to_tier")), name="override_changes_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=Q(known__isnull=True) | Q(decided_at__isnull=False), name="override_known_once_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"Override of {self.case_id} to {self.to_tier}"
