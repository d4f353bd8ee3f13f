"""What comes in otherwise than by the report: mail that was held back, and the many messages of one pile-on."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.models.incident import Incident, team


def mail_reference() -> str:
    return new_reference("M")


class HeldMailQuerySet(models.QuerySet["HeldMail"]):
    def visible_to(self, user: User) -> "HeldMailQuerySet":
        """What was made a report is seen by those of the team who may see the report."""
        if not user.may(Permission.WORK_CASES):
            return self.none()
        return self.filter(Q(incident=None) | team(user, "incident__"))

    def waiting(self) -> "HeldMailQuerySet":
        return self.filter(checked_at=None)


class HeldMail(models.Model):
    """A quarantined mail that a person must check against a clock, because it can hold a threat to life (P26)."""

    reference = models.CharField(max_length=20, unique=True, default=mail_reference, editable=False)
    fingerprint = models.CharField("SHA-256 of the mail", max_length=64, unique=True)
    received_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField("to be checked by")
    key = models.CharField("where its encrypted bytes lie", max_length=80)
    recipient = models.CharField("public key it is encrypted to", max_length=80)
    size = models.PositiveBigIntegerField()
    kind = models.CharField("media type", max_length=100)
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=list, help_text="Pairs of name and value, in order.")
    attachments = models.JSONField(default=list, help_text="Triples of name, media type and size.")
    problems = models.JSONField(default=list, help_text="What could not be read, each in words for an officer.")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(blank=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="held_mail")

    objects = HeldMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="held_mail_waiting", condition=Q(checked_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True, outcome="")
                | Q(checked_at__isnull=False, checked_by__isnull=False) & ~Q(outcome=""),
                name="held_mail_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("held-mail", args=[self.reference])

    @property
    def is_late(self) -> bool:
        return self.checked_at is None and self.due_at < timezone.now()


class GatheredMessage(models.Model):
    """One of the many messages of a pile-on, as an officer gathered it."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="gathered")
    source = models.CharField("who wrote it", max_length=200, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["incident", "written_at"])]

    def __str__(self) -> str:
        return f"Gathered message {self.pk}"
