"""Files that show what happened: kept encrypted, never changed, and every look at them recorded."""

import pgtrigger
from django.db import models
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.evidence.kinds import KINDS, MESSAGES
from incidents.models.conversation import Message
from incidents.models.drafts import Draft
from incidents.models.incident import Incident, visible


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


class Evidence(models.Model):
    """One file as it was received. `key` says where its encrypted bytes lie; `digest` is of the bytes before that."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being checked"
        CLEAN = "clean", "Checked"
        UNCHECKED = "unchecked", "Kept, not checked for viruses"
        INFECTED = "infected", "Locked: it may harm your computer"

    reference = models.CharField(max_length=20, unique=True, default=evidence_reference, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    name = models.CharField("name as received", max_length=255)
    kind = models.CharField("media type, by content", max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField("SHA-256", max_length=64)
    key = models.CharField(max_length=80, unique=True)
    recipient = models.CharField("public key it is encrypted to", max_length=80)
    preview_key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    checked_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_check_at = models.DateTimeField(default=timezone.now)

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

    @property
    def label(self) -> str:
        """What kind of file it is, in plain words."""
        return KINDS[self.kind].label


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
