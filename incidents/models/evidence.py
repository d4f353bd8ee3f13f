"""Files that show what happened: kept encrypted, never changed, and every look at them recorded."""

import pgtrigger
from django.db import models
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.evidence.kinds import MESSAGES
from incidents.models.conversation import Message
from incidents.models.drafts import Draft
from incidents.models.incident import Incident, visible
from incidents.models.stored import StoredFile


def evidence_reference() -> str:
    return new_reference("E")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> "EvidenceQuerySet":
        """With the incident it belongs to; while that is a draft, to whoever is writing it."""
        return self.filter(
            visible(user, "incident__") & models.Q(incident__isnull=False) | models.Q(draft__reporter=user)
        )

    def messages(self) -> "EvidenceQuerySet":
        """Saved messages that may be read. What may do harm is left alone."""
        return self.filter(kind__in=MESSAGES).exclude(state=Evidence.State.INFECTED)


class Evidence(StoredFile):
    """A file of an incident, or of the draft of one."""

    reference = models.CharField(max_length=20, unique=True, default=evidence_reference, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(fields=["incident", "received_at"]),
            models.Index(fields=["next_check_at"], name="evidence_waiting", condition=models.Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(incident__isnull=False) | models.Q(draft__isnull=False), name="evidence_of_something"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CustodyEvent(models.Model):
    """One link of the chain of custody: received, checked, looked at, downloaded, disclosed, its key changed."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    at = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=40, help_text="The public reference of a user, or the name of a process.")
    verb = models.CharField(max_length=60)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["evidence", "at"])]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.evidence_id}"
