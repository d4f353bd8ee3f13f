"""Who has looked at a case: what they have seen of it, and whether they have it open now."""

from django.db import models
from django.utils import timezone

from councilsafe.accounts.models import User
from triage.models.case import Case


class CaseVisit(models.Model):
    """One person and one case. `here_at` goes on while the page is open; what they saw is from when it was drawn."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="visits")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(help_text="The case's, when they looked last.")
    seen_at = models.DateTimeField("looked last", default=timezone.now)
    here_at = models.DateTimeField("had it open last", default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_visit_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.case_id}"
