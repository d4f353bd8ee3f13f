"""What has to be told to whom, until it is sent. The rows are the truth; the broker only makes them move sooner."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

NOT_DONE = models.Q(sent_at__isnull=True, failed_at__isnull=True)


class Channel(models.TextChoices):
    """By which way a message goes. A notice on the site needs none: it is the row of the email."""

    EMAIL = "email", "Email"
    DAILY = "daily", "One mail for the day"
    SMS = "sms", "Text message"
    CHAT = "chat", "Team's chat channel"


class Delivery(models.TextChoices):
    """How far it is known to have come, in the words of GOV.UK Notify. Empty where nobody tells us."""

    ACCEPTED = "accepted", "Accepted"
    DELIVERED = "delivered", "Delivered"
    PERMANENT = "permanent-failure", "There is no such address"
    TEMPORARY = "temporary-failure", "The address did not take it"
    TECHNICAL = "technical-failure", "The service could not send it"


NOTICE = models.Q(channel=Channel.EMAIL)


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def unsent(self) -> "OutboxMessageQuerySet":
        return self.filter(NOT_DONE)

    def due(self, now: datetime) -> "OutboxMessageQuerySet":
        """What may wait goes with the day's one mail, not by itself."""
        return self.unsent().filter(next_attempt_at__lte=now, can_wait=False).order_by("next_attempt_at", "id")

    def failed(self) -> "OutboxMessageQuerySet":
        """Given up. They stay here; readiness speaks of them for a day."""
        return self.filter(failed_at__isnull=False)

    def undelivered(self) -> "OutboxMessageQuerySet":
        """Given up, or taken from us and brought to nobody."""
        arrived = ["", Delivery.ACCEPTED, Delivery.DELIVERED]
        return self.filter(~models.Q(delivery__in=arrived) | models.Q(failed_at__isnull=False))

    def waiting(self, now: datetime) -> "OutboxMessageQuerySet":
        """For the day's one mail, whose time has come."""
        return self.unsent().filter(can_wait=True, next_attempt_at__lte=now)

    def oldest_unsent_ages(self, now: datetime) -> dict[str, timedelta]:
        """By channel, how long the oldest that is to have gone by now has been kept."""
        late = self.unsent().filter(goes_at__lte=now).order_by().values("channel")
        oldest = late.annotate(oldest=models.Min("goes_at")).values_list("channel", "oldest")
        return {channel: now - since for channel, since in oldest}

    def notices(self, reader: AbstractBaseUser | models.OuterRef) -> "OutboxMessageQuerySet":
        """What this person was told, as the site shows it to them: nobody else's, whatever else they may see."""
        return self.filter(NOTICE, recipient=reader)

    def unread(self, reader: AbstractBaseUser | models.OuterRef) -> "OutboxMessageQuerySet":
        return self.notices(reader).filter(read_at=None)


class OutboxMessage(models.Model):
    """One message to one person by one channel. `key` names the effect: the same key is never told twice."""

    key = models.CharField(max_length=140, unique=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    about_ref = models.CharField(max_length=40)
    path = models.CharField(max_length=200, help_text="Where the link leads, within this site.")
    why = models.CharField(max_length=200, blank=True, help_text="Why this person is told. Never about the case.")
    can_wait = models.BooleanField(default=False, help_text="Goes with the day's one mail.")
    created_at = models.DateTimeField(default=timezone.now)
    goes_at = models.DateTimeField(default=timezone.now, help_text="When it is to go, before any failure.")
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True, help_text="The name of an exception, never its text.")
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When its link was opened on the site.")
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was given to GOV.UK Notify, from before the answer is known."
    )
    provider_id = models.CharField(max_length=40, blank=True)
    delivery = models.CharField(max_length=20, choices=Delivery, blank=True)
    delivery_at = models.DateTimeField(null=True, blank=True)
    poll_at = models.DateTimeField(null=True, blank=True, help_text="When to ask what became of it.")

    objects: ClassVar = OutboxMessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="outbox_sent_or_failed",
            ),
            models.CheckConstraint(
                condition=models.Q(failed_at__isnull=True) | (models.Q(attempts__gt=0) & ~models.Q(last_error="")),
                name="outbox_failed_with_error",
            ),
            models.CheckConstraint(
                condition=models.Q(path__startswith="/") & ~models.Q(path__startswith="//"), name="outbox_path_in_site"
            ),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="outbox_channel_known"),
            models.CheckConstraint(
                condition=models.Q(delivery__in=["", *Delivery.values]), name="outbox_delivery_known"
            ),
            models.CheckConstraint(
                condition=models.Q(delivery="") | (models.Q(delivery_at__isnull=False)), name="outbox_delivery_dated"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at", "id"], condition=NOT_DONE, name="outbox_due"),
            models.Index(fields=["channel", "goes_at"], condition=NOT_DONE, name="outbox_oldest_by_channel"),
            models.Index(fields=["recipient", "created_at", "id"], condition=NOTICE, name="outbox_notices"),
            models.Index(fields=["recipient"], condition=NOTICE & models.Q(read_at__isnull=True), name="outbox_unread"),
            models.Index(fields=["poll_at"], condition=models.Q(poll_at__isnull=False), name="outbox_to_poll"),
            models.Index(fields=["failed_at"], condition=models.Q(failed_at__isnull=False), name="outbox_failed"),
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a process last showed that it works. Beat asks for it and a worker writes it, so it stands for both."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"


class DemoMail(models.Model):
    """A message as it would have been sent: what a demonstration has instead of mail. Empty everywhere else."""

    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    message_id = models.CharField(max_length=120)
    to = models.CharField(max_length=254)
    about_ref = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sent_at", "id"], name="demo_mail_newest")]

    def __str__(self) -> str:
        return self.message_id


class MobileCode(models.Model):
    """A mobile number that somebody says is theirs, until they type the code that was sent to it.

    The code itself is kept nowhere: it is worked out again from the row and the server's secret.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mobile_code")
    mobile = models.CharField(max_length=16)
    made_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"code {self.pk}"
