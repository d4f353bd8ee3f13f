"""What the person who reports has agreed to, and what support they chose."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.models.incident import Incident


class Consent(models.Model):
    """One answer to one question about sharing. The newest for a purpose holds; none is ever overwritten (P29)."""

    class Purpose(models.TextChoices):
        GROUP = "group", "My group leader"
        CHAMPION = "champion", "The councillor safety champion"
        POLICE = "police", "The police"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    given = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["incident", "purpose", "-at"])]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given}"


class WellbeingQuerySet(models.QuerySet["Wellbeing"]):
    def visible_to(self, user: User) -> "WellbeingQuerySet":
        """One's own, and what was asked of oneself. Not the case's readers at large (P27)."""
        if user.may(Permission.SUPPORT):
            return self.filter(Q(asked_by=user) | Q(goes_to=user))
        return self.filter(asked_by=user)


class Wellbeing(models.Model):
    """What somebody who reported chose when asked whether they want support (P27)."""

    class Choice(models.TextChoices):
        CALL = "call", "A call from the wellbeing champion"
        COUNSELLING = "counselling", "Details of counselling"
        PEER = "peer", "A talk with another councillor"
        NOTHING = "nothing", "Nothing now"
        LATER = "later", "Ask me later"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="wellbeing")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="Who wants the support.")
    choice = models.CharField(max_length=20, choices=Choice)
    may_know_what = models.BooleanField("the helper may read the report", default=False)
    goes_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True, help_text="When somebody checks in, or asks again.")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = WellbeingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wellbeing"
        indexes = [models.Index(fields=["due_on"], name="wellbeing_due", condition=Q(done_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="wellbeing_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice} for {self.incident_id}"
