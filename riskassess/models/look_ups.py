"""Asking for advice before a visit (P8). A look-up knows nothing of the register, and keeps nothing of it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from riskassess.register.advice import VisitAdvice


def look_up_reference() -> str:
    return new_reference("LU")


class LookUpQuerySet(models.QuerySet["LookUp"]):
    def visible_to(self, user: User) -> "LookUpQuerySet":
        """Only to officers who answer: whoever asked has the general page and nothing else to read."""
        return self.exclude(by=user) if user.may(Permission.SEE_REGISTER) else self.none()

    def waiting(self) -> "LookUpQuerySet":
        return self.filter(answered_at__isnull=True)

    def of_since(self, user: User, since: datetime) -> "LookUpQuerySet":
        return self.filter(by=user, at__gt=since)


class LookUp(models.Model):
    """Who asked about whom, when and why. Every one of them waits for an officer's word, whoever it is about."""

    reference = models.CharField(max_length=20, unique=True, default=look_up_reference, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="look_ups")
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    purpose = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    advice = models.CharField(max_length=20, choices=VisitAdvice, blank=True, help_text="What was said to them.")

    objects = LookUpQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["by", "-at"], name="look_up_of"),
            models.Index(fields=["at", "id"], name="look_up_waiting", condition=Q(answered_at__isnull=True)),
            models.Index(fields=["answered_at", "id"], name="look_up_answered"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name="", address="") & ~Q(purpose=""), name="look_up_of_whom_and_why"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, advice="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, advice__in=VisitAdvice.values),
                name="look_up_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("look-up-word", args=[self.reference])
