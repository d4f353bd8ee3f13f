"""Asking a colleague to answer in one's place."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.cover_lifecycle import CoverState
from councilsafe.duty.models.rota import Shift
from councilsafe.references import new_reference


def cover_reference() -> str:
    return new_reference("CV")


class CoverQuerySet(models.QuerySet["Cover"]):
    def visible_to(self, user: User) -> "CoverQuerySet":
        """For those two whom it is about, and for who plans the rota."""
        return self.all() if user.may(Permission.PLAN_ROTA) else self.filter(Q(asked_by=user) | Q(asked=user))

    def open(self) -> "CoverQuerySet":
        return self.filter(state=CoverState.ASKED)

    def stale(self, now: datetime) -> "CoverQuerySet":
        """Still asked when the time has begun: too late to be agreed to."""
        return self.open().filter(starts_at__lte=now).order_by("id")


class Cover(models.Model):
    """A request to take a colleague's place for a stretch of one shift, perhaps for a place of their own in return.

    It stays as it was asked, whatever becomes of the shifts, because it shows who agreed to what.
    """

    reference = models.CharField(max_length=20, unique=True, default=cover_reference, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.SET_NULL, null=True, related_name="covers")
    in_return = models.ForeignKey(Shift, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_swap = models.BooleanField(default=False, help_text="A place of their own was offered to be taken in return.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=CoverState, default=CoverState.ASKED)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was agreed to, or came to nothing.")

    objects: ClassVar = CoverQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="cover_ends_after_start"),
            models.CheckConstraint(condition=~Q(asked=F("asked_by")), name="cover_of_two_people"),
            models.CheckConstraint(condition=Q(state__in=CoverState.values), name="cover_state_known"),
            models.CheckConstraint(
                condition=Q(state=CoverState.ASKED, ended_at__isnull=True)
                | ~Q(state=CoverState.ASKED) & Q(ended_at__isnull=False),
                name="cover_ended_or_asked",
            ),
            models.UniqueConstraint(
                fields=["shift", "asked_by"], condition=Q(state=CoverState.ASKED), name="cover_asked_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked", "starts_at", "id"], name="cover_of_asked"),
            models.Index(fields=["asked_by", "starts_at", "id"], name="cover_of_asker"),
            models.Index(fields=["starts_at", "id"], name="cover_in_order"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("duty-cover", args=[self.reference])

    @property
    def is_whole(self) -> bool:
        """Nothing of the shift would be left."""
        return self.shift is not None and (self.shift.starts_at, self.shift.ends_at) == (self.starts_at, self.ends_at)
