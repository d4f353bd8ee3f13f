"""What the next on duty need to know."""

import re
from datetime import datetime, timedelta
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.duty.models.rota import Shift
from councilsafe.references import ALPHABET, new_reference

CASE = re.compile(rf"\b(CS-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}})\b")
AHEAD = timedelta(hours=12)  # who comes on soon can read it already
KEPT_BEFORE_EYES = timedelta(days=14)  # after that it is found among all notes


def note_reference() -> str:
    return new_reference("HN")


class Piece(NamedTuple):
    """Some words of a note. `case` is the reference when they are one."""

    words: str
    case: str


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def unread_by(self, user: User) -> "HandOverQuerySet":
        return self.exclude(written_by=user).exclude(Exists(NoteRead.objects.filter(note=OuterRef("pk"), reader=user)))

    def for_duty(self, user: User, now: datetime) -> "HandOverQuerySet":
        """What somebody who is on duty, or will be soon, has not read yet. Without a shift, any officer is on duty."""
        recent = self.filter(written_at__gt=now - KEPT_BEFORE_EYES).unread_by(user)
        soon = Shift.objects.within(now, now + AHEAD).filter(Q(first=user) | Q(second=user)).order_by()
        return recent.filter(Exists(soon) | ~Exists(Shift.objects.at(now))).select_related("written_by")


class HandOver(models.Model):
    """A note of plain words. It is kept: nobody changes or deletes it."""

    reference = models.CharField(max_length=20, unique=True, default=note_reference, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    text = models.TextField()

    objects: ClassVar = HandOverQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]
        indexes: ClassVar = [models.Index(fields=["written_at", "id"], name="note_in_order")]

    def __str__(self) -> str:
        return self.reference

    @property
    def pieces(self) -> list[Piece]:
        """The text, cut so that a page can make a link of every case's reference. Whoever may not see it finds 404."""
        parts = CASE.split(self.text)
        return [Piece(words, words if place % 2 else "") for place, words in enumerate(parts) if words]


class NoteRead(models.Model):
    """Who has read a note."""

    note = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="reads")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "reader"], name="note_read_once")]

    def __str__(self) -> str:
        return f"{self.note_id} read by {self.reader_id}"
