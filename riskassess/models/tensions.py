"""Decisions and events that will bring abuse, what members were told of them, and who has opened it."""

from datetime import date, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.references import new_reference
from incidents.evidence.kinds import KINDS
from incidents.models import Incident, StoredFile
from riskassess.models.venues import Venue
from riskassess.tensions.lifecycle import TensionState

NOT_OPEN = (TensionState.DRAFT, TensionState.CLOSED)
UNSENT = Q(sent_at__isnull=True)
# What was sent with a version stays with it, and nothing joins it afterwards.
SENT_WITH = """
    IF EXISTS (SELECT 1 FROM riskassess_briefing WHERE id = {row}.briefing_id AND sent_at IS NOT NULL) THEN
        RAISE EXCEPTION 'sent_stays_as_it_was';
    END IF;
    RETURN {row};
"""


def sent_with(name: str, operation: pgtrigger.Operation, row: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=SENT_WITH.format(row=row))


def tension_reference() -> str:
    return new_reference("TN")


def briefing_reference() -> str:
    return new_reference("BR")


def file_reference() -> str:
    return new_reference("BF")


class TensionQuerySet(models.QuerySet["Tension"]):
    def visible_to(self, user: User) -> "TensionQuerySet":
        return self.all() if user.may(Permission.KEEP_TENSIONS) else self.none()

    def counting_on(self, day: date) -> "TensionQuerySet":
        """What is reported on this day can have followed from them."""
        first, last = day + timedelta(settings.TENSION_DAYS_BEFORE), day - timedelta(settings.TENSION_DAYS_AFTER)
        return self.exclude(state__in=NOT_OPEN).filter(starts_on__lte=first, ends_on__gte=last)

    def coming(self) -> "TensionQuerySet":
        """Announced, and not over."""
        return self.filter(state__in=[TensionState.ANNOUNCED, TensionState.UNDER_WAY])

    def without_briefing(self) -> "TensionQuerySet":
        sent = Briefing.objects.sent().filter(tension=models.OuterRef("pk"))
        return self.exclude(state__in=[TensionState.OVER, TensionState.CLOSED]).filter(~models.Exists(sent))

    def in_wrong_hands(self) -> "TensionQuerySet":
        """Whoever has it in hand has gone, or may not do it any more."""
        may = User.objects.who_may(Permission.KEEP_TENSIONS)
        return self.exclude(state=TensionState.CLOSED).exclude(owner__in=may)


@pghistory.track(append_only=True)
class Tension(models.Model):
    """Something that is coming. Its title stands on officers' pages alone: not in mails, addresses or logs."""

    reference = models.CharField(max_length=20, unique=True, default=tension_reference, editable=False)
    title = models.CharField(max_length=120)
    coming = models.TextField("what is coming")
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    wards = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    groups = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    venues = models.ManyToManyField(Venue, related_name="tensions", blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tensions")
    state = models.CharField(max_length=10, choices=TensionState, default=TensionState.DRAFT)
    lessons = models.TextField("what was learned, or why it was called off", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, help_text="When its words, days or members last were.")

    objects = TensionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="tension_newest"),
            models.Index(fields=["starts_on"], condition=~Q(state=TensionState.CLOSED), name="tension_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TensionState.values), name="tension_state_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="tension_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NOT_OPEN) | Q(starts_on__isnull=False), name="tension_announced_with_days"
            ),
            models.CheckConstraint(
                condition=Q(state=TensionState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(lessons="")
                | Q(closed_at__isnull=True, closed_by__isnull=True, lessons="") & ~Q(state=TensionState.CLOSED),
                name="tension_closed_with_lessons",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_stays_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=TensionState.CLOSED.value),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("tension", args=[self.reference])

    @property
    def counted_since(self) -> date | None:
        return self.starts_on and self.starts_on - timedelta(days=settings.TENSION_DAYS_BEFORE)

    @property
    def counted_until(self) -> date | None:
        return self.ends_on and self.ends_on + timedelta(days=settings.TENSION_DAYS_AFTER)


class TensionMember(models.Model):
    """A councillor whom it may concern: picked, or because of their ward or group."""

    tension = models.ForeignKey(Tension, on_delete=models.PROTECT, related_name="members")
    councillor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    picked = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tension", "councillor"], name="tension_member_once")]

    def __str__(self) -> str:
        return f"{self.tension_id} {self.councillor_id}"


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def sent(self) -> "BriefingQuerySet":
        return self.exclude(UNSENT)

    def unsent(self) -> "BriefingQuerySet":
        return self.filter(UNSENT)


class Briefing(models.Model):
    """One version of what members are told. Sent, it never changes: a new text is a new version."""

    reference = models.CharField(max_length=20, unique=True, default=briefing_reference, editable=False)
    tension = models.ForeignKey(Tension, on_delete=models.PROTECT, related_name="briefings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = BriefingQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["tension", "number"], name="briefing_number_once"),
            models.UniqueConstraint(fields=["tension"], condition=UNSENT, name="briefing_one_unsent"),
            models.CheckConstraint(condition=~Q(text=""), name="briefing_has_text"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="briefing_sent_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sent_stays_as_it_was",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.reference


SHOWN = (StoredFile.State.CLEAN, StoredFile.State.UNCHECKED)


class BriefingFileQuerySet(models.QuerySet["BriefingFile"]):
    def sent_to(self, user: User) -> "BriefingFileQuerySet":
        """What came with a version that this councillor has."""
        copies = BriefingCopy.objects.visible_to(user).values("briefing")
        own = BriefingAttachment.objects.filter(file=models.OuterRef("pk"), briefing__in=copies)
        return self.filter(models.Exists(own))


class BriefingFile(StoredFile):
    """A picture or a PDF, kept as evidence is. Of a picture members see only what was drawn anew."""

    reference = models.CharField(max_length=20, unique=True, default=file_reference, editable=False)
    tension = models.ForeignKey(Tension, on_delete=models.PROTECT, related_name="files")
    briefings = models.ManyToManyField(Briefing, through="BriefingAttachment", related_name="files")

    objects = BriefingFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_check_at"], name="briefing_file_waiting", condition=Q(state="waiting")),
        ]
        constraints = [models.UniqueConstraint(fields=["tension", "digest"], name="briefing_file_once")]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_received",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("tension", "name", "kind", "size", "digest", "uploaded_by"),
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_picture(self) -> bool:
        return bool(KINDS[self.kind].pillow)

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN and (bool(self.preview_key) or not self.is_picture)


class BriefingAttachment(models.Model):
    """That a version has a file. The next version begins with the files of the last."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(BriefingFile, on_delete=models.PROTECT, related_name="attachments")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["briefing", "file"], name="briefing_attachment_once")]
        triggers = [
            sent_with("sent_stays", pgtrigger.Update, "OLD"),
            sent_with("sent_grows_no_more", pgtrigger.Insert, "NEW"),
            sent_with("sent_loses_nothing", pgtrigger.Delete, "OLD"),
        ]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.file_id}"


class BriefingCopyQuerySet(models.QuerySet["BriefingCopy"]):
    def newest(self) -> "BriefingCopyQuerySet":
        """Of each tension only the last version that the reader was sent."""
        later = BriefingCopy.objects.filter(
            councillor=models.OuterRef("councillor"),
            briefing__tension=models.OuterRef("briefing__tension"),
            briefing__number__gt=models.OuterRef("briefing__number"),
        )
        return self.filter(~models.Exists(later))

    def visible_to(self, user: User) -> "BriefingCopyQuerySet":
        """One's own, and nobody else's. What officers see of them stands on the tension's page."""
        return self.filter(councillor=user) if user.may(Permission.OWN_SAFETY) else self.none()


class BriefingCopy(models.Model):
    """One version as one councillor has it: when it was sent, read, and reminded of."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="copies")
    councillor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="briefings")
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = BriefingCopyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["councillor", "-sent_at", "-id"], name="briefing_of_councillor")]
        constraints = [models.UniqueConstraint(fields=["briefing", "councillor"], name="briefing_copy_once")]

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.councillor_id}"


class TensionIncident(models.Model):
    """An officer said that it followed from this, although neither its words nor its councillor show it."""

    tension = models.ForeignKey(Tension, on_delete=models.PROTECT, related_name="linked")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tensions")
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "tension"], name="tension_incident_once")]

    def __str__(self) -> str:
        return f"{self.tension_id} {self.incident_id}"
