"""What the reporter and the team write to each other, and what the team writes for itself."""

from typing import Any

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.models.incident import Incident, visible


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> "MessageQuerySet":
        return self.filter(visible(user, "incident__"))


class Message(models.Model):
    """One message between the reporter and the team. Never changed after it is sent."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_team = models.BooleanField()
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["incident", "sent_at"])]

    def __str__(self) -> str:
        return f"Message {self.pk} on {self.incident_id}"


class ReadMark(models.Model):
    """Up to when somebody has read a conversation."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "user"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.incident_id}"


def unread(incident: str, reader: Any, *, from_team: bool) -> Coalesce:
    """How many messages of the other side somebody has not read, for `annotate`.

    `incident` is the path to the incident from the queried model; `reader` a user, or an OuterRef(OuterRef()) to one.
    """
    read = ReadMark.objects.filter(incident=OuterRef("incident"), user=reader, read_at__gte=OuterRef("sent_at"))
    theirs = Message.objects.filter(~Exists(read), incident=OuterRef(incident), from_team=from_team)
    number = theirs.order_by().values("incident").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


class Note(models.Model):
    """What the team writes for itself. Never shown to the reporter."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["incident", "written_at"])]

    def __str__(self) -> str:
        return f"Note {self.pk} on {self.incident_id}"
